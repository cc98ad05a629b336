/** Polls on behalf of all waiting activities whether something is due for them, with one query for all. */
export class Lookout {
  private readonly waiting = new Map<string, (due: boolean) => void>();
  private looking = false;
  private readonly due: (ids: readonly string[]) => Promise<readonly string[]>;
  private readonly everyMs: number;

  /** @param due returns those of the given ids for which something is due */
  constructor(due: (ids: readonly string[]) => Promise<readonly string[]>, everyMs: number) {
    this.due = due;
    this.everyMs = everyMs;
  }

  /** Waits at most `ms` milliseconds. @returns whether something has become due; false at once if it is to end */
  wait(id: string, ms: number, ends?: AbortSignal): Promise<boolean> {
    if (ends?.aborted || this.waiting.has(id)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const through = (due: boolean): void => {
        this.waiting.delete(id);
        clearTimeout(timer);
        ends?.removeEventListener("abort", end);
        resolve(due);
      };
      const end = (): void => through(false);
      const timer = setTimeout(end, ms);
      ends?.addEventListener("abort", end);
      this.waiting.set(id, through);
      if (!this.looking) void this.look();
    });
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.everyMs));
      if (this.waiting.size === 0) break;
      // An unreachable database counts as nothing due; the activities notice it in their next statement.
      const due = await this.due([...this.waiting.keys()]).catch(() => []);
      for (const id of due) this.waiting.get(id)?.(true);
    }
    this.looking = false;
  }
}
