import { availableParallelism, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/**
 * How much longer a test waits than it has to on a machine of its own. A wait ends when what it waits for is there, so that a high
 * ceiling costs nothing while all is well; a low one fails where other work runs beside.
 */
export const busyFactor = 6;

/** A ceiling for a wait, in milliseconds. @param seconds what suffices on a machine of its own */
export const ceiling = (seconds: number): number => seconds * 1_000 * busyFactor;

/** How long something may take that is promised to be quick: as long as it is promised, or longer where the machine is busy otherwise. */
export const promised = (ms: number): number =>
  (loadavg()[0] ?? 0) > availableParallelism() / 2 ? ms * busyFactor : ms;

/**
 * Waits until something is there.
 * @param look what it is; false or undefined: not yet
 * @param seconds what suffices on a machine of its own
 */
export async function eventually<T>(look: () => Promise<T | false | undefined>, seconds = 40): Promise<T> {
  for (const until = Date.now() + ceiling(seconds); Date.now() < until; await pause(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`it did not happen in ${ceiling(seconds) / 1_000} s`);
}
