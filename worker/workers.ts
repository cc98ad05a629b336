import { fileURLToPath } from "node:url";
import {
  bundleWorkflowCode,
  type NativeConnection,
  Worker,
  type WorkflowBundleOption,
  type WorkflowBundleWithSourceMap,
} from "@temporalio/worker";
import type { Activities } from "../activities/index.ts";
import { queues } from "../domain/ids.ts";

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  /** Made once by {@link bundle}. */
  bundle: WorkflowBundleOption;
  /** Workflows kept in memory. @default 500 */
  cached?: number;
}

export interface Workers {
  /** Drains what runs, then ends. */
  stop(): Promise<void>;
  /** Settles when one of them ends by itself. */
  ended: Promise<void>;
}

/** The workflow code, bundled once a process. */
export async function bundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
}

function quiet(): void {}

/** Couriers have workers of their own: beside the rounds they starved. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, activities, bundle: workflowBundle, cached = 500 } = options;
  const common = {
    connection,
    namespace,
    workflowBundle,
    activities,
    maxCachedWorkflows: cached,
    shutdownGraceTime: "3 seconds",
    shutdownForceTime: "6 seconds",
    reuseV8Context: true,
    // A worker that was killed keeps nothing waiting: its heartbeats come often, and what stuck to it is given out again at once.
    maxHeartbeatThrottleInterval: "2 seconds",
    stickyQueueScheduleToStartTimeout: "2 seconds",
  } as const;
  const workers = [
    // Few rounds at once: those that are through are carried while the others still speak.
    await Worker.create({ ...common, taskQueue: queues.rounds, maxConcurrentActivityTaskExecutions: 6 }),
    await Worker.create({ ...common, taskQueue: queues.couriers, maxConcurrentActivityTaskExecutions: 4 }),
  ];
  const runs = workers.map((worker) => worker.run());
  return {
    ended: Promise.race(runs),
    async stop() {
      for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}
