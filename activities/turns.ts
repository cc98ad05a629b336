import { Semaphore } from "../domain/semaphore.ts";
import { startBeating } from "./beating.ts";

/** So many work at once, in the order in which they came: the first are through early, where all at once would be through at the end. */
export class Turns {
  private readonly semaphore: Semaphore;

  constructor(most: number) {
    this.semaphore = new Semaphore(most);
  }

  /** Works when its turn comes; heartbeats to the engine while it waits. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const stop = startBeating();
    return this.semaphore.take(() => {
      stop();
      return work();
    });
  }
}
