import type { Db } from "../../prisma/client.ts";
import { until } from "../world.ts";

/** Counts the deliveries that crashes of a worker leave in doubt, each crash by itself. */
export class Crashes {
  /** Largest number that one crash left; undefined: there was none. */
  most: number | undefined;
  private readonly seen = new Set<string>();
  private readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  /** Counts those of a crash, before another worker starts. */
  async count(): Promise<void> {
    // The database may still execute the last statements of the worker.
    await until("the worker's statements end", async () => (await this.executing()) === 0, 30, 20);
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      select d.id from delivery d join hand_over h using (run) where d.state = 'sending' and d.place <= h.through`;
    const left = rows.filter(({ id }) => !this.seen.has(id));
    for (const { id } of left) this.seen.add(id);
    this.most = Math.max(this.most ?? 0, left.length);
  }

  private async executing(): Promise<number> {
    const [row] = await this.db.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'`;
    return row?.n ?? 0;
  }
}
