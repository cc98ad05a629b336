type End = () => Promise<unknown>;

/** What has been started and is to be ended, the last first. */
export class Ends {
  private readonly ends: End[] = [];
  private ending = false;

  /** @returns ends it now; calling that, or {@link all}, twice is calling it once */
  add(end: End): End {
    let once: Promise<unknown> | undefined;
    const guarded: End = () => {
      once ??= end();
      return once;
    };
    this.ends.push(guarded);
    // What was starting when all else was ended ends at once.
    if (this.ending) guarded().catch(() => undefined);
    return guarded;
  }

  async all(): Promise<void> {
    this.ending = true;
    for (let end = this.ends.pop(); end; end = this.ends.pop()) await end().catch(() => undefined);
  }
}
