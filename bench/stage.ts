import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Roster } from "../domain/roster/roster.ts";
import { createDatabase, databaseExists, dropDatabase, renameDatabase } from "../local/database.ts";
import { startPostgres } from "../local/postgres.ts";
import { inEnglish } from "../local/progress.ts";
import { connect, type Db } from "../prisma/client.ts";
import { migrate } from "../prisma/migrate.ts";
import { importRoster } from "../records/roster/roster.ts";
import { killed } from "./processes/killed.ts";
import type { Bench } from "./types.ts";

/** The product's PostgreSQL with its own settings, in a folder that is removed at the end. */
export interface Stage {
  home: string;
  /** URL of the server's default database. */
  url: string;
  postgresPid: number;
  /** Kills the server and starts it again with the same data and address. @returns when it answers */
  killDatabase(): Promise<void>;
  /** Creates an empty, migrated database, or a copy of another one, to which nobody may be connected. */
  database(name: string, from?: string): Promise<{ url: string; drop(): Promise<void> }>;
  /** Creates the database if it does not exist. `write` fills the new one, which gets its name when it is complete. */
  kept(name: string, write: (url: string) => Promise<void>): Promise<void>;
}

/** @param more.settings further settings of PostgreSQL @param more.keptIn folder that is not removed at the end */
export async function openStage(
  { options, tell, ends }: Bench,
  { settings: own = {}, keptIn }: { settings?: Readonly<Record<string, string>>; keptIn?: string | undefined } = {},
): Promise<Stage> {
  const home = keptIn ?? (await mkdtemp(join(tmpdir(), "duban-bench-")));
  await mkdir(home, { recursive: true });
  await chmod(home, 0o755);
  if (!keptIn) ends.add(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  // A Temporal server that runs on it needs connections of its own.
  const settings = { ...(options.engine === "production" && { max_connections: "200" }), ...own };
  let postgres = await startPostgres({ home, log: inEnglish(tell), settings });
  // When started by root, its data is in another place.
  if (!keptIn) ends.add(() => rm(postgres.data, { recursive: true, force: true, maxRetries: 5 }));
  ends.add(() => postgres.stop());
  return {
    home,
    url: postgres.url,
    get postgresPid() {
      return postgres.pid;
    },
    async killDatabase() {
      await killed(postgres);
      postgres = await startPostgres({ home, log: inEnglish(tell), settings, earlier: postgres });
    },
    async database(name, from) {
      const url = await createDatabase(postgres.url, name, from);
      if (from === undefined) await migrate(url);
      return { url, drop: () => dropDatabase(postgres.url, name) };
    },
    async kept(name, write) {
      if (await databaseExists(postgres.url, name)) return;
      const unfinished = `${name}_unfinished`;
      await dropDatabase(postgres.url, unfinished);
      const url = await createDatabase(postgres.url, unfinished);
      await migrate(url);
      await write(url);
      await renameDatabase(postgres.url, unfinished, name);
    },
  };
}

/** Writes a city into a database and closes all connections to it. */
export async function settle(url: string, roster: Roster, more: (db: Db) => Promise<void>): Promise<void> {
  const db = connect(url, { connections: 2 });
  try {
    // A hundred thousand organizations in one transaction take minutes.
    await db.$transaction((tx) => importRoster(tx, roster, new Date()), { timeout: 1_800_000 });
    await more(db);

    // Autovacuum does this within minutes of an import. It skips tables that are still empty.
    await db.$executeRaw`vacuum analyze organization, person, holding`;
  } finally {
    await db.$disconnect();
  }
}
