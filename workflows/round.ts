import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle, whileAway } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";
import type { RoundRef } from "./protocol.ts";

const { advance } = proxyActivities<Pick<Activities, "advance">>({
  startToCloseTimeout: "10 minutes",
  // A worker that was killed is found out within this; activities tell each second that they work.
  heartbeatTimeout: "8 seconds",
  retry: whileAway,
});

/** The open tasks of one duty in one shard: queues the notices that their ladders are due to send, sleeps until the next rung, runs while a task is open. */
export async function round(ref: RoundRef): Promise<void> {
  await runUntilIdle(
    () => advance({ round: ref.id, now: Date.now() }),
    () => continueAsPinned<typeof round>(ref),
  );
}
pinned(round);
