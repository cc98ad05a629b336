import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg, { escapeIdentifier } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/** A table in a backup. */
export interface CopiedTable {
  name: string;
  /** Stored columns. The database computes the others again. */
  columns: string[];
  rows: number;
}

export interface Snapshot {
  /** Instant of the snapshot. */
  at: Date;
  /** Names of the applied migrations. */
  migrations: string[];
  tables: CopiedTable[];
}

/** Prisma's own table, … */
const ledger = "_prisma_migrations";
/** … which the migrations themselves fill, as they do the lowest version of the program. */
const ofMigrations = [ledger, "schema_floor"];

/**
 * Reads every table at one instant: in one transaction, which does not see later writes and does not block them.
 * @param take stores the rows of a table, in PostgreSQL's own text format
 */
export async function readSnapshot(
  url: string,
  take: (table: Omit<CopiedTable, "rows">, rows: Readable, of: { done: number; tables: number }) => Promise<void>,
): Promise<Snapshot> {
  return connected(url, async (client) => {
    await client.query("begin isolation level repeatable read read only");
    const { rows: now } = await client.query<{ at: Date }>("select clock_timestamp() as at");
    const { rows: applied } = await client.query<{ name: string }>(
      `select migration_name as name from ${ledger} where rolled_back_at is null and finished_at is not null order by 1`,
    );
    const tables: CopiedTable[] = [];
    const all = await tablesOf(client);
    for (const [done, { name, columns }] of all.entries()) {
      const stream = client.query(copyTo(`copy ${columnsOf(name, columns)} to stdout`));
      await take({ name, columns }, stream, { done, tables: all.length });
      tables.push({ name, columns, rows: stream.rowCount });
    }
    await client.query("commit");
    return { at: now[0]?.at ?? new Date(), migrations: applied.map(({ name }) => name), tables };
  });
}

/** Returns the tables that have rows. A restore needs an installation that has none. */
export async function tablesWithRows(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    const used: string[] = [];
    for (const { name } of await tablesOf(client)) {
      const { rows } = await client.query<{ used: boolean }>(
        `select exists (select 1 from ${escapeIdentifier(name)}) as used`,
      );
      if (rows[0]?.used) used.push(name);
    }
    return used;
  });
}

/** A restored table has a different number of rows than the backup states. */
export class RowsDifferError extends Error {
  override readonly name = "RowsDifferError";
}

/**
 * Writes every table in one transaction: all or nothing. Triggers are disabled, since the rows that they wrote are in the backup. Deliveries
 * that were being sent at the instant of the backup may have been sent since; they are in doubt and are sent again under their reference.
 */
export async function writeSnapshot(
  url: string,
  snapshot: Snapshot,
  rowsOf: (table: string) => Readable,
  now: Date,
  watch: (done: number, tables: number, name: string) => void = () => undefined,
): Promise<void> {
  await connected(url, async (client) => {
    await client.query("begin");
    const known = new Map(snapshot.tables.map((table) => [table.name, table]));
    const here = (await inOrder(client)).flatMap((name) => known.get(name) ?? []);
    for (const [done, { name, columns, rows }] of here.entries()) {
      watch(done, here.length, name);
      await client.query(`alter table ${escapeIdentifier(name)} disable trigger user`);
      const stream = client.query(copyFrom(`copy ${columnsOf(name, columns)} from stdin`));
      await pipeline(rowsOf(name), stream);
      if (stream.rowCount !== rows) throw new RowsDifferError(`${name}: ${stream.rowCount} of ${rows} rows`);
      await client.query(`alter table ${escapeIdentifier(name)} enable trigger user`);
    }
    await restartSequences(client);
    await client.query("update sleeper set until = null");
    await client.query("update hand_over set through = 2147483647");
    await client.query("insert into restore (at, snapshot_at) values ($1, $2)", [now, snapshot.at]);
    await client.query("commit");
    await client.query("analyze");
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const columnsOf = (table: string, columns: readonly string[]): string =>
  `${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(", ")})`;

async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1::text[])
     group by c.relname order by c.relname`,
    [ofMigrations],
  );
  return rows;
}

/** Returns the tables in an order in which each follows those that it references. */
async function inOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string }>(
    `select c.relname as name, f.relname as needs from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_class f on f.oid = x.confrelid
     where x.contype = 'f' and c.relnamespace = current_schema()::regnamespace and c.oid <> f.oid`,
  );
  const needs = new Map<string, string[]>();
  for (const { name, needs: other } of rows) needs.set(name, [...(needs.get(name) ?? []), other]);
  const order = new Set<string>();
  const place = (name: string): void => {
    if (order.has(name)) return;
    for (const other of needs.get(name) ?? []) place(other);
    order.add(name);
  };
  for (const { name } of await tablesOf(client)) place(name);
  return [...order];
}

/** Continues each sequence after the highest value of its column. */
async function restartSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(
    `select s.oid::regclass::text as sequence, c.relname as table, a.attname as column
     from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.classid = 'pg_class'::regclass
     join pg_class c on c.oid = d.refobjid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
     where s.relkind = 'S' and s.relnamespace = current_schema()::regnamespace`,
  );
  for (const { sequence, table, column } of rows) {
    const last = `(select max(${escapeIdentifier(column)}) from ${escapeIdentifier(table)})`;
    await client.query(`select setval($1::regclass, coalesce(${last}, 1), ${last} is not null)`, [sequence]);
  }
}
