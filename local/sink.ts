import { type AddressInfo, createServer, type Socket } from "node:net";

/** An SMTP server that only counts messages. Benches use it so that the receiver does not limit what is measured. */
export interface Sink {
  smtpUrl: string;
  /** Number of accepted messages. */
  readonly total: number;
  /** How often each Message-ID was accepted. More than 1 is a duplicate. */
  readonly counts: ReadonlyMap<string, number>;
  /** When each Message-ID was first accepted; milliseconds since 1970. */
  readonly firstAccepts: ReadonlyMap<string, number>;
  /** When the first and the last message were accepted; milliseconds since 1970. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  clear(): void;
  /** For this many of the next messages, accepts the message and closes the connection without replying. */
  dropAfterDot(times: number): void;
  /** Does something once, when this many messages were received and before the last of them is confirmed. */
  at(total: number, action: () => void): void;
  stop(): Promise<void>;
}

const crlf = Buffer.from("\r\n");
const dot = Buffer.from("\r\n.\r\n");
const messageId = /^message-id:\s*(\S+)/im;

/** Starts a server with just enough SMTP (with PIPELINING) for a client that follows RFC 5321. It does not store messages. */
export async function startSink(port = 0): Promise<Sink> {
  const counts = new Map<string, number>();
  const firstAccepts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let total = 0;
  let first: number | undefined;
  let last: number | undefined;
  let drops = 0;
  let planned: { total: number; action(): void } | undefined;
  /** Counts a message. @returns whether the acceptance may be confirmed */
  const accept = (message: Buffer): boolean => {
    last = Date.now();
    first ??= last;
    total++;
    if (planned?.total === total) {
      planned.action();
      planned = undefined;
    }
    // The headers of the product's mails fit in this range; bodies are not searched.
    const id = messageId.exec(message.toString("latin1", 0, 4_096))?.[1] ?? "";
    const before = counts.get(id) ?? 0;
    if (before === 0) firstAccepts.set(id, last);
    counts.set(id, before + 1);
    if (drops === 0) return true;
    drops--;
    return false;
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    socket.write("220 sink ESMTP\r\n");
    converse(socket, accept);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get total() {
      return total;
    },
    counts,
    firstAccepts,
    get first() {
      return first;
    },
    get last() {
      return last;
    },
    clear: () => {
      counts.clear();
      firstAccepts.clear();
      total = 0;
      first = undefined;
      last = undefined;
      drops = 0;
      planned = undefined;
    },
    dropAfterDot(times) {
      drops = times;
    },
    at(at, action) {
      planned = { total: at, action };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function converse(socket: Socket, accept: (message: Buffer) => boolean): void {
  let pending: Buffer = Buffer.alloc(0);
  let inData = false;
  socket.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let answers = "";
    for (;;) {
      const mark = inData ? dot : crlf;
      const end = pending.indexOf(mark);
      if (end < 0) break;
      const part = pending.subarray(0, end);
      pending = pending.subarray(end + mark.length);
      if (inData) {
        inData = false;
        if (!accept(part)) {
          socket.destroy();
          return;
        }
        answers += "250 2.0.0 accepted\r\n";
        continue;
      }
      const verb = part.toString("latin1", 0, 4).toUpperCase();
      if (verb === "EHLO") answers += "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
      else if (verb === "DATA") {
        inData = true;
        answers += "354 go on\r\n";
      } else if (verb === "QUIT") {
        socket.end(`${answers}221 bye\r\n`);
        return;
      } else answers += "250 2.0.0 ok\r\n";
    }
    if (answers) socket.write(answers);
  });
}
