import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/**
 * Cells of the public benchmark of PostgreSQL queues (hardbyte/postgresql-job-queue-benchmarking) in which no process is killed:
 * connections that are terminated, connections that are exhausted, transactions that stay open, a busy disk.
 */
export const pressures = ["backends", "connections", "old-snapshot", "idle-transaction", "disk"] as const;
export type Pressure = (typeof pressures)[number];

/** Maximum duration of a pressure, milliseconds. */
const longestMs = 3_000;
/** More connections than a server of ours accepts. */
const manyConnections = 200;

/** Puts PostgreSQL under a pressure for a while. @param random from 0 to below 1; determines the duration */
export async function press(pressure: Pressure, url: string, random: () => number): Promise<void> {
  const ms = 500 + random() * (longestMs - 500);
  const held: pg.Client[] = [];
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    held.push(client);
    return client;
  };
  try {
    const client = await open();
    switch (pressure) {
      case "backends":
        await endOthers(client);
        return;
      case "connections":
        // Terminates the worker's connections, so that the bench gets them first.
        await endOthers(client);
        await takeAll(open);
        await pause(ms);
        return;
      case "old-snapshot":
        await client.query("begin isolation level repeatable read");
        await client.query("select count(*) from notice");
        await pause(ms);
        return;
      case "idle-transaction":
        await client.query("begin");
        await client.query("select id from notice where state = 'queued' order by id limit 50 for update skip locked");
        await client.query("select id from task where next_at is not null order by id limit 50 for update skip locked");
        await pause(ms);
        return;
      case "disk":
        await writeFor(client, ms);
    }
  } finally {
    await Promise.all(held.map((client) => client.end().catch(() => undefined)));
  }
}

const endOthers = (client: pg.Client): Promise<unknown> =>
  client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );

/** Opens connections until the server refuses. */
async function takeAll(open: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < manyConnections; n++) {
    try {
      await open();
    } catch {
      return;
    }
  }
}

/** Writes and flushes as much as the disk accepts. */
async function writeFor(client: pg.Client, ms: number): Promise<void> {
  await client.query("create table if not exists pressure (filler text)");
  const until = Date.now() + ms;
  while (Date.now() < until) {
    await client.query("insert into pressure select repeat(md5(random()::text), 200) from generate_series(1, 2000)");
    await client.query("checkpoint");
  }
  await client.query("drop table pressure");
}
