import { Readable, type Writable } from "node:stream";
import SMTPPool from "nodemailer/lib/smtp-pool";
import { isLoopback } from "../../../domain/loopback.ts";
import type { Attempt, Provider } from "../failover.ts";
import { redact } from "../redact.ts";
import { type SmtpError, smtpVerdict } from "./smtp-verdict.ts";

/** A composed message and its recipients. */
export interface Dispatch {
  /** Validated addresses for MAIL FROM and RCPT TO. */
  from: string;
  to: string;
  messageId: string;
  message: Buffer;
}

export interface SmtpProvider extends Provider<Dispatch> {
  /** Finishes messages in progress, then closes the connections. */
  close(): Promise<void>;
}

type PooledMail = Parameters<SMTPPool["send"]>[0];

/** In bytes: maximum amount written to a connection at once; a stalled connection accepts no more. */
const chunk = 65_536;

/**
 * One SMTP server behind a pool of persistent connections. nodemailer connects, negotiates TLS, authenticates, speaks SMTP and stuffs dots. Its
 * composer, which costs more than all of that, is not used; nor are `raw`, file and URL access and user-given envelopes, where its advisories were
 * (GHSA-p6gq-j5cr-w38f, GHSA-c7w3-x93f-qmm8).
 * A server other than this machine must offer TLS (STARTTLS for `smtp://`, RFC 3207), because messages contain names and working links.
 * @param url in nodemailer's format; its query (`?socketTimeout=60000`, `?requireTLS=false`) overrides the settings here
 */
export function smtpProvider(url: string, connections: number): SmtpProvider {
  const { host, username, password } = new URL(url);
  const secrets = [username, password].flatMap((secret) => [secret, decoded(secret)]);
  const pool = new SMTPPool({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    // A connection that died while idle is detected before the message is read; another connection is then used.
    maxRequeues: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    requireTLS: requiresTls(url),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const underWay = new Set<Promise<Attempt>>();

  const attempt = (dispatch: Dispatch): Promise<Attempt> =>
    new Promise((resolve) => {
      const mail = pooledMail(dispatch);
      const readers = [...secrets, dispatch.to, dispatch.to.slice(0, dispatch.to.lastIndexOf("@"))];
      pool.send(mail.mail, (error, info) => {
        if (error) resolve(smtpVerdict(host, error as SmtpError, mail.handedOver(), readers));
        else resolve({ state: "sent", provider: host, code: "250", detail: redact(info?.response ?? "", readers) });
      });
    });

  return {
    name: host,
    attempt(dispatch) {
      const going = attempt(dispatch);
      underWay.add(going);
      const done = () => underWay.delete(going);
      going.then(done, done);
      return going;
    },
    async close() {
      pool.close();
      await Promise.allSettled(underWay);
    },
  };
}

/** Whether a server must offer STARTTLS if its URL does not say. */
export const requiresTls = (url: string): boolean => !isLoopback(new URL(url).hostname);

/** Adapts a message to the pool, and reports whether all of it was read. A message of which anything was read is not sent again. */
function pooledMail({ from, to, messageId, message }: Dispatch): { mail: PooledMail; handedOver(): boolean } {
  let taken = 0;
  const createReadStream = (): Readable => {
    if (taken > 0) return new Readable({ read: (): never => fail(messageId) });
    if (message.length <= chunk) {
      const handOver = (): Buffer => {
        taken = message.length;
        return message;
      };
      // Implements the part of a stream that the pool uses.
      return new Whole(handOver) as unknown as Readable;
    }
    return new Readable({
      read() {
        this.push(message.subarray(taken, taken + chunk));
        taken += chunk;
        if (taken >= message.length) this.push(null);
      },
    });
  };
  const mail = {
    data: {},
    message: {
      getEnvelope: () => ({ from, to: [to] }),
      getHeader: () => messageId,
      messageId: () => messageId,
      createReadStream,
    },
  };
  // The pool's type requires nodemailer's message class; the pool uses only these members.
  return { mail: mail as unknown as PooledMail, handedOver: () => taken >= message.length };
}

/** A message that is written in one piece: a stream for each would cost more than sending it. */
class Whole {
  /** While false, the pool may move the message to another connection. */
  readableDidRead = false;
  private readonly handOver: () => Buffer;

  constructor(handOver: () => Buffer) {
    this.handOver = handOver;
  }

  pipe(connection: Writable): Writable {
    this.readableDidRead = true;
    return connection.end(this.handOver());
  }

  /** Never emits an error, and holds no resources. */
  on(): this {
    return this;
  }

  removeListener(): this {
    return this;
  }

  destroy(): this {
    return this;
  }
}

function fail(messageId: string): never {
  throw new Error(`${messageId} was handed over before; it is not sent twice`);
}

/** As in nodemailer: an invalid percent escape is left as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
