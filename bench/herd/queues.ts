import { randomUUID } from "node:crypto";
import { type Helper, startHelper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import type { Stage } from "../stage.ts";
import type { Bench, PeerRun } from "../types.ts";

export interface QueueSettings {
  /** URL of an empty database; absent: the queue needs none. */
  databaseUrl?: string;
  redisUrl?: string;
  smtpUrl: string;
  file: string;
}

/** A job queue that does the bare job, one job for each mail, written as its users would write it. */
export interface Queue {
  name: string;
  /** File of its process. */
  file: string;
  /** It stores its jobs in Redis, at `REDIS_URL`. */
  redis?: true;
}

export const queues: readonly Queue[] = [
  { name: "graphile-worker", file: "graphile-worker-process.ts" },
  { name: "DBOS", file: "dbos-process.ts" },
  { name: "BullMQ", file: "bullmq-process.ts", redis: true },
];

/** Reason why a queue is not measured here; null: it is measured. */
export const leftOut = ({ name, redis }: Queue): string | null =>
  redis && !process.env.REDIS_URL ? `${name} is left out: no REDIS_URL is set (expected a Redis with AOF)` : null;

export async function runQueue(
  bench: Bench,
  stage: Stage,
  queue: Queue,
  { sink, mails, expected }: { sink: Helper; mails: string; expected: number },
): Promise<PeerRun> {
  const database = queue.redis ? null : await stage.database(`queue_${randomUUID().slice(0, 8)}`, "template1");
  const end = database && bench.ends.add(database.drop);
  const helper = await startHelper(queue.file, { ends: bench.ends });
  await sink.call("clear");
  const settings: QueueSettings = {
    ...(database && { databaseUrl: database.url }),
    ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
    ...{ smtpUrl: await sink.call<string>("url"), file: mails },
  };
  const { startedAt } = await helper.call<{ startedAt: number }>("send", settings);
  await helper.stop();
  await end?.();
  return told(sink, startedAt, expected);
}

export async function told(sink: Helper, startedAt: number, expected: number): Promise<PeerRun> {
  const { last, total } = await sink.call<SinkState>("state");
  const { size } = await sink.call<ReadonlyMap<string, number>>("counts");
  return { seconds: ((last ?? startedAt) - startedAt) / 1_000, lost: expected - size, duplicates: total - size };
}
