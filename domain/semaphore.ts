/** Limits concurrency; others wait in order of arrival. */
export class Semaphore {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  constructor(most: number) {
    this.#most = most;
  }

  async take<Made>(make: () => Promise<Made>): Promise<Made> {
    if (this.#busy >= this.#most) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#busy += 1;
    try {
      return await make();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }
}
