import type { ServerResponse } from "node:http";
import type { Context } from "hono";
import type { PortalDeps } from "../deps.ts";

/** A reader who has not taken one part in so long has gone away; milliseconds. */
const stalledAfterMs = 60_000;

/**
 * The body of a large answer, part by part: the next one is not read before the reader has taken the last. Who takes none for long is
 * cut off, and so is who cannot be given the rest: what they have is not whole, and its length tells them.
 * @param next a part; null: that was all
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
          // The server would write the error behind what has been sent.
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
