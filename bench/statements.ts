import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../prisma/client.ts";

/** Settings with which PostgreSQL records the time of each statement. */
export const statementSettings = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track": "top",
  "pg_stat_statements.track_planning": "on",
};

export async function resetStatements(db: Db): Promise<void> {
  await db.$executeRaw`create extension if not exists pg_stat_statements`;
  await db.$queryRaw`select pg_stat_statements_reset()::text`;
}

/** Writes the time that each statement has taken since to `statements.txt` in a folder, most expensive first. */
export async function writeStatements(db: Db, folder: string): Promise<void> {
  const rows = await db.$queryRaw<
    { total: number; planned: number; calls: number; rows: number; blocks: number; text: string }[]
  >`
    select (total_exec_time + total_plan_time)::float8 as total, total_plan_time::float8 as planned, calls::int, rows::int,
      (shared_blks_hit + shared_blks_read)::float8 as blocks, regexp_replace(query, '\\s+', ' ', 'g') as text
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
    order by 1 desc limit 150`;
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  const planned = rows.reduce((sum, one) => sum + one.planned, 0);
  const line = (one: (typeof rows)[number]): string =>
    [
      Math.round(one.total),
      Math.round(one.planned),
      one.calls,
      (one.total / one.calls).toFixed(3),
      one.rows,
      Math.round(one.blocks / one.calls),
      one.text,
    ].join("\t");
  await mkdir(folder, { recursive: true });
  const heads = "ms\tof it planning\tcalls\tms a call\trows\tblocks a call\tstatement";
  const sum = `${Math.round(all)}\t${Math.round(planned)}\t\t\t\t\tall`;
  await writeFile(join(folder, "statements.txt"), `${[heads, sum, ...rows.map(line)].join("\n")}\n`);
}
