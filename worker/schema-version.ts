import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cause, cause } from "../domain/reasons/index.ts";
import type { Db } from "../prisma/client.ts";
import { appliedMigrations } from "../records/migrations.ts";

/**
 * Whether the tables are those that this program was written for; its own library would only name a column that it misses.
 * @param own names of the program's migrations
 * @returns what is the matter, and the command that mends it; undefined where nothing is
 */
export async function schemaMatter(db: Db, databaseUrl: string, own?: readonly string[]): Promise<Cause | undefined> {
  const applied = await appliedMigrations(db);
  const known = own ?? (await migrations());
  const url = new URL(databaseUrl);
  const where = { database: url.pathname.slice(1), host: url.host };
  const lacking = known.filter((name) => !applied.includes(name));
  const foreign = applied.filter((name) => !known.includes(name));
  if (foreign.length > 0) return cause("database-newer", { ...where, ...counted(foreign) });
  if (lacking.length > 0) return cause("database-older", { ...where, ...counted(lacking) });
  return undefined;
}

const counted = (names: readonly string[]): { migrations: number; last: string } => ({
  migrations: names.length,
  last: names.toSorted().at(-1) ?? "",
});

/** Bundled or as it is written, the program lies somewhere below the folder that holds them. */
async function migrations(): Promise<string[]> {
  let folder = dirname(fileURLToPath(import.meta.url));
  const inside = (): string => join(folder, "prisma/migrations");
  while (!existsSync(join(inside(), "migration_lock.toml")) && folder !== dirname(folder)) folder = dirname(folder);
  const entries = await readdir(inside(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
