import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { t } from "./errors.ts";
import type { Failures, SmtpFailure, SmtpFailurePoint } from "./inbox-failures.ts";
import type { InboxMessage, InboxStore } from "./inbox-store.ts";
import type { Log } from "./progress.ts";

export interface MailServer {
  url: string;
  stop(): Promise<void>;
}

export interface MailServerOptions {
  store: InboxStore;
  failures: Failures<SmtpFailure>;
  log: Log;
  now(): Date;
  port?: number;
}

/** Receives mail over SMTP on the loopback interface. Accepts any user and password. */
export async function startMailServer({ store, failures, log, now, port = 0 }: MailServerOptions): Promise<MailServer> {
  const sockets = new Map<number, Socket>();
  const drop = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy();
  const refusal = (at: SmtpFailurePoint, to: readonly string[] = []) => {
    const failure = failures.take(to, (each) => each.at === at);
    if (!failure) return null;
    const { code = 451, message = "refused on command" } = failure;
    return Object.assign(new Error(message), { responseCode: code });
  };

  const server = new SMTPServer({
    name: "inbox.localhost",
    banner: "Duban sandbox inbox",
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    size: 25_000_000,
    closeTimeout: 100,
    onConnect: (_session, done) => done(refusal("connect")),
    onAuth: (auth, _session, done) => done(refusal("auth"), { user: auth.username ?? "anyone" }),
    onMailFrom: (_address, _session, done) => done(refusal("mail")),
    onRcptTo: (address, _session, done) => done(refusal("rcpt", [address.address])),
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const took = (at: SmtpFailurePoint) => failures.take(to, (each) => each.at === at) !== undefined;
      if (took("drop-mid-data")) {
        stream.once("data", () => drop(session));
        stream.resume();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        if (took("hang")) return;
        const refused = refusal("data", to);
        if (refused) return done(refused);
        const accept = async () => {
          const mail = await simpleParser(Buffer.concat(chunks), { skipTextToHtml: true, skipImageLinks: true });
          for (const recipient of to) await store.add(shown(mail, recipient, now()));
        };
        accept().then(
          () => (took("drop-after-dot") ? drop(session) : done(null, "accepted")),
          (error: Error) => {
            log(
              t(
                `收件箱：一封邮件未能保存：${error.message}`,
                `Sandbox inbox: a mail could not be kept: ${error.message}`,
              ),
            );
            done(error);
          },
        );
      });
    },
  });
  // A client that closes its connection is not an error worth reporting.
  server.on("error", () => undefined);
  server.server.on("connection", (socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once("close", () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Destroys pooled connections and those that hang on request, instead of waiting for them.
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function shown(mail: ParsedMail, to: string, at: Date): InboxMessage {
  const headers: Record<string, string> = {};
  for (const { key, line } of mail.headerLines) headers[key] = line.slice(line.indexOf(":") + 1).trim();
  return {
    channel: "email",
    to,
    from: mail.from?.text ?? null,
    subject: mail.subject ?? null,
    text: mail.text ?? "",
    html: mail.html || null,
    at: at.toISOString(),
    organization: headers["x-duban-organization"] ?? null,
    task: headers["x-duban-task"] ?? null,
    messageId: mail.messageId ?? null,
    headers,
  };
}
