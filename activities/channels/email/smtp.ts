import { Readable, type Writable } from "node:stream";
import SMTPPool from "nodemailer/lib/smtp-pool";
import { isLoopback } from "../../../domain/loopback.ts";
import type { Attempt, Provider } from "../failover.ts";
import { redact } from "../redact.ts";
import { type SmtpError, smtpVerdict } from "./smtp-verdict.ts";

/** A composed message and its recipients. */
export interface Dispatch {
  /** Checked addresses: they go into MAIL FROM and RCPT TO. */
  from: string;
  to: string;
  messageId: string;
  message: Buffer;
}

export interface SmtpProvider extends Provider<Dispatch> {
  /** What is under way is finished, then its connections are closed. */
  close(): Promise<void>;
}

type PooledMail = Parameters<SMTPPool["send"]>[0];

/** So much is handed to a connection at once; a connection that is stuck takes no more. */
const chunk = 65_536;

/**
 * One SMTP server behind a pool of connections that are opened when there is something to send and kept. nodemailer connects,
 * secures, authenticates, speaks and stuffs dots; its composer, dearer than all of that together, has nothing to do here, and with
 * it go `raw`, file and URL access and user-given envelopes, where its advisories were (GHSA-p6gq-j5cr-w38f, GHSA-c7w3-x93f-qmm8).
 *
 * A server that is not this machine must speak TLS (STARTTLS of `smtp://`, RFC 3207): messages carry names and working links.
 *
 * @param url as nodemailer reads it; what its query sets (`?socketTimeout=60000`, `?requireTLS=false`) goes before what is set here
 */
export function smtpProvider(url: string, connections: number): SmtpProvider {
  const { host, username, password } = new URL(url);
  const secrets = [username, password].flatMap((secret) => [secret, decoded(secret)]);
  const pool = new SMTPPool({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    // A connection that died while it was idle is found out before a byte of the message is read, and another one is taken.
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

/** Whether a server whose URL does not say must offer STARTTLS. */
export const requiresTls = (url: string): boolean => !isLoopback(new URL(url).hostname);

/** What the pool asks of a message, and whether it took all of it. A message of which it took anything is not given a second time. */
function pooledMail({ from, to, messageId, message }: Dispatch): { mail: PooledMail; handedOver(): boolean } {
  let taken = 0;
  const createReadStream = (): Readable => {
    if (taken > 0) return new Readable({ read: (): never => fail(messageId) });
    if (message.length <= chunk) {
      const handOver = (): Buffer => {
        taken = message.length;
        return message;
      };
      // What the pool asks of a stream is what this has.
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
  // The pool's type wants nodemailer's own message, of which the pool uses no more than this.
  return { mail: mail as unknown as PooledMail, handedOver: () => taken >= message.length };
}

/** A message that is handed over in one piece: a stream of its own would cost more than the whole of what is sent. */
class Whole {
  /** Until then the pool may give the message to another connection. */
  readableDidRead = false;
  private readonly handOver: () => Buffer;

  constructor(handOver: () => Buffer) {
    this.handOver = handOver;
  }

  pipe(connection: Writable): Writable {
    this.readableDidRead = true;
    return connection.end(this.handOver());
  }

  /** It never fails by itself, and holds nothing that were to be given back. */
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

/** As nodemailer does: what is no code such as %2F stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
