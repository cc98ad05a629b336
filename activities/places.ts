import type { QueueName } from "../domain/ids.ts";

/** Concurrent activities of each queue. Few rounds, so that notices of finished rounds are sent while others still run. */
const atOnce: Readonly<Record<QueueName, number>> = { rounds: 6, couriers: 4 };
/** Maximum number of activities that wait in a worker. */
const mostLingering = 200;

/**
 * Places of a task queue's activities in a worker. An activity that waits for something due within seconds gives up its place meanwhile: it needs no
 * timer, workflow task and new activity for each instant, and does not keep others from running.
 */
export class Places {
  private taken = 0;
  private lingering = 0;
  private readonly waiting = new Set<() => void>();
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** Takes a place. @returns false: none is free */
  take(): boolean {
    if (this.taken - this.lingering >= this.most) return false;
    this.taken += 1;
    return true;
  }

  /** Takes a place as soon as one is free. @throws the signal's reason if it is aborted */
  async await(givenUp: AbortSignal): Promise<void> {
    while (!this.take()) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          givenUp.removeEventListener("abort", wake);
          resolve();
        };
        this.waiting.add(wake);
        givenUp.addEventListener("abort", wake);
        if (givenUp.aborted) wake();
      });
      givenUp.throwIfAborted();
    }
  }

  release(): void {
    this.taken -= 1;
    this.wakeOne();
  }

  /** Gives up a place in order to wait. @returns false: too many wait already */
  leave(): boolean {
    if (this.lingering >= mostLingering) return false;
    this.lingering += 1;
    this.wakeOne();
    return true;
  }

  /** Ends the wait and continues, in addition to those that took its place meanwhile. */
  comeBack(): void {
    this.lingering -= 1;
  }

  private wakeOne(): void {
    const [wake] = this.waiting;
    wake?.();
  }
}

export type PlacesOfQueues = Readonly<Record<QueueName, Places>>;

/** Places of each queue. @param concurrency concurrent activities of each queue @default chosen for each queue */
export const placesOfQueues = (concurrency?: number): PlacesOfQueues => ({
  rounds: new Places(concurrency ?? atOnce.rounds),
  couriers: new Places(concurrency ?? atOnce.couriers),
});
