import pg from "pg";
import { type Cause, cause } from "../domain/reasons/index.ts";

/** PostgreSQL error codes (SQLSTATE) that the operator can correct, with the part of the address that is wrong. */
const refusals = { "28P01": "password", "28000": "user", "3D000": "absent" } as const;

/** SQLSTATE: too many connections. */
const tooMany = "53300";

/**
 * Checks whether a database can be used.
 * @param empty whether it may be without tables
 * @returns what prevents its use, with its address and what was expected; undefined: nothing
 */
export async function matterWith(databaseUrl: string, { empty = false } = {}): Promise<Cause | undefined> {
  const url = new URL(databaseUrl);
  const where = { database: url.pathname.slice(1), host: url.host, user: url.username };
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("select to_regclass('organization') is not null as ours");
    return empty || rows[0]?.ours ? undefined : cause("database-refuses", { ...where, matter: "empty" });
  } catch (error) {
    const { code = "", message } = error as Error & { code?: string };
    if (code in refusals)
      return cause("database-refuses", { ...where, matter: refusals[code as keyof typeof refusals] });
    if (code === tooMany) return cause("busy");
    const { database, host } = where;
    return cause("database-silent", { database, host, fault: message || code });
  } finally {
    await client.end().catch(() => undefined);
  }
}
