import {
  type ActivitySlotInfo,
  type CustomSlotSupplier,
  type NativeConnection,
  Worker,
  type WorkerInterceptors,
  type WorkerTuner,
  type WorkflowBundleOption,
} from "@temporalio/worker";
import type { Activities } from "../activities/index.ts";
import { type Places, type PlacesOfQueues, placesOfQueues } from "../activities/places.ts";
import { type QueueName, queues } from "../domain/ids.ts";

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  /** Made once (workflow-code.ts). */
  bundle: WorkflowBundleOption;
  /** Workflows kept in memory. @default 500 */
  cached?: number;
  /** Task queues that are taken from. @default all */
  queues?: readonly QueueName[];
  /** Of activities at once, those that the activities were made with. @default what each queue is best with */
  places?: PlacesOfQueues;
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

/** Hands a queue's activities the places that are free, also those that others have left while they wait. */
const activitySlots = (places: Places): CustomSlotSupplier<ActivitySlotInfo> => ({
  type: "custom",
  async reserveSlot(_, givenUp) {
    await places.await(givenUp);
    return {};
  },
  tryReserveSlot: () => (places.take() ? {} : null),
  markSlotUsed: () => undefined,
  releaseSlot: () => places.release(),
});

/** Of the other kinds as many as the library has by itself. */
const tunerOf = (places: Places): WorkerTuner => ({
  activityTaskSlotSupplier: activitySlots(places),
  workflowTaskSlotSupplier: { type: "fixed-size", numSlots: 40 },
  localActivityTaskSlotSupplier: { type: "fixed-size", numSlots: 100 },
  nexusTaskSlotSupplier: { type: "fixed-size", numSlots: 100 },
});

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
  const { deployment, places = placesOfQueues() } = options;
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
        tuner: tunerOf(places[name]),
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
