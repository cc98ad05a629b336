import type { ServerResponse } from "node:http";
import type { Context } from "hono";
import type { PortalDeps } from "../deps.ts";

/** In milliseconds: a reader who accepts no data for this long is disconnected. */
const stalledAfterMs = 60_000;

/**
 * The body of a large response, part by part: the next part is read when the reader has accepted the last. A reader who stalls is disconnected; so is
 * one whose remaining data cannot be read, who then recognizes the truncation by the declared length.
 * @param next reads a part; null: no more
 */
export function streamed(
  c: Context,
  next: () => Promise<Uint8Array | null>,
  { log, timeoutMs = stalledAfterMs }: Partial<Pick<PortalDeps, "log">> & { timeoutMs?: number } = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse };
  let clock: NodeJS.Timeout | undefined;
  let over = false;
  const end = (): void => {
    over = true;
    clearTimeout(clock);
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        clearTimeout(clock);
        const cut = (code: string): void => {
          if (over) return;
          end();
          log?.("an answer broke off", { route: c.req.routePath, code });
          // Otherwise the server would write the error after the data already sent.
          if (outgoing) outgoing.destroy();
          else controller.error(new Error(code));
        };
        try {
          const part = await next();
          if (over) return;
          if (part === null) {
            end();
            return controller.close();
          }
          controller.enqueue(part as Uint8Array<ArrayBuffer>);
          clock = setTimeout(cut, timeoutMs, "UNREAD").unref();
        } catch (error) {
          cut(error instanceof Error && "code" in error ? String(error.code) : "FAILED");
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
