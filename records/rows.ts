import { randomBytes } from "node:crypto";
import { Prisma } from "../prisma/client.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Random bytes drawn in advance: one system call for many ids. */
let pool = Buffer.alloc(0);
let drawn = 0;

/** A random id of 16 characters (80 bits), safe in workflow ids, links and file names. */
export function newId(): string {
  if (drawn + 16 > pool.length) {
    pool = randomBytes(4_096);
    drawn = 0;
  }
  let id = "";
  for (let i = 0; i < 16; i++) id += alphabet[(pool[drawn + i] ?? 0) & 31];
  drawn += 16;
  return id;
}

/** Rows as one JSON parameter, so that a set of any size is one statement with one plan. */
export function rowsOf(rows: readonly object[]): Prisma.Sql {
  return Prisma.sql`${JSON.stringify(rows)}::jsonb`;
}

/**
 * Ids as one list. A list of one id is marked as such: for an unknown list PostgreSQL assumes ten elements, and would plan a cached statement anew
 * each time the plan for one is cheaper.
 */
export function idsOf(ids: Iterable<string>): Prisma.Sql {
  const each = [...new Set(ids)];
  return each.length === 1 ? Prisma.sql`array[${each[0]}::text]` : Prisma.sql`${each}::text[]`;
}

/** PostgreSQL type of a column of {@link tableOf}; `jsonb` holds any JSON value. */
type ColumnType = "text" | "timestamptz" | "date" | "int" | "bool" | "jsonb";

/**
 * Rows as a table `r` with the named columns and `place`, the position of the row. One array for each column: PostgreSQL parses arrays in a third of
 * the time that the same rows take as JSON. For rows written by the thousand. The planner does not know how many rows there are; a join with `r` gets
 * the plan for a few rows, by an index.
 */
export function tableOf<Row extends object>(
  rows: readonly Row[],
  columns: Readonly<Partial<Record<keyof Row & string, ColumnType>>>,
): Prisma.Sql {
  const named = Object.entries(columns) as [keyof Row & string, ColumnType][];
  const lists = named.map(([name, type]) => {
    const list = listOf(rows.map((row) => row[name]));
    return Prisma.sql`(select ${list}::${Prisma.raw(type)}[])`;
  });
  const names = named.map(([name]) => `"${name}"`).join(", ");
  return Prisma.sql`unnest(${Prisma.join(lists)}) with ordinality as r(${Prisma.raw(names)}, place)`;
}

/** A PostgreSQL array literal: `{"a",NULL}`. */
const listOf = (values: readonly unknown[]): string => `{${values.map(cell).join()}}`;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
}

/** Groups rows by organization and keeps their order. */
export function byOrganization<Row extends { organizationId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.organizationId);
    if (known) known.push(row);
    else groups.set(row.organizationId, [row]);
  }
  return groups;
}
