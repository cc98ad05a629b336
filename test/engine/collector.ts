import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { atEnd } from "../support/ending.ts";

export interface SpanSeen {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  attributes: Record<string, unknown>;
}

interface Exported {
  resourceSpans: {
    scopeSpans: {
      spans: (Omit<SpanSeen, "attributes"> & { attributes: { key: string; value: Record<string, unknown> }[] })[];
    }[];
  }[];
}

/** A collector of traces over OTLP in JSON. */
export async function startCollector() {
  const spans: SpanSeen[] = [];
  /** All requests as received. */
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      bodies.push(text);
      for (const { scopeSpans } of (JSON.parse(text) as Exported).resourceSpans)
        for (const { attributes, parentSpanId = "", ...span } of scopeSpans.flatMap((scope) => scope.spans))
          spans.push({
            ...span,
            parentSpanId,
            attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
          });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { spans, bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
