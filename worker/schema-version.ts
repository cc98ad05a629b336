import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Db } from "../prisma/client.ts";
import { appliedMigrations } from "../records/migrations.ts";

/**
 * Whether the tables are those that this program was written for; its own library would only name a column that it misses.
 * @param own names of the program's migrations
 * @returns what is the matter, and the command that mends it; undefined where nothing is
 */
export async function schemaMatter(db: Db, databaseUrl: string, own?: readonly string[]): Promise<string | undefined> {
  const applied = await appliedMigrations(db);
  const known = own ?? (await migrations());
  const url = new URL(databaseUrl);
  const database = `The database "${url.pathname.slice(1)}" at ${url.host}`;
  const lacking = known.filter((name) => !applied.includes(name));
  const foreign = applied.filter((name) => !known.includes(name));
  if (foreign.length > 0)
    return `${database} was made by a newer Duban than this command line (${counted(foreign)} it does not know); expected the same version: update this one with "git pull && npm ci".`;
  if (lacking.length > 0)
    return `${database} was made by an older Duban than this command line (${counted(lacking)} it has not); expected the same version: end what runs with it and start it anew with "npm start" (or run "npx prisma migrate deploy"), which migrates it.`;
  return undefined;
}

const counted = (names: readonly string[]): string =>
  `${names.length === 1 ? "migration" : `${names.length} migrations, the last`} ${names.toSorted().at(-1)}`;

/** Bundled or as it is written, the program lies somewhere below the folder that holds them. */
async function migrations(): Promise<string[]> {
  let folder = dirname(fileURLToPath(import.meta.url));
  const inside = (): string => join(folder, "prisma/migrations");
  while (!existsSync(join(inside(), "migration_lock.toml")) && folder !== dirname(folder)) folder = dirname(folder);
  const entries = await readdir(inside(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
