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
import { type CourierRef, nudgeSignal } from "./protocol.ts";

const { deliver } = proxyActivities<Pick<Activities, "deliver">>({
  startToCloseTimeout: "30 minutes",
  heartbeatTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Carries what is due to the people of one shard, on a task queue of its own; is there only while something is due. */
export async function courier(ref: CourierRef): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  for (;;) {
    nudged = false;
    const { nextAt } = await deliver({ shard: ref.shard, now: Date.now() });
    if (nextAt === null && !nudged) break;
    if (nextAt !== null && !nudged) await condition(() => nudged, Math.max(1, nextAt - Date.now()));
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof courier>(ref);
    }
  }
}
