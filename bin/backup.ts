import type { Config } from "../config.ts";
import { cause } from "../domain/reasons/index.ts";
import type { Text } from "../domain/terms.ts";
import { runningInstance } from "../local/lock.ts";
import { AlreadyRunningError, acquireHome } from "../worker/acquire-home.ts";
import { type BackedUp, backup, restore, type WatchTables } from "../worker/backup.ts";
import { startDatabase } from "../worker/start-database.ts";
import { UnreachableError } from "../worker/watch/unreachable.ts";

/** `duban backup`: of the instance that runs in the data folder, or of the configured database. */
export async function backupOf(
  config: Config,
  { to, program, watch }: { to: string; program: string; watch: WatchTables },
): Promise<BackedUp> {
  const url = (await runningInstance(config.home))?.databaseUrl ?? config.databaseUrl;
  if (!url) throw new UnreachableError(cause("nothing-runs", { home: config.home }));
  return backup(url, to, program, watch);
}

/**
 * `duban restore`: into the configured database, otherwise into the embedded one of a data folder in which nothing runs.
 * @throws {AlreadyRunningError} an instance runs there
 */
export async function restoreTo(
  config: Config,
  { from, watch, tell }: { from: string; watch: WatchTables; tell(line: Text): void },
): Promise<BackedUp> {
  const instance = await runningInstance(config.home);
  if (instance) throw new AlreadyRunningError(config.home, instance);
  if (config.databaseUrl) return restore(config.databaseUrl, from, new Date(), watch);
  const ends: (() => Promise<unknown>)[] = [];
  const lock = await acquireHome(config.home);
  ends.push(() => lock.release());
  try {
    const { url } = await startDatabase(config, lock, false, tell, tell, ends);
    return await restore(url, from, new Date(), watch);
  } finally {
    for (const end of ends.reverse()) await end().catch(() => undefined);
  }
}
