import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cause } from "../../domain/reasons/index.ts";
import { ListenError } from "../../web/listen.ts";

/** State of each part by name: whether it works. */
export type Parts = Readonly<Record<string, boolean>>;

/** In milliseconds: parts are checked at most once in this time, however many requests come. */
const fresh = 1_000;

/**
 * Health port of a worker: `/healthz` responds as long as the process lives; `/readyz` responds with 200 if everything that it needs works, otherwise
 * with 503 and the parts by name.
 * @param where `port` 0 takes any free port
 * @throws {ListenError} the port is in use or not permitted
 */
export async function startHealth(
  { host, port }: { host: string; port: number },
  parts: () => Promise<Parts>,
): Promise<{ url: string; close(): Promise<void> }> {
  let known: { at: number; parts: Promise<Parts> } | undefined;
  const look = (): Promise<Parts> => {
    const now = performance.now();
    if (!known || now - known.at > fresh) known = { at: now, parts: parts().catch(() => ({ health: false })) };
    return known.parts;
  };
  const server = createServer(async (request, response) => {
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { "Content-Type": "application/json", Connection: "close" });
      response.end(JSON.stringify(body));
    };
    if (request.method !== "GET") return say(405, { ok: false });
    if (request.url === "/healthz") return say(200, { ok: true });
    if (request.url !== "/readyz") return say(404, { ok: false });
    const found = await look();
    const ok = Object.values(found).every(Boolean);
    say(ok ? 200 : 503, { ok, parts: found });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new ListenError(
          cause("port-unusable", {
            fault: `Port ${port} on ${host} cannot be used (${error.code}); set HEALTH_PORT to a free one (0: any).`,
          }),
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${name.includes(":") ? `[${name}]` : name}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
