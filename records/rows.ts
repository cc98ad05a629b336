import { randomBytes } from "node:crypto";
import { Prisma } from "../prisma/client.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Random bytes drawn ahead: one call of the system for many ids. */
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

/** Rows as one JSON parameter: a set of any size is one statement with one plan. */
export function rowsOf(rows: readonly object[]): Prisma.Sql {
  return Prisma.sql`${JSON.stringify(rows)}::jsonb`;
}

/** Rows by their organization, each list in the order in which they came. */
export function byOrganization<Row extends { organizationId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.organizationId);
    if (known) known.push(row);
    else groups.set(row.organizationId, [row]);
  }
  return groups;
}
