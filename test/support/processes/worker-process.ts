import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceRound } from "../../../activities/advance.ts";
import { deliverShard } from "../../../activities/deliver.ts";
import type { FailPoint } from "../../../activities/deps.ts";
import { connect } from "../../../prisma/client.ts";
import { depsOf } from "../activity-deps.ts";

/** An activity in a process of its own, which is killed at a named point, as by a power failure. */
export interface WorkerProcess {
  databaseUrl: string;
  smtpUrl: string;
  smsUrl: string;
  /** The round to advance; absent: the courier of shard 0 delivers. */
  round?: string;
  /** Epoch milliseconds. */
  now: number;
  dieAt: FailPoint;
  /** The occurrence of the point at which to stop. @default 1 */
  nth?: number;
}

/** Activities, each on a database of its own. Those that have reached their point wait; when all have, the process kills itself. */
const activities = JSON.parse(process.argv[2] ?? "[]") as WorkerProcess[];
let onTheirWay = activities.length;

function kill(): Promise<never> {
  onTheirWay -= 1;
  if (onTheirWay === 0) process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

async function run({ databaseUrl, smtpUrl, smsUrl, round, now, dieAt, nth = 1 }: WorkerProcess): Promise<void> {
  let times = 0;
  const failPoint = (name: FailPoint): void | Promise<void> => {
    if (name !== dieAt) return;
    times += 1;
    if (times === nth) return kill();
  };
  const deps = depsOf(connect(databaseUrl, { connections: 4 }), { smtpUrl, smsUrl }, { failPoint });
  await new MockActivityEnvironment().run(() =>
    round ? advanceRound(deps, { round, now }) : deliverShard(deps, { shard: 0, now }),
  );
  throw new Error(`${dieAt} was not come to ${nth} times, but ${times}`);
}

await Promise.all(activities.map(run));
