import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cause, cause } from "../domain/reasons/index.ts";
import manifest from "../package.json" with { type: "json" };
import type { Db } from "../prisma/client.ts";
import { appliedMigrations, leastVersion } from "../records/migrations.ts";

export interface SchemaMatter {
  /** Why the program cannot work with these tables, and the command that helps. */
  refuses?: Cause;
  /** A note only: migrations expand, so that a program can work with the tables of the next version. */
  tells?: Cause;
}

/**
 * Compares the tables with the version of this program; otherwise the first sign would be an error about a missing column.
 * @param own names of the program's migrations, and its version
 */
export async function schemaMatter(
  db: Db,
  databaseUrl: string,
  own?: { migrations: readonly string[]; version: string },
): Promise<SchemaMatter> {
  const applied = await appliedMigrations(db);
  const known = own?.migrations ?? (await migrations());
  const url = new URL(databaseUrl);
  const where = { database: url.pathname.slice(1), host: url.host };
  const lacking = known.filter((name) => !applied.includes(name));
  const foreign = applied.filter((name) => !known.includes(name));
  if (lacking.length > 0) return { refuses: cause("database-older", { ...where, ...counted(lacking) }) };
  if (foreign.length === 0) return {};
  const version = own?.version ?? manifest.version;
  const least = await leastVersion(db);
  if (isOlder(version, least))
    return { refuses: cause("database-newer", { ...where, ...counted(foreign), version, least }) };
  return { tells: cause("database-ahead", { ...where, ...counted(foreign) }) };
}

/** Compares versions by their numbers; a part after a hyphen is ignored. */
function isOlder(one: string, other: string): boolean {
  const numbers = (version: string): number[] => version.split("-", 1).flatMap((part) => part.split(".").map(Number));
  const [own, least] = [numbers(one), numbers(other)];
  const at = own.findIndex((n, place) => n !== (least[place] ?? 0));
  return at >= 0 && (own[at] ?? 0) < (least[at] ?? 0);
}

const counted = (names: readonly string[]): { migrations: number; last: string } => ({
  migrations: names.length,
  last: names.toSorted().at(-1) ?? "",
});

/** Names of the program's migrations; their folder is above this file, bundled or not. */
async function migrations(): Promise<string[]> {
  let folder = dirname(fileURLToPath(import.meta.url));
  const inside = (): string => join(folder, "prisma/migrations");
  while (!existsSync(join(inside(), "migration_lock.toml")) && folder !== dirname(folder)) folder = dirname(folder);
  const entries = await readdir(inside(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
