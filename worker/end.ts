import { setTimeout as pause } from "node:timers/promises";

/** In milliseconds: within this time the end of a server is noticed. */
const noticed = 3_000;

/** Settles when a part ends by itself. Workers end when they lose their server and may report first; the server's end is then the cause to report. */
export function endOf(workers: Promise<void>, losses: readonly Promise<never>[]): Promise<void> {
  const why = async (): Promise<void> => {
    if (losses.length > 0) await Promise.race([...losses, pause(noticed, undefined, { ref: false })]);
  };
  const after = workers.then(why, async (error: unknown) => {
    await why();
    throw error;
  });
  const end = Promise.race([after, ...losses]);
  // Without a listener, a later rejection would be unhandled.
  for (const one of [after, end]) one.catch(() => undefined);
  return end;
}
