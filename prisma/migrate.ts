import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const folder = fileURLToPath(new URL("migrations", import.meta.url));
/** The advisory lock of `prisma migrate deploy`, so that both never run at once. */
const lock = 72_707_369;

export class MigrationError extends Error {
  readonly code = "MIGRATION";
}

/**
 * Applies the committed migrations in Prisma's format and table (`_prisma_migrations`), so that `prisma migrate deploy` recognises them. The
 * program does this itself because Prisma's engine must be downloaded from another host. Each migration is one transaction.
 * @param only the migrations with these names @default all @returns names of the migrations applied by this call
 * @throws {MigrationError} when an applied migration was changed afterwards, or one failed
 */
export async function migrate(url: string, only?: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lock]);
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
      "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
    );
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    for (const name of await migrationNames()) {
      if (only && !only.includes(name)) continue;
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      const row = known.get(name);
      if (row) check(name, row, checksum);
      else {
        await applyPatiently(client, name, sql, checksum);
        applied.push(name);
      }
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** Names of the program's migrations, in order. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function check(name: string, row: { checksum: string; finished_at: Date | null }, checksum: string): void {
  if (!row.finished_at)
    throw new MigrationError(
      `migration ${name} began and never finished: mend the database, then run "prisma migrate resolve"`,
    );
  if (row.checksum !== checksum)
    throw new MigrationError(
      `migration ${name} was changed after it was applied: expected checksum ${row.checksum}, got ${checksum}`,
    );
}

/** Maximum wait for a lock: all others who want the table queue behind the wait. */
const lockTimeout = "5s";
const lockNotAvailable = "55P03";
/** Number of attempts; other transactions proceed between two of them. */
const tries = 24;

async function applyPatiently(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      return await apply(client, name, sql, checksum);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const locked = cause instanceof Error && "code" in cause && cause.code === lockNotAvailable;
      if (!locked || n === tries) throw error;
      await pause(1_000);
    }
  }
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = '${lockTimeout}'`);
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationError(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
