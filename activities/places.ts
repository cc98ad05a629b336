import type { QueueName } from "../domain/ids.ts";

/** Activities at once, of each queue. Few rounds: notices of finished rounds are sent while other rounds still run. */
const atOnce: Readonly<Record<QueueName, number>> = { rounds: 6, couriers: 4 };
/** Most that wait in a worker for what is near. */
const mostLingering = 200;

/**
 * Places of a task queue's activities in a worker. Whoever waits in its activity for what comes within seconds has left its place: it
 * neither asks the engine for a timer, a task and an activity for each instant, nor keeps others from working.
 */
export class Places {
  private taken = 0;
  private lingering = 0;
  private readonly waiting = new Set<() => void>();
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** @returns whether there was one */
  take(): boolean {
    if (this.taken - this.lingering >= this.most) return false;
    this.taken += 1;
    return true;
  }

  /** Takes one as soon as there is one. @throws the signal's reason, once it is given up */
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

  /** @returns whether it has been left: not where too many wait already */
  leave(): boolean {
    if (this.lingering >= mostLingering) return false;
    this.lingering += 1;
    this.wakeOne();
    return true;
  }

  /** Whoever left goes on, beside those who took its place meanwhile. */
  comeBack(): void {
    this.lingering -= 1;
  }

  private wakeOne(): void {
    const [wake] = this.waiting;
    wake?.();
  }
}

export type PlacesOfQueues = Readonly<Record<QueueName, Places>>;

/** @param concurrency activities at once of each queue @default what each is best with */
export const placesOfQueues = (concurrency?: number): PlacesOfQueues => ({
  rounds: new Places(concurrency ?? atOnce.rounds),
  couriers: new Places(concurrency ?? atOnce.couriers),
});
