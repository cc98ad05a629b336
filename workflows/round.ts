import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle, whileAway } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";
import type { RoundRef } from "./protocol.ts";

const { advance } = proxyActivities<Pick<Activities, "advance">>({
  startToCloseTimeout: "10 minutes",
  // Detects a killed worker within this time; activities send a heartbeat each second.
  heartbeatTimeout: "8 seconds",
  retry: whileAway,
});

/** Runs the open tasks of one duty in one shard: queues the notices that are due, sleeps until the next rung, ends when no task is open. */
export async function round(ref: RoundRef): Promise<void> {
  await runUntilIdle(
    () => advance({ round: ref.id, now: Date.now() }),
    () => continueAsPinned<typeof round>(ref),
  );
}
pinned(round);
