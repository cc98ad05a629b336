import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceRound } from "../../../activities/advance.ts";
import { createTransports } from "../../../activities/channels/index.ts";
import { deliverShard } from "../../../activities/deliver.ts";
import type { Deps, FailPoint } from "../../../activities/deps.ts";
import { connect } from "../../../prisma/client.ts";

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
const log = (): void => undefined;
let times = 0;
const deps: Deps = {
  db: connect(databaseUrl, { connections: 4 }),
  transports: createTransports({ smtp: [smtpUrl], sms: [smsUrl], mailFrom: "duban@example.org" }, log),
  flush: async () => undefined,
  publicUrl: "http://127.0.0.1:8080",
  secretKey: "a secret of thirty-two characters",
  sender: "Duban",
  log,
  failPoint: (name) => {
    if (name !== dieAt) return;
    times += 1;
    if (times === nth) process.kill(process.pid, "SIGKILL");
  },
};
await new MockActivityEnvironment().run(() =>
  round ? advanceRound(deps, { round, now }) : deliverShard(deps, { shard: 0, now }),
);
