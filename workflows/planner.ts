import { defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { pinned } from "./pinned.ts";
import { nudgeSignal, type PlannerRef } from "./protocol.ts";

const { plan } = proxyActivities<Pick<Activities, "plan">>({
  startToCloseTimeout: "15 minutes",
  heartbeatTimeout: "2 minutes",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Plans the occurrences for the organizations of one shard. Started by a Schedule each day, and at once by an import. */
export async function planner(ref: PlannerRef): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  do {
    nudged = false;
    await plan({ shard: ref.shard, now: Date.now() });
  } while (nudged);
}
pinned(planner);
