import { randomBytes } from "node:crypto";
import { Prisma } from "../prisma/client.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A random id of 16 characters (80 bits), safe in workflow ids, links and file names. */
export function newId(): string {
  let id = "";
  for (const byte of randomBytes(16)) id += alphabet[byte & 31];
  return id;
}

/** Rows as one JSON parameter: a set of any size is one statement with one plan. */
export function rowsOf(rows: readonly object[]): Prisma.Sql {
  return Prisma.sql`${JSON.stringify(rows)}::jsonb`;
}
