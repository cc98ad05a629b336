import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Collector } from "./collect.ts";
import { exposition } from "./exposition.ts";

export interface MetricsServer {
  url: string;
  close(): Promise<void>;
}

export interface MetricsOptions {
  host: string;
  port: number;
  /** Required of every scrape (`Authorization: Bearer …`); absent: only this machine can reach the address. */
  token?: string;
  /** Address at which the engine's library serves its own metrics; absent: none. */
  engine?: string;
}

/** In milliseconds: the engine's library responds at once or not at all. */
const engineTimeoutMs = 2_000;
const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** Serves `GET /metrics` on a port of its own; the public portal has no such route. */
export async function serveMetrics(collector: Collector, options: MetricsOptions): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    const [path] = (request.url ?? "").split("?");
    if (request.method !== "GET" || path !== "/metrics") return void response.writeHead(404).end();
    if (!isAllowed(request, options.token))
      return void response.writeHead(401, { "www-authenticate": "Bearer" }).end("A token is needed.\n");
    const [own, engine] = await Promise.all([collector.collect(), engineFigures(options.engine)]);
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" });
    response.end(exposition(own) + engine);
  });
  server.headersTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isAllowed(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

async function engineFigures(address: string | undefined): Promise<string> {
  if (!address) return "";
  try {
    const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(engineTimeoutMs) });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}
