import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** Ways in which a mail server's TLS fails. */
export const tlsFailures = [
  /** Does not offer STARTTLS. */
  "not offered",
  /** Offers it and refuses the command. */
  "refused",
  /** Accepts the command and continues without TLS. */
  "in the clear",
  /** Accepts the command and closes the connection. */
  "cut",
  /** Accepts the command and never replies to the client's hello. */
  "silent",
  /** Has an untrusted certificate. */
  "untrusted certificate",
  /** Does not use TLS where it is expected from the first byte (`smtps://`). */
  "plain behind smtps",
] as const;
export type TlsFailure = (typeof tlsFailures)[number];

export interface BrokenTls {
  /** For SMTP_URL, with the parameter that requires TLS even on this machine. */
  url: string;
  /** What it received without TLS. */
  heard(): string;
  stop(): Promise<void>;
}

/** Starts a mail server whose TLS fails in the given way. */
export async function startBrokenTls(failure: TlsFailure): Promise<BrokenTls> {
  let heard = "";
  const sockets = new Set<Socket>();
  const server: Server =
    failure === "untrusted certificate" ? selfSigned() : createServer((socket) => converse(socket));
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    if (failure !== "untrusted certificate") socket.on("data", (chunk) => (heard += chunk.toString("latin1")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const scheme = failure === "plain behind smtps" ? "smtps" : "smtp";

  function converse(socket: Socket): void {
    const say = (line: string): void => void (socket.writable && socket.write(`${line}\r\n`));
    let secured = false;
    say("220 broken.example ESMTP");
    socket.on("data", (chunk) => {
      if (secured) {
        if (failure === "in the clear") say("250 this is no TLS");
        return;
      }
      const [verb = ""] = chunk.toString("latin1").trim().toUpperCase().split(" ");
      if (verb === "EHLO") say(failure === "not offered" ? "250 broken.example" : "250-broken.example\r\n250 STARTTLS");
      else if (verb !== "STARTTLS") say("250 OK");
      else if (failure === "not offered") say("502 not implemented");
      else if (failure === "refused") say("454 TLS not available due to a temporary reason");
      else {
        secured = true;
        say("220 ready");
        if (failure === "cut") socket.destroySoon();
      }
    });
  }

  return {
    url: `${scheme}://127.0.0.1:${port}/?requireTLS=true&socketTimeout=500&greetingTimeout=500&connectionTimeout=500`,
    heard: () => heard,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A server with smtp-server's own certificate, which no authority has signed. */
const selfSigned = (): Server =>
  new SMTPServer({ authOptional: true, disableReverseLookup: true, logger: false }).server as Server;
