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
  /** The workflow code, bundled once (workflow-code.ts). */
  bundle: WorkflowBundleOption;
  /** Number of workflows cached in memory. @default 500 */
  cached?: number;
  /** Task queues to poll. @default all */
  queues?: readonly QueueName[];
  /** Places for concurrent activities, as passed to the activities. @default chosen for each queue */
  places?: PlacesOfQueues;
  /** Worker Versioning: the build of this worker (docs/deploy.md); absent: unversioned. */
  deployment?: { name: string; buildId: string };
  /** Interceptors for tracing; absent: no tracing. */
  interceptors?: Pick<WorkerInterceptors, "activity">;
  /** In seconds: time for running activities at shutdown. @default 3 */
  graceSeconds?: number;
}

export interface Workers {
  /** Drains running work, then ends. */
  stop(): Promise<void>;
  /** Settles when a worker ends by itself. */
  ended: Promise<void>;
}

/** Gives activities the free places of a queue, including those that waiting activities have given up. */
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

/** Other slots have the library's defaults. */
const tunerOf = (places: Places): WorkerTuner => ({
  activityTaskSlotSupplier: activitySlots(places),
  workflowTaskSlotSupplier: { type: "fixed-size", numSlots: 40 },
  localActivityTaskSlotSupplier: { type: "fixed-size", numSlots: 100 },
  nexusTaskSlotSupplier: { type: "fixed-size", numSlots: 100 },
});

/** Starts the workers. Couriers have workers of their own, because in those of rounds they were starved. */
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
    // Heartbeats are sent often, so that the activities of a killed worker are soon given to another.
    maxHeartbeatThrottleInterval: "2 seconds",
    stickyQueueScheduleToStartTimeout: "2 seconds",
    ...(options.interceptors && { interceptors: options.interceptors }),
  } as const;
  const { deployment, places = placesOfQueues() } = options;
  // Side by side: each starts a thread that reads the workflows' code.
  const workers = await Promise.all(
    (options.queues ?? (Object.keys(queues) as QueueName[])).map((name) =>
      Worker.create({
        ...common,
        taskQueue: queues[name],
        ...(deployment && {
          workerDeploymentOptions: {
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            useWorkerVersioning: true,
            // Cases run for months: they move to each new build, and incompatible changes use `patched`.
            defaultVersioningBehavior: "AUTO_UPGRADE",
          },
        }),
        tuner: tunerOf(places[name]),
      }),
    ),
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
