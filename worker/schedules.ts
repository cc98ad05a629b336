import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from "@temporalio/client";
import { plannerId, queues } from "../domain/ids.ts";
import type { Db } from "../prisma/client.ts";
import { shardsOfOrganizations } from "../records/roster/holders.ts";

/** When a shard's planner runs each day, in the city's zone: a calendar spec, because an interval ignores the zone. */
const daily = { hour: 0, minute: 5 } as const;

/** In milliseconds: interval of checks for new shards. */
const pollEveryMs = 60_000;

export interface KeepSchedules {
  db: Db;
  client: Client;
  timezone: string;
  leads(): boolean;
  /** In milliseconds. @default a minute */
  everyMs?: number;
}

/**
 * Keeps a Schedule for each shard, including shards that an import adds; only the leading process does so.
 * @param onNew is called with shards that had none
 */
export function keepSchedules(
  { db, client, timezone, leads, everyMs = pollEveryMs }: KeepSchedules,
  log: (line: string, about?: Readonly<Record<string, unknown>>) => void,
  onNew: (shards: readonly number[]) => Promise<unknown> = async () => undefined,
): { stop(): Promise<void> } {
  const known = new Set<number>();
  let running: Promise<void> | undefined;
  const addMissing = async (): Promise<void> => {
    const fresh = (await shardsOfOrganizations(db)).filter((shard) => !known.has(shard));
    const made = await ensureSchedules(client, fresh, timezone);
    if (made.length > 0) await onNew(made);
    for (const shard of fresh) known.add(shard);
  };
  const pollOnce = (): void => {
    if (!leads()) {
      known.clear();
      return;
    }
    running ??= addMissing()
      .catch((error: unknown) => log("schedules wait", { error: error instanceof Error ? error.name : "Error" }))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(pollOnce, everyMs);
  pollOnce();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Creates a Schedule for each shard that runs its planner daily; after an outage it catches up once. @returns shards that had none */
export async function ensureSchedules(client: Client, shards: readonly number[], timezone: string): Promise<number[]> {
  const made: number[] = [];
  for (const shard of shards) {
    try {
      await client.schedule.create({
        scheduleId: `plan-${shard}`,
        spec: { calendars: [{ ...daily, comment: "plans what comes up today and tomorrow" }], timezone },
        action: {
          type: "startWorkflow",
          workflowType: "planner",
          workflowId: plannerId(shard),
          taskQueue: queues.rounds,
          args: [{ shard }],
          staticSummary: `plans shard ${shard}`,
        },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: "1 day" },
      });
      made.push(shard);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
  return made;
}
