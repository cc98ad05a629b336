import type { Statements, Tx } from "../prisma/client.ts";

/** Fails if the database does not respond. */
export async function ping(tx: Tx): Promise<void> {
  await tx.$queryRaw`select 1`;
}

/** Whether the installation has no organization yet. */
export async function isEmpty(tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<{ empty: boolean }[]>`select not exists(select 1 from organization) as empty`;
  return rows[0]?.empty ?? true;
}

/** The database server's current time, which does not stand still within a transaction. */
export async function databaseClock(tx: Statements): Promise<Date> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`select clock_timestamp() as at`;
  return rows[0]?.at ?? new Date(0);
}
