import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP link to a server, which can be cut and restored. */
export interface Link {
  /** The same URL, by way of the link. */
  through(url: string): string;
  /** `host:port` of the link. */
  address: string;
  /** Breaks every connection, and each new one at once, until it is restored. */
  cut(): void;
  restore(): void;
  /** Connections that were broken or turned away. */
  readonly broken: number;
  stop(): Promise<void>;
}

/** @param target URL, or `host:port`, of the server behind it */
export async function openLink(target: string): Promise<Link> {
  const { hostname, port } = new URL(target.includes("://") ? target : `tcp://${target}`);
  const sockets = new Set<Socket>();
  let whole = true;
  let broken = 0;
  const hold = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket
      .setNoDelay(true)
      .on("error", () => undefined)
      .once("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    hold(near);
    if (!whole) {
      broken += 1;
      near.resetAndDestroy();
      return;
    }
    const far = hold(connect(Number(port), hostname));
    near.pipe(far).pipe(near);
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    through(url) {
      const by = new URL(url);
      by.host = address;
      return by.href;
    },
    cut() {
      whole = false;
      broken += sockets.size / 2;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    restore() {
      whole = true;
    },
    get broken() {
      return broken;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
