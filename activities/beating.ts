import { heartbeat } from "@temporalio/activity";

/** In milliseconds: interval of heartbeats, well within the `heartbeatTimeout` of rounds and couriers. */
const everyMs = 1_000;

/** Sends heartbeats while `work` runs, however long a step of it takes. @param every in milliseconds */
export async function beating<T>(work: () => Promise<T>, every = everyMs): Promise<T> {
  const stop = startBeating(every);
  try {
    return await work();
  } finally {
    stop();
  }
}

/** Sends heartbeats until the returned function is called. @param every in milliseconds */
export function startBeating(every = everyMs): () => void {
  const beat = setInterval(heartbeat, every);
  return () => clearInterval(beat);
}
