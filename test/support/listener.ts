import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { atEnd } from "./ending.ts";

export interface Received {
  id: string;
  type: string;
  data: Record<string, unknown>;
  text: string;
}

/** Starts a receiver of webhooks, which verifies each signature with the library of Standard Webhooks. */
export async function startListener() {
  const received: Received[] = [];
  const state = { secret: "", status: 204, refused: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const headers = request.headers as Record<string, string>;
      try {
        const { type, data } = new Webhook(state.secret).verify(text, headers) as Pick<Received, "type" | "data">;
        if (state.status < 300) received.push({ id: headers["webhook-id"] ?? "", type, data, text });
      } catch {
        state.refused += 1;
      }
      response.writeHead(state.status, { location: "/elsewhere" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => new Promise((resolve) => server.close(resolve)));
  return { received, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/duban` };
}
