import { Semaphore } from "../domain/semaphore.ts";
import { startBeating } from "./beating.ts";

/** Limits concurrency in order of arrival: the first finish early, whereas all at once would finish at the end. */
export class ConcurrencyLimit {
  private readonly semaphore: Semaphore;

  constructor(most: number) {
    this.semaphore = new Semaphore(most);
  }

  /** Runs `work` when its turn comes; sends heartbeats while it waits. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const stop = startBeating();
    return this.semaphore.take(() => {
      stop();
      return work();
    });
  }
}
