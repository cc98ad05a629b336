import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceRound } from "../../../activities/advance.ts";
import { deliverShard } from "../../../activities/deliver.ts";
import type { FailPoint } from "../../../activities/deps.ts";
import { connect } from "../../../prisma/client.ts";
import { depsOf } from "../activity-deps.ts";

/** An activity in a process of its own, which kills itself at a named point as a power cut would. */
export interface WorkerProcess {
  databaseUrl: string;
  smtpUrl: string;
  smsUrl: string;
  /** The round that is advanced; absent: the courier of shard 0 delivers. */
  round?: string;
  /** Epoch milliseconds. */
  now: number;
  dieAt: FailPoint;
  /** At which time it comes there. @default 1 */
  nth?: number;
}

const {
  databaseUrl,
  smtpUrl,
  smsUrl,
  round,
  now,
  dieAt,
  nth = 1,
} = JSON.parse(process.argv[2] ?? "{}") as WorkerProcess;
let times = 0;
const deps = depsOf(
  connect(databaseUrl, { connections: 4 }),
  { smtpUrl, smsUrl },
  {
    failPoint: (name) => {
      if (name !== dieAt) return;
      times += 1;
      if (times === nth) process.kill(process.pid, "SIGKILL");
    },
  },
);
await new MockActivityEnvironment().run(() =>
  round ? advanceRound(deps, { round, now }) : deliverShard(deps, { shard: 0, now }),
);
