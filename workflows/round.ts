import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { nudgeSignal, type RoundRef } from "./protocol.ts";

const { advance } = proxyActivities<Pick<Activities, "advance">>({
  startToCloseTimeout: "10 minutes",
  heartbeatTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** The open tasks of one duty in one shard: tells what their ladders say, sleeps to the next step, is there while any is open. */
export async function round(ref: RoundRef): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  for (;;) {
    nudged = false;
    const { nextAt } = await advance({ round: ref.id, now: Date.now() });
    // A nudge that came meanwhile is not lost.
    if (nextAt === null && !nudged) break;
    if (nextAt !== null && !nudged) await condition(() => nudged, Math.max(1, nextAt - Date.now()));
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof round>(ref);
    }
  }
}
