package duban;

import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerProvider;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Makes the gRPC servers of this JVM listen on loopback only. */
public final class LoopbackServerProvider extends ServerProvider {
  @Override
  protected boolean isAvailable() {
    return true;
  }

  /** Higher than Netty's own provider, whose priority is 5 and which listens on every interface. */
  @Override
  protected int priority() {
    return 9;
  }

  @Override
  protected ServerBuilder<?> builderForPort(int port) {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  protected NewServerBuilderResult newServerBuilderForPort(int port, ServerCredentials credentials) {
    return NewServerBuilderResult.serverBuilder(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials));
  }
}
