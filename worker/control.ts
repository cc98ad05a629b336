import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ReasonedError } from "../domain/errors.ts";
import { type Cause, cause } from "../domain/reasons/index.ts";
import type { DemoClock } from "./clock.ts";

/**
 * Serves the demo's clock to the command line, on the loopback interface, under a path that only the owner of the data folder can read. GET returns
 * the time and the move in progress, POST with `to` moves it; both return `{now, moved, underWay}` or `{error}`.
 */
export async function startControl(clock: DemoClock): Promise<{ url: string; close(): Promise<void> }> {
  const path = `/${randomBytes(24).toString("base64url")}`;
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.url !== path) return answer(404, { error: cause("clock-not-moved", { fault: "404" }) });
    try {
      const moved = request.method === "POST" ? await clock.move(await bodyOf(request)) : 0;
      answer(200, { now: clock.now().toISOString(), moved, underWay: clock.underWay() });
    } catch (error) {
      answer(400, { error: whyNot(error) });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The reason of a refusal, which the command line words in its own language. */
function whyNot(error: unknown): Cause {
  if (error instanceof ReasonedError && error.causes[0]) return error.causes[0];
  return cause("clock-not-moved", { fault: error instanceof Error ? error.message : String(error) });
}

async function bodyOf(request: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of request) text += Buffer.from(chunk).toString("utf8").slice(0, 100);
  return text.slice(0, 100).trim();
}
