import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { childEnvironment } from "../config.ts";
import { createDatabase, withDatabase } from "./database.ts";
import { endedIn, LocalError, reason, t } from "./errors.ts";
import { freePort } from "./free-port.ts";
import { type Binaries, findBinaries, reachableBinaries } from "./postgres-binaries.ts";
import { clearLeftovers, ids, initialise, user } from "./postgres-cluster.ts";
import { type Account, findAccount, findPlace, rootOnlyPlaces, throwawayPlace } from "./postgres-place.ts";
import { type Child, type Identity, self, startChild } from "./process.ts";
import type { Log } from "./progress.ts";
import { ensureSecret } from "./secret.ts";

export interface PostgresOptions {
  home: string;
  log: Log;
  /** false: data does not survive a crash of the machine; for tests. @default true */
  durable?: boolean;
  /** More settings, as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
  /** A server that has ended, whose address this one uses. */
  earlier?: { url: string };
  /** Called when the server ends unexpectedly. */
  onEnd?(how: string): void;
  /** Where root puts data and programs if PostgreSQL's account has no access to their own folders. */
  rootOnly?: { data: string; programs: string };
}

export interface Postgres extends Identity {
  name: string;
  /** URL of the database `duban`, with user and password. */
  url: string;
  /** Folder of the cluster's files. */
  data: string;
  stop(graceMs?: number): Promise<void>;
}

/** One major version cannot read the files of another; each has its own folder. */
const major = "18";

/**
 * Starts PostgreSQL on a free port of the loopback interface, with its data in `home/postgres`; returns when it answers. First removes
 * what an earlier run left there after kill -9: a lock file or a process.
 *
 * @throws {LocalError} `NO_DATABASE` not installed · `PLACE` its folder cannot be used · `RUNNING` a live process of ours uses the data ·
 * `DATABASE` it did not start, with the end of its log
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { log } = options;
  const home = resolve(options.home);
  await mkdir(home, { recursive: true });
  const rootOnly = options.rootOnly ?? {
    ...rootOnlyPlaces,
    ...(options.durable === false && { data: throwawayPlace }),
  };
  const account = findAccount(log);
  const binaries = await reachableBinaries(await findBinaries(log), account, rootOnly.programs, log);
  const place = await findPlace(home, account, rootOnly.data, log);
  const data = join(place, major);
  const password = await ensureSecret(home, "postgres.password");
  await clearLeftovers(place, data, log);
  if (!(await stat(join(data, "PG_VERSION")).catch(() => undefined)))
    await initialise(binaries, account, data, password);
  for (let attempt = 1; ; attempt++) {
    try {
      return await start({ binaries, account, place, data, home, password }, options);
    } catch (error) {
      // Another process took the port, or the last backends of a killed server still hold its shared memory for a moment.
      if (attempt === 10 || !/could not bind|Address already in use|shared memory block/i.test(reason(error)))
        throw error;
      await sleep(200);
    }
  }
}

interface Cluster {
  binaries: Binaries;
  account: Account;
  place: string;
  data: string;
  home: string;
  password: string;
}

async function start(cluster: Cluster, options: PostgresOptions): Promise<Postgres> {
  const { account, place, data } = cluster;
  const port = options.earlier ? Number(new URL(options.earlier.url).port) : await freePort();
  const logFile = join(cluster.home, "postgres.log");
  const child = await startChild({
    name: "postgres",
    command: cluster.binaries.postgres,
    args: ["-D", data, "-p", String(port), ...settings(options).flatMap((setting) => ["-c", setting])],
    logFile,
    ...(options.earlier && { append: true }),
    cwd: data,
    env: childEnvironment({ LC_ALL: "C", TZ: "UTC" }),
    // SIGINT is the "fast" shutdown: it ends sessions and leaves the files consistent.
    signal: "SIGINT",
    ...ids(account),
  });
  const url = `postgres://${user}:${cluster.password}@127.0.0.1:${port}/${user}`;
  let stopping = false;
  const stop = async (graceMs?: number) => {
    stopping = true;
    await child.stop(graceMs);
    await rm(join(place, "owner.json"), { force: true });
  };
  try {
    await writeFile(join(place, "owner.json"), JSON.stringify(await self()));
    await ready(child, url);
  } catch (error) {
    await stop(2_000);
    const words = (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n").slice(-5).join("\n  ");
    throw new LocalError(
      "DATABASE",
      t(
        `PostgreSQL未能启动（数据在${data}）：${reason(error)}\n  ${words}`,
        `PostgreSQL did not start on ${data}: ${reason(error)}\n  ${words}`,
      ),
      {
        cause: error,
      },
    );
  }
  void child.ended.then((how) => {
    if (stopping) return;
    options.log(
      t(`PostgreSQL${endedIn(how).zh}；最后的记录在${logFile}`, `PostgreSQL ${how}; its last words are in ${logFile}`),
    );
    options.onEnd?.(how);
  });
  return { name: child.name, pid: child.pid, began: child.began, url, data, stop };
}

function settings(options: PostgresOptions): string[] {
  const values: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // Statements and their values are personal data; the log shows only that a statement failed.
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
    ...(options.durable === false && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}

async function ready(child: Child, url: string): Promise<void> {
  let ended: string | undefined;
  void child.ended.then((how) => {
    ended = how;
  });
  const deadline = performance.now() + 60_000;
  for (let last: unknown; ; await sleep(30)) {
    if (ended !== undefined) throw new Error(`it ${ended}`);
    if (performance.now() > deadline) throw new Error(`it did not answer in 60 s (${reason(last)})`);
    const client = new Client({ connectionString: withDatabase(url, "postgres"), connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [user]);
      await client.end();
      if (rowCount === 0) await createDatabase(url, user);
      return;
    } catch (error) {
      last = error;
      // Another server listens on that port and will never answer correctly.
      if (/password authentication failed|does not support SSL/.test(reason(error))) throw error;
      await client.end().catch(() => undefined);
    }
  }
}
