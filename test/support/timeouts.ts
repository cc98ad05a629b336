import { availableParallelism, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Factor by which waits of tests may be longer than on a machine without other load. A wait ends when its condition holds, so a high maximum
 * costs nothing in the normal case, while a low one fails under load.
 */
export const busyFactor = 6;

/** Maximum of a wait, in milliseconds. @param seconds that suffice on a machine without other load */
export const ceiling = (seconds: number): number => seconds * 1_000 * busyFactor;

/** Maximum of a promised response time: as promised, or longer on a busy machine. */
export const promised = (ms: number): number =>
  (loadavg()[0] ?? 0) > availableParallelism() / 2 ? ms * busyFactor : ms;

/**
 * Waits until a result exists.
 * @param look returns it; false or undefined: not yet
 * @param seconds that suffice on a machine without other load
 */
export async function eventually<T>(look: () => Promise<T | false | undefined>, seconds = 40): Promise<T> {
  for (const until = Date.now() + ceiling(seconds); Date.now() < until; await pause(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`it did not happen in ${ceiling(seconds) / 1_000} s`);
}
