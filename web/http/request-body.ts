import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { Context } from "hono";
import { FormError } from "./form-error.ts";

/** The body of a request. */
export interface Body {
  type: string;
  /** Length in bytes according to the headers; null: not stated. */
  length: number | null;
  source: Readable;
}

/** Bodies are passed on in blocks of this size in bytes, so that the memory they use does not depend on the size of the pieces received. */
export const blockBytes = 16 * 1024;

/** Minimum rate: in each `window` (milliseconds) at least this many bytes must arrive, or the request is given up. */
export interface Pace {
  window: number;
  bytes: number;
}
const usualPace: Pace = { window: 20_000, bytes: 32 * 1024 };

/**
 * The body of a request. The web stream of a Hono request reads ahead 16,384 chunks of any size; therefore the socket's own stream is read if there
 * is one.
 */
export function bodyOf(c: Context): Body {
  const { incoming } = (c.env ?? {}) as { incoming?: Readable };
  const length = c.req.header("content-length");
  return {
    type: c.req.header("content-type") ?? "",
    length: length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null,
    source: incoming ?? webSource(c.req.raw.body),
  };
}

/** @param body of a request that did not come over a socket */
export const webSource = (body: unknown): Readable =>
  // It may fail before anybody reads it.
  (body ? Readable.fromWeb(body as ReadableStream) : Readable.from([])).on("error", () => undefined);

/**
 * Reads a body to its end, block by block. The next block is read from the socket only when `take` has finished with the current one. The source
 * stays open if reading is given up, so that a response can still be sent.
 * @throws {FormError} `FORM` cut off · `FORM_SLOW` slower than `pace`; and whatever `take` throws
 */
export function readBlocks(
  source: Readable,
  take: (block: Buffer) => Promise<void>,
  pace: Pace = usualPace,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let block = Buffer.allocUnsafeSlow(blockBytes);
    let filled = 0;
    let since = 0;
    let taking = Promise.resolve();
    const settle = (error?: unknown): void => {
      clearInterval(clock);
      source.off("data", onData).off("end", onEnd).off("close", onCut);
      source.pause();
      // Later errors concern nobody; without a listener they would end the process.
      source.off("error", onCut).on("error", () => undefined);
      if (error === undefined) resolve();
      else reject(error);
    };
    const hand = (): void => {
      const full = block.subarray(0, filled);
      block = Buffer.allocUnsafeSlow(blockBytes);
      filled = 0;
      taking = taking.then(() => take(full));
    };
    const onData = (piece: Uint8Array): void => {
      since += piece.length;
      let handed = false;
      for (let at = 0; at < piece.length; ) {
        const part = piece.subarray(at, at + blockBytes - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < blockBytes) continue;
        hand();
        handed = true;
      }
      if (!handed) return;
      source.pause();
      taking.then(() => source.resume(), settle);
    };
    const onEnd = (): void => {
      if (filled > 0) hand();
      taking.then(() => settle(), settle);
    };
    const onCut = (): void => {
      if (!source.readableEnded) settle(new FormError("FORM", "the form breaks off"));
    };
    const clock = setInterval(() => {
      if (since < pace.bytes && !source.isPaused()) settle(new FormError("FORM_SLOW", "the form comes in too slowly"));
      since = 0;
    }, pace.window);
    source.on("data", onData).on("end", onEnd).on("error", onCut).on("close", onCut);
    if (source.destroyed) onCut();
  });
}
