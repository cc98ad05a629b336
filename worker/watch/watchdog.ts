import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ScheduledTask, schedule } from "node-cron";
import { evaluate, limits, markSent, type WatchState } from "../../domain/audit/watch.ts";
import { ping } from "../../records/health.ts";
import { nudgeLag } from "../../records/nudges.ts";
import type { Operator } from "./operator.ts";
import { answers, engineAnswers, readAll, type Watched } from "./readings.ts";

export interface Watchdog {
  /** State of each part now. */
  health(): Promise<Record<"database" | "engine" | "relay", boolean>>;
  /** Runs one check, as every minute. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * The one part that does not rely on Temporal: each minute it checks all parts, and notifies the operator once when a problem begins and once when it
 * is over. Notifications are recorded in a file, so that a restart repeats none. An external monitor is called after each check, unless a
 * notification could not be sent.
 */
export function startWatchdog(watched: Watched, operator: Operator, leads: () => boolean = () => true): Watchdog {
  const { db, client, now, home } = watched;
  const file = join(home, "watchdog.json");
  let state: WatchState | undefined;
  const look = async (): Promise<void> => {
    // Of several processes only the leading one checks. If the database does not respond there is no leading process, and each of them checks.
    if (!leads() && (await answers(ping(db)))) return;
    state ??= await readState(file);
    const seen = evaluate(state, await readAll(watched), now());
    const reached = seen.alarms.length === 0 || (await operator.tell(seen.alarms));
    state = reached ? markSent(seen.state, seen.alarms) : seen.state;
    await writeState(file, state).catch(() => undefined);
    if (reached) await operator.heartbeat();
  };
  const health = async () => {
    const [database, engine, relay] = await Promise.all([
      answers(ping(db)),
      engineAnswers(client),
      answers(nudgeLag(db)).then(async (up) => {
        if (!up) return false;
        const { oldest } = await nudgeLag(db);
        return !oldest || now().getTime() - oldest.getTime() < limits.lagMs;
      }),
    ]);
    return { database, engine, relay };
  };
  const task: ScheduledTask = schedule("* * * * *", look, { noOverlap: true });
  return {
    health,
    look,
    stop: () => void task.destroy(),
  };
}

/** Notifications of an earlier run; an unreadable file counts as none. */
async function readState(file: string): Promise<WatchState> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as WatchState;
  } catch {
    return {};
  }
}

async function writeState(file: string, state: WatchState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
