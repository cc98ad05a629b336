import pg from "pg";

/** What PostgreSQL says, to the words for whoever set the address: the rest is its own. */
const refusals: Readonly<Record<string, (url: URL) => string>> = {
  "28P01": ({ username }) => `refuses user "${username}" with this password; expected those that it knows`,
  "28000": ({ username }) => `does not let user "${username}" in; expected one that may`,
  "3D000": () => "does not exist; expected one that has been made (createdb)",
};

/**
 * @param empty whether it may have no tables yet
 * @returns what keeps a database from being used, naming it and what was expected; undefined where nothing does
 */
export async function matterWith(databaseUrl: string, { empty = false } = {}): Promise<string | undefined> {
  const url = new URL(databaseUrl);
  const database = `The database "${url.pathname.slice(1)}" at ${url.host} (DATABASE_URL)`;
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("select to_regclass('organization') is not null as ours");
    return empty || rows[0]?.ours
      ? undefined
      : `${database} holds no tables of Duban yet; expected that "npm start" ran with it.`;
  } catch (error) {
    const { code = "", message } = error as Error & { code?: string };
    return `${database} ${refusals[code]?.(url) ?? `does not answer (${message || code}); expected a PostgreSQL there`}.`;
  } finally {
    await client.end().catch(() => undefined);
  }
}
