import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

/** Bytes on a link, with their direction: `near` from the client, `far` from the server. */
export interface Mark {
  from: "near" | "far";
  /** As they are on the wire, one character for each byte. */
  words: string;
}

/** The client is in the middle of sending a mail. */
export const inTheData: Mark = { from: "near", words: "Message-ID:" };
/** The mail server has accepted a mail; its reply does not reach the client. */
export const afterTheDot: Mark = { from: "far", words: "accepted\r\n" };
/** PostgreSQL has committed (CommandComplete); its reply does not reach the client. */
export const afterCommit: Mark = { from: "far", words: "C\0\0\0\u000bCOMMIT\0" };

/** A TCP proxy in front of a server, which can be cut and restored. */
export interface Link {
  /** Returns the URL with the link's address. */
  through(url: string): string;
  /** `host:port` of the link. */
  address: string;
  /** Closes every connection, and each new one at once, until the link is restored. */
  cut(): void;
  /**
   * Cuts the link when certain bytes pass; they are not forwarded.
   * @param nth which occurrence of the bytes @default 1
   * @returns true when the link was cut; false if {@link disarm} came first
   */
  cutAt(mark: Mark, nth?: number): Promise<boolean>;
  /** Gives up all waits of {@link cutAt}. */
  disarm(): void;
  restore(): void;
  /** Number of connections that were closed or refused. */
  readonly broken: number;
  stop(): Promise<void>;
}

/** @param target URL, or `host:port`, of the server behind it */
export async function openLink(target: string): Promise<Link> {
  const { hostname, port } = new URL(target.includes("://") ? target : `tcp://${target}`);
  const sockets = new Set<Socket>();
  let whole = true;
  let broken = 0;
  let armed: { mark: Mark; nth: number; hit(cut: boolean): void } | undefined;
  const cut = (): void => {
    whole = false;
    broken += sockets.size / 2;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const disarm = (cut: boolean): void => {
    const waiting = armed;
    armed = undefined;
    waiting?.hit(cut);
  };
  const listening = (from: Mark["from"]): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (armed?.mark.from !== from || !chunk.includes(armed.mark.words, 0, "latin1")) return done(null, chunk);
        armed.nth -= 1;
        if (armed.nth > 0) return done(null, chunk);
        cut();
        disarm(true);
        done();
      },
    });
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
    near.pipe(listening("near")).pipe(far).pipe(listening("far")).pipe(near);
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
    cut,
    cutAt(mark, nth = 1) {
      disarm(false);
      return new Promise((hit) => {
        armed = { mark, nth, hit };
      });
    },
    disarm: () => disarm(false),
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
