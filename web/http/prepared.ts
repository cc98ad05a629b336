import { setTimeout as pause } from "node:timers/promises";
import type { Hono } from "hono";

/** What each portal does before it listens. */
const preparing = new WeakMap<Hono, () => Promise<unknown>>();
/** In milliseconds: a slow database delays the start no longer than this. */
const longest = 5_000;

export const prepareBy = (portal: Hono, work: () => Promise<unknown>): void => void preparing.set(portal, work);

/**
 * Warms up a portal before it listens: opens connections and runs code that the first reader would otherwise wait for. Errors are ignored here; the
 * first reader meets them, if they persist.
 */
export async function prepare(portal: Hono): Promise<void> {
  const enough = new AbortController();
  const work = preparing
    .get(portal)?.()
    .catch(() => undefined);
  if (work) await Promise.race([work, pause(longest, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
}
