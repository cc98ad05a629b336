import { heartbeat } from "@temporalio/activity";

/** Interval of heartbeats to the engine, milliseconds: well within the `heartbeatTimeout` of rounds and couriers. */
const everyMs = 1_000;

/** Works, and says all the while that it does, however long a step of it takes. @param every milliseconds */
export async function beating<T>(work: () => Promise<T>, every = everyMs): Promise<T> {
  const stop = startBeating(every);
  try {
    return await work();
  } finally {
    stop();
  }
}

/** The same for what does not end with one call. @returns ends it */
export function startBeating(every = everyMs): () => void {
  const beat = setInterval(heartbeat, every);
  return () => clearInterval(beat);
}
