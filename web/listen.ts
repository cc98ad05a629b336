import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ReasonedError } from "../domain/errors.ts";
import { type Cause, cause } from "../domain/reasons/index.ts";
import { prepare } from "./http/prepared.ts";

/** The portal cannot listen on its address. */
export class ListenError extends ReasonedError {
  readonly code = "PORT";
  override readonly name = "ListenError";
  constructor(why: Cause) {
    super([why]);
  }
}

/** The same error, with the message of the operating system. */
const portUnusable = (fault: string): ListenError => new ListenError(cause("port-unusable", { fault }));

/** In milliseconds: time for open requests at shutdown. */
const grace = 3_000;

/** How a portal shuts down. */
export interface Closing {
  /** In milliseconds: how long it still accepts requests, each as the last one of its connection, so that load balancers notice. @default 0 */
  drainMs?: number;
  /** In milliseconds: how long open requests may then take. @default 3000 */
  graceMs?: number;
}

/** How long receiving a request may take, and how much of it is buffered. */
const limits = {
  headersTimeout: 20_000,
  requestTimeout: 600_000,
  connectionsCheckingInterval: 5_000,
  highWaterMark: 16 * 1024,
};

/** In milliseconds: a reader who accepts nothing of a response for this long is disconnected, because the rest is held in memory. */
const unread = 30_000;

/** Browsers state the length of a form. A chunked body is refused before it is read: each chunk, even of one byte, would be an object of its own. */
const measured =
  (next: RequestListener): RequestListener =>
  (request, response) => {
    if (request.headers["transfer-encoding"] === undefined) return next(request, response);
    const { socket } = request;
    socket.end("HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    // Discards what was received; "false" stops reading from the socket. An immediate disconnect would lose the response.
    request.push = () => false;
    setTimeout(() => socket.destroy(), 500).unref();
  };

/**
 * Starts the server.
 * @param where `port` 0 takes any free port
 * @returns its address, and a function that shuts it down
 * @throws {ListenError} the port is in use or not permitted
 */
export async function listen(
  app: Hono,
  { host, port, unreadMs = unread }: { host: string; port: number; unreadMs?: number },
): Promise<{ url: string; close(how?: Closing): Promise<void> }> {
  await prepare(app);
  let closing = false;
  const answer = measured(getRequestListener(app.fetch));
  /** Connections, with the number of unanswered requests on each. */
  const connections = new Map<Socket, number>();
  const unanswered = new Set<ServerResponse>();
  // A connection that is kept alive would be cut with its next request on it, and would delay the shutdown until then.
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
  // A response that is still being rendered is not the reader's fault.
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
        // Also connections that have not sent a request, which the server does not count as idle.
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
