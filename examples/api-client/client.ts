import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { paths } from "./types.ts";

export interface ClientOptions {
  /** Where people reach the portal, without a slash at the end. */
  baseUrl: string;
  token: string;
  /** Times that a request is tried again that got no answer, or was told to wait. @default 3 */
  retries?: number;
  /** @default the platform's */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client of the HTTP API, typed by its description. Each act has an idempotency key of its own, so that it is safe to try it again after
 * a connection that broke.
 */
export function dubanClient({
  baseUrl,
  token,
  retries = 3,
  fetch = (request) => globalThis.fetch(request),
}: ClientOptions) {
  const client = createClient<paths>({
    ...{ baseUrl, headers: { authorization: `Bearer ${token}` } },
    fetch: (request) => patiently(request, retries, fetch),
  });
  client.use({
    onRequest({ request }) {
      if (request.method !== "GET" && !request.headers.has("idempotency-key"))
        request.headers.set("idempotency-key", randomUUID());
      return request;
    },
  });
  return client;
}

/** Statuses that say: the same again, later. */
const later = [429, 502, 503, 504];

async function patiently(
  request: Request,
  retries: number,
  fetch: NonNullable<ClientOptions["fetch"]>,
): Promise<Response> {
  for (let tried = 0; ; tried++) {
    const last = tried >= retries;
    const answer = await fetch(request.clone()).catch((error: unknown) => {
      if (last) throw error;
      return null;
    });
    if (answer && (last || !later.includes(answer.status))) return answer;
    const seconds = Number(answer?.headers.get("retry-after") ?? 2 ** tried);
    await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 60) * 1_000));
  }
}
