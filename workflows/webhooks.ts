import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle, whileAway } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";

const { deliverWebhooks } = proxyActivities<Pick<Activities, "deliverWebhooks">>({
  startToCloseTimeout: "30 minutes",
  heartbeatTimeout: "8 seconds",
  retry: whileAway,
});

/** Sends events to webhooks, on the task queue of the couriers; runs only while events are due. */
export async function webhooks(): Promise<void> {
  await runUntilIdle(
    () => deliverWebhooks(Date.now()),
    () => continueAsPinned<typeof webhooks>(),
  );
}
pinned(webhooks);
