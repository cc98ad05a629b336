import { readFileSync } from "node:fs";
import {
  type ClientHttp2Session,
  connect,
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";

/** Files of a test authority: its own certificate, and certificates that it has signed for `localhost`. */
export const tlsFile = (name: string): string => new URL(`./tls/${name}.pem`, import.meta.url).pathname;

/** Credentials that Temporal Cloud requires from clients. */
export type Credential = { apiKey: string } | "client certificate";

export interface CloudFront {
  /** host:port */
  address: string;
  /** Calls that only the owner of the namespace may make. */
  refused: string[];
  stop(): Promise<void>;
}

/**
 * A proxy in front of a Temporal server that behaves like Temporal Cloud: it requires TLS and an API key or a client certificate, and refuses
 * the operator's calls.
 */
export async function startCloudFront(target: string, credential: Credential): Promise<CloudFront> {
  const behind = connect(`http://${target}`);
  behind.on("error", () => undefined);
  const refused: string[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer({
    ...{ key: readFileSync(tlsFile("server-key")), cert: readFileSync(tlsFile("server")) },
    ...(credential === "client certificate" && { ca: readFileSync(tlsFile("ca")), requestCert: true }),
  });
  server.on("session", (session) => sessions.add(session.on("close", () => sessions.delete(session))));
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", () => undefined);
    const path = String(headers[":path"]);
    const isKnown = credential === "client certificate" || headers.authorization === `Bearer ${credential.apiKey}`;
    if (!isKnown) return end(stream, 16, "Request unauthorized.");
    if (path.includes("operatorservice")) {
      refused.push(path.split("/").at(-1) ?? "");
      return end(stream, 7, "Request unauthorized.");
    }
    forward(behind, stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    refused,
    async stop() {
      for (const session of sessions) session.destroy();
      behind.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A response without a body, with a gRPC status. */
function end(stream: ServerHttp2Stream, status: number, message: string): void {
  const grpc = { "content-type": "application/grpc", "grpc-status": String(status), "grpc-message": message };
  stream.respond({ ":status": 200, ...grpc }, { endStream: true });
}

function forward(behind: ClientHttp2Session, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const { authorization: _, ":authority": __, ":scheme": ___, ...rest } = headers;
  const call = behind.request({ ...rest, ":scheme": "http" });
  call.on("error", () => stream.destroy());
  let trailers: IncomingHttpHeaders = {};
  call.on("trailers", (found) => (trailers = found));
  call.on("response", (answer, flags) => {
    if (stream.destroyed) return;
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) return stream.respond(answer, { endStream: true });
    stream.respond(answer, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    call.pipe(stream);
  });
  stream.on("close", () => call.close(constants.NGHTTP2_CANCEL));
  stream.pipe(call);
}
