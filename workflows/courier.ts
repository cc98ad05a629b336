import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle, whileAway } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";
import type { CourierRef } from "./protocol.ts";

const { deliver } = proxyActivities<Pick<Activities, "deliver">>({
  startToCloseTimeout: "30 minutes",
  // Detects a killed worker within this time; activities send a heartbeat each second.
  heartbeatTimeout: "8 seconds",
  retry: whileAway,
});

/** Sends what is due to the people of one shard, on its own task queue. Runs only while something is due. */
export async function courier(ref: CourierRef): Promise<void> {
  await runUntilIdle(
    () => deliver({ shard: ref.shard, now: Date.now() }),
    () => continueAsPinned<typeof courier>(ref),
  );
}
pinned(courier);
