import type { Client } from "@temporalio/client";
import { type ScheduledTask, schedule } from "node-cron";
import type { Db } from "../prisma/client.ts";
import { ping } from "../records/health.ts";
import { nudgeLag } from "../records/nudges.ts";

export interface WatchdogDeps {
  db: Db;
  client: Client;
  now(): Date;
  /** A path of its own: neither the engine nor the database carries it. */
  alarm(line: string): void;
}

export interface Watchdog {
  /** Each part, whether it answers now. */
  health(): Promise<Record<"database" | "engine" | "relay", boolean>>;
  stop(): void;
}

/** Nudges that wait longer mean that the relay or the engine is silent. */
const allowedLagMs = 2 * 60_000;
const answerWithin = 5_000;

/** The one thing that does not rely on Temporal: each minute it notices which part is silent, and says so once, and once when it is back. */
export function startWatchdog({ db, client, now, alarm }: WatchdogDeps): Watchdog {
  let silent = new Set<string>();
  const health = async () => {
    const [database, engine, relay] = await Promise.all([
      answers(ping(db)),
      answers(client.connection.ensureConnected().then(() => client.workflowService.getSystemInfo({}))),
      answers(nudgeLag(db)).then(async (up) => {
        if (!up) return false;
        const { oldest } = await nudgeLag(db);
        return !oldest || now().getTime() - oldest.getTime() < allowedLagMs;
      }),
    ]);
    return { database, engine, relay };
  };
  const look = async (): Promise<void> => {
    const parts = await health();
    const down = new Set(Object.entries(parts).flatMap(([part, up]) => (up ? [] : [part])));
    for (const part of down) if (!silent.has(part)) alarm(`${part} is silent`);
    for (const part of silent) if (!down.has(part)) alarm(`${part} answers again`);
    silent = down;
  };
  const task: ScheduledTask = schedule("* * * * *", look, { noOverlap: true });
  return {
    health,
    stop: () => void task.destroy(),
  };
}

/** Whether something answers in time. */
export async function answers(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), answerWithin);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
