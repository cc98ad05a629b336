import { heartbeat } from "@temporalio/activity";

/** How often the engine is told that whoever waits for a turn is there, milliseconds. */
const beats = 1_000;

/** So many work at once, in the order in which they came: the first are through early, where all at once would be through at the end. */
export class Turns {
  private working = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** Works when its turn comes; the engine is told meanwhile that it waits. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.working < this.most) this.working += 1;
    else {
      const beat = setInterval(heartbeat, beats);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      clearInterval(beat);
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The turn is handed on.
      if (next) next();
      else this.working -= 1;
    }
  }
}
