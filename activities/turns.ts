import { heartbeat } from "@temporalio/activity";
import { Semaphore } from "../domain/semaphore.ts";

/** How often the engine is told that whoever waits for a turn is there, milliseconds. */
const beats = 1_000;

/** So many work at once, in the order in which they came: the first are through early, where all at once would be through at the end. */
export class Turns {
  private readonly semaphore: Semaphore;

  constructor(most: number) {
    this.semaphore = new Semaphore(most);
  }

  /** Works when its turn comes; the engine is told meanwhile that it waits. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const beat = setInterval(heartbeat, beats);
    return this.semaphore.take(() => {
      clearInterval(beat);
      return work();
    });
  }
}
