import { setTimeout as pause } from "node:timers/promises";
import type { Hono } from "hono";

/** What a portal does before it listens. */
const preparing = new WeakMap<Hono, () => Promise<unknown>>();
/** A database that is slow to answer keeps nobody from what works all the same; milliseconds. */
const longest = 5_000;

export const prepareBy = (portal: Hono, work: () => Promise<unknown>): void => void preparing.set(portal, work);

/**
 * Has a portal do once what its first reader would wait for: connections are open and its code has run when it begins to listen. What
 * fails then fails in front of somebody, or not at all.
 */
export async function prepare(portal: Hono): Promise<void> {
  const enough = new AbortController();
  const work = preparing
    .get(portal)?.()
    .catch(() => undefined);
  if (work) await Promise.race([work, pause(longest, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
}
