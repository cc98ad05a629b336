import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ReasonedError } from "../domain/errors.ts";
import { type Cause, cause } from "../domain/reasons/index.ts";
import { prepare } from "./http/prepared.ts";

/** The portal cannot be reached where it was told to listen. */
export class ListenError extends ReasonedError {
  readonly code = "PORT";
  override readonly name = "ListenError";
  constructor(why: Cause) {
    super([why]);
  }
}

/** The same in the words of whatever found it. */
const portUnusable = (fault: string): ListenError => new ListenError(cause("port-unusable", { fault }));

/** Time that open requests are given at the end, milliseconds. */
const grace = 3_000;

/** How a portal ends. */
export interface Closing {
  /** So long it still takes requests, each on its connection's last turn: whoever spreads them finds out meanwhile. @default 0 */
  drainMs?: number;
  /** So long the requests that are open then are given. @default 3000 */
  graceMs?: number;
}

/** How long a request may take to come in, and how far it is read ahead of whoever reads it. */
const limits = {
  headersTimeout: 20_000,
  requestTimeout: 600_000,
  connectionsCheckingInterval: 5_000,
  highWaterMark: 16 * 1024,
};

/** Who has taken nothing of an answer in so long is cut off: what waits for them is in memory. Milliseconds. */
const unread = 30_000;

/**
 * Browsers say how long a form is. A body that comes in chunks is refused before any of it is read: each chunk, of one byte even, would
 * be an object of its own.
 */
const measured =
  (next: RequestListener): RequestListener =>
  (request, response) => {
    if (request.headers["transfer-encoding"] === undefined) return next(request, response);
    const { socket } = request;
    socket.end("HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    // What has come in is let go, and "false" has the socket read no further. Cut off at once, they would lose the answer.
    request.push = () => false;
    setTimeout(() => socket.destroy(), 500).unref();
  };

/**
 * @param where `port` 0 takes any free one
 * @returns the address, and how to end it
 * @throws {ListenError} when the port is taken or may not be used
 */
export async function listen(
  app: Hono,
  { host, port, unreadMs = unread }: { host: string; port: number; unreadMs?: number },
): Promise<{ url: string; close(how?: Closing): Promise<void> }> {
  await prepare(app);
  let closing = false;
  const answer = measured(getRequestListener(app.fetch));
  /** Connections, and how many requests of each are not answered yet. */
  const connections = new Map<Socket, number>();
  const unanswered = new Set<ServerResponse>();
  // A connection that is kept would be cut with the next request on it, and until then keep the server from its end.
  const isLast = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader("Connection", "close");
  };
  const server = createServer(limits, (request, response) => {
    const { socket } = request;
    connections.set(socket, (connections.get(socket) ?? 0) + 1);
    unanswered.add(response);
    response.once("close", () => {
      unanswered.delete(response);
      if (connections.has(socket)) connections.set(socket, (connections.get(socket) ?? 1) - 1);
    });
    if (closing) isLast(response);
    return answer(request, response);
  });
  server.on("connection", (socket) => {
    connections.set(socket, 0);
    socket.once("close", () => connections.delete(socket));
  });
  // An answer that is still being made is not the reader's fault.
  server.setTimeout(unreadMs, (socket) => void (socket.writableLength > 0 && socket.destroy()));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    url: `http://${name.includes(":") ? `[${name}]` : name}:${taken}`,
    async close({ drainMs = 0, graceMs = grace } = {}) {
      closing = true;
      for (const response of unanswered) isLast(response);
      if (drainMs > 0) await pause(drainMs);
      await new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        // Those too that were opened ahead and have asked nothing, which the server itself does not call idle.
        for (const [socket, open] of connections) if (open === 0) socket.destroy();
      });
    },
  };
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === "EADDRINUSE") return new ListenError(cause("port-taken", { port, address: host }));
  if (error.code === "EACCES")
    return portUnusable(`Port ${port} on ${host} may not be used by this user; set PORT to one from 1024 to 65535.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return portUnusable(
      `"${host}" is no address of this machine; set HOST to one that is, such as 127.0.0.1 (port ${port}, PORT).`,
    );
  return error;
}
