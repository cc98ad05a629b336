import { setTimeout as pause } from "node:timers/promises";

/** A server that has ended is noticed within so long, milliseconds. */
const noticed = 3_000;

/**
 * Settles when a part ends by itself. Workers end with the server that they lose, and may be the first to say so: the server's end is
 * why, and what is to be told.
 */
export function endOf(workers: Promise<void>, losses: readonly Promise<never>[]): Promise<void> {
  const why = async (): Promise<void> => {
    if (losses.length > 0) await Promise.race([...losses, pause(noticed, undefined, { ref: false })]);
  };
  const after = workers.then(why, async (error: unknown) => {
    await why();
    throw error;
  });
  const end = Promise.race([after, ...losses]);
  // Who stops it meanwhile does not hear of it.
  for (const one of [after, end]) one.catch(() => undefined);
  return end;
}
