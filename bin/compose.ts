import type { CliDeps, CliSession } from "../client/cli/deps.ts";
import type { Config } from "../config.ts";
import { type Instance, runningInstance } from "../local/lock.ts";
import { connect } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { ping } from "../records/health.ts";
import { lazyClient, Unreachable } from "../worker/connections.ts";
import { doctor } from "../worker/doctor.ts";
import { createLog } from "../worker/log.ts";
import { createRelay } from "../worker/relay.ts";
import { serve } from "./serve.ts";

/** What the command line runs with: the instance that is running in the data folder, or the servers that the settings name. */
export function composeCli(config: Config): CliDeps {
  return {
    open: () => open(config),
    up: ({ demo }) => serve(config, demo),
    doctor: () => doctor(config),
    out: process.stdout,
    err: process.stderr,
  };
}

async function open(config: Config): Promise<CliSession> {
  const instance = await runningInstance(config.home);
  const databaseUrl = instance?.databaseUrl ?? config.databaseUrl;
  if (!databaseUrl)
    throw new Unreachable(
      `Nothing is running in ${config.home}, and DATABASE_URL is not set; start it with "npm start" (or "npm run demo") first.`,
    );
  const db = connect(databaseUrl, { connections: 4 });
  try {
    await ping(db);
  } catch (error) {
    await db.$disconnect();
    const { host } = new URL(databaseUrl);
    throw new Unreachable(`The database at ${host} does not answer; expected a PostgreSQL there.`, { cause: error });
  }
  const address = instance?.temporalAddress ?? config.temporal.address ?? "127.0.0.1:7233";
  const { client, close } = lazyClient(config, address);
  const relay = createRelay({ db, client, log: createLog().line });
  const offset = await clockOffset(instance);
  const calendar = await calendarOf(db);
  return {
    db,
    calendar,
    now: () => new Date(Date.now() + offset),
    flush: async () => void (await relay.flush()),
    clock: (to) => moveClock(instance, to),
    async close() {
      await close().catch(() => undefined);
      await db.$disconnect();
    },
  };
}

/** Milliseconds that the demo's time is ahead of the clock. */
async function clockOffset(instance: Instance | undefined): Promise<number> {
  if (!instance?.demo) return 0;
  const { now } = await moveClock(instance, null);
  return now.getTime() - Date.now();
}

class NotTheDemo extends Error {
  readonly code = "REFUSED";
  readonly missing: readonly string[] = [];
}

async function moveClock(instance: Instance | undefined, to: string | null): Promise<{ now: Date; moved: number }> {
  if (!instance?.demo || !instance.url)
    throw new NotTheDemo("Time can be moved in the demo alone; start it with `npm run demo`.");
  const response = await fetch(`${instance.url}/clock`, {
    headers: { accept: "application/json" },
    ...(to !== null && { method: "POST", body: new URLSearchParams({ to }) }),
  });
  const answer = (await response.json()) as { now?: string; moved?: number; error?: string };
  if (!response.ok || !answer.now) throw new BadClock(answer.error ?? `the demo answered ${response.status}`);
  return { now: new Date(answer.now), moved: answer.moved ?? 0 };
}

class BadClock extends Error {
  readonly code = "BAD_INPUT";
}
