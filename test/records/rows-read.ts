import type { Tx } from "../../prisma/client.ts";

export interface RowsOf {
  inserted: number;
  updated: number;
  /** Rows read, through an index or not. */
  read: number;
}

/** Numbers of rows of a table that work in an open transaction writes and reads. */
export async function rowsOf(tx: Tx, table: string, work: () => Promise<unknown>): Promise<RowsOf> {
  const soFar = async (): Promise<RowsOf> => {
    const rows = await tx.$queryRaw<RowsOf[]>`
      select n_tup_ins::int as inserted, n_tup_upd::int as updated, (seq_tup_read + idx_tup_fetch)::int as read
      from pg_stat_xact_user_tables where relname = ${table}`;
    return rows[0] ?? { inserted: 0, updated: 0, read: 0 };
  };
  const before = await soFar();
  await work();
  const after = await soFar();
  return {
    inserted: after.inserted - before.inserted,
    updated: after.updated - before.updated,
    read: after.read - before.read,
  };
}
