import { setTimeout as sleep } from "node:timers/promises";
import { Client, escapeIdentifier } from "pg";

/**
 * Creates a database; with `template`, as a copy of that database, to which nobody may be connected.
 *
 * @returns the URL of the new database
 */
export async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  // FILE_COPY copies files instead of writing each block to the log. Creating and dropping take a quarter of the processor time.
  const from = template === undefined ? "" : ` TEMPLATE ${escapeIdentifier(template)} STRATEGY FILE_COPY`;
  await asMaintainer(url, async (client) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await client.query(`CREATE DATABASE ${escapeIdentifier(name)}${from}`);
      } catch (error) {
        // Another client is copying the template, or has only just disconnected from it.
        if (attempt === 50 || !/being accessed by other users/.test(String(error))) throw error;
        await sleep(100);
      }
    }
  });
  return withDatabase(url, name);
}

/** Drops a database and ends its connections. Does nothing if the database does not exist. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await asMaintainer(url, (client) => client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`));
}

export async function databaseExists(url: string, name: string): Promise<boolean> {
  let found = false;
  await asMaintainer(url, async (client) => {
    found = (await client.query("SELECT FROM pg_database WHERE datname = $1", [name])).rowCount === 1;
  });
  return found;
}

/** Renames a database, to which nobody may be connected. */
export async function renameDatabase(url: string, from: string, to: string): Promise<void> {
  await asMaintainer(url, (client) =>
    client.query(`ALTER DATABASE ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`),
  );
}

/** Returns the URL of another database on the same server. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

async function asMaintainer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: withDatabase(url, "postgres") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
