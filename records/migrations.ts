import type { Statements } from "../prisma/client.ts";

/** Names of the migrations that were applied to the database. */
export async function appliedMigrations(db: Statements): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations where rolled_back_at is null and finished_at is not null`;
  return rows.map(({ name }) => name);
}

/** The lowest version of the program that can work with these tables; contracting migrations raise it. */
export async function leastVersion(db: Statements): Promise<string> {
  const rows = await db.$queryRaw<{ version: string }[]>`select version from schema_floor`;
  return rows[0]?.version ?? "0";
}
