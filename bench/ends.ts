type End = () => Promise<unknown>;

/** Cleanup of what has been started, in reverse order. */
export class Ends {
  private readonly ends: End[] = [];
  private ending = false;

  /** @returns a function that runs this cleanup now; the cleanup runs only once, here or in {@link all} */
  add(end: End): End {
    let once: Promise<unknown> | undefined;
    const guarded: End = () => {
      once ??= end();
      return once;
    };
    this.ends.push(guarded);
    // Added during cleanup: ends at once.
    if (this.ending) guarded().catch(() => undefined);
    return guarded;
  }

  async all(): Promise<void> {
    this.ending = true;
    for (let end = this.ends.pop(); end; end = this.ends.pop()) await end().catch(() => undefined);
  }
}
