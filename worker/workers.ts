import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  bundleWorkflowCode,
  type NativeConnection,
  Worker,
  type WorkerInterceptors,
  type WorkflowBundleOption,
  type WorkflowBundleWithSourceMap,
} from "@temporalio/worker";
import type { Activities } from "../activities/index.ts";
import { type QueueName, queues } from "../domain/ids.ts";

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  /** Made once by {@link bundle}. */
  bundle: WorkflowBundleOption;
  /** Workflows kept in memory. @default 500 */
  cached?: number;
  /** Task queues that are taken from. @default all */
  queues?: readonly QueueName[];
  /** Activities at once, of each queue. @default what each is best with */
  concurrency?: number;
  /** Worker Versioning: which build this is (docs/deploy.md); absent: workers are not versioned. */
  deployment?: { name: string; buildId: string };
  /** What traces are made by; absent: nothing is traced. */
  interceptors?: Pick<WorkerInterceptors, "activity">;
  /** How long what runs is given at the end before it is given up, in seconds. @default 3 */
  graceSeconds?: number;
}

export interface Workers {
  /** Drains what runs, then ends. */
  stop(): Promise<void>;
  /** Settles when one of them ends by itself. */
  ended: Promise<void>;
}

/** Of the npm package, which has it made. */
const ready = fileURLToPath(new URL("../workflows/bundle.cjs", import.meta.url));

/** The workflow code for a process that runs it: as it was packed, else bundled now. */
export const workflowCode = async (): Promise<WorkflowBundleOption> =>
  existsSync(ready) ? { codePath: ready } : bundle();

/** The workflow code, bundled once a process. */
export async function bundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL("../workflows/trace.ts", import.meta.url))],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
}

function quiet(): void {}

/** Activities at once. Few rounds: those that are through are carried while the others still speak. */
const atOnce: Readonly<Record<QueueName, number>> = { rounds: 6, couriers: 4 };

/** Couriers have workers of their own: beside the rounds they starved. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, activities, bundle: workflowBundle, cached = 500, graceSeconds = 3 } = options;
  const common = {
    connection,
    namespace,
    workflowBundle,
    activities,
    maxCachedWorkflows: cached,
    shutdownGraceTime: graceSeconds * 1_000,
    shutdownForceTime: (graceSeconds + 3) * 1_000,
    reuseV8Context: true,
    // A worker that was killed keeps nothing waiting: its heartbeats come often, and what stuck to it is given out again at once.
    maxHeartbeatThrottleInterval: "2 seconds",
    stickyQueueScheduleToStartTimeout: "2 seconds",
    ...(options.interceptors && { interceptors: options.interceptors }),
  } as const;
  const { deployment } = options;
  const workers: Worker[] = [];
  for (const name of options.queues ?? (Object.keys(queues) as QueueName[]))
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: queues[name],
        ...(deployment && {
          workerDeploymentOptions: {
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            useWorkerVersioning: true,
            // Cases run for months: they move with each build, and what would break them asks `patched`.
            defaultVersioningBehavior: "AUTO_UPGRADE",
          },
        }),
        maxConcurrentActivityTaskExecutions: options.concurrency ?? atOnce[name],
      }),
    );
  const runs = workers.map((worker) => worker.run());
  return {
    ended: Promise.race(runs),
    async stop() {
      for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}
