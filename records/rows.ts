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
    const sqlType = Prisma.raw(type);
    if (rows.length < many || !isAlike(rows, name)) return Prisma.sql`(select ${listOf(rows, name)}::${sqlType}[])`;
    return Prisma.sql`(select array_fill(${textOf(rows[0]?.[name])}::${sqlType}, array[${rows.length}::int]))`;
  });
  const names = named.map(([name]) => `"${name}"`).join(", ");
  return Prisma.sql`unnest(${Prisma.join(lists)}) with ordinality as r(${Prisma.raw(names)}, place)`;
}

/** From so many rows on, a column with the same value in each row is sent as one value. For fewer rows the text of a statement never varies, so that its plan is kept. */
const many = 100;

function isAlike<Row extends object>(rows: readonly Row[], name: keyof Row): boolean {
  const first = rows[0]?.[name] ?? null;
  return rows.every((row) => {
    const value = row[name] ?? null;
    return value === first || (value instanceof Date && first instanceof Date && value.getTime() === first.getTime());
  });
}

/** A PostgreSQL array literal: `{"a",NULL}`. An instant or an object that rows share is written out once. */
function listOf<Row extends object>(rows: readonly Row[], name: keyof Row): string {
  const known = new Map<object, string>();
  let list = "{";
  for (const row of rows) {
    const value: unknown = row[name];
    if (list.length > 1) list += ",";
    if (typeof value !== "object" || value === null) list += cell(value);
    else {
      let written = known.get(value);
      if (written === undefined) {
        written = cell(value);
        known.set(value, written);
      }
      list += written;
    }
  }
  return `${list}}`;
}

function cell(value: unknown): string {
  const text = textOf(value);
  if (text === null) return "NULL";
  if (typeof value === "number" || typeof value === "boolean") return text;
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
}

/** As PostgreSQL reads a value, whatever the type of its column. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
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
