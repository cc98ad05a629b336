import { defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { waitUntil } from "./loop.ts";
import { pinned } from "./pinned.ts";
import { nudgeSignal, type ShardRef } from "./protocol.ts";

const { distribute } = proxyActivities<Pick<Activities, "distribute">>({
  startToCloseTimeout: "15 minutes",
  heartbeatTimeout: "2 minutes",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** The rest is distributed this long after the first wave. A circular that arrives in the meantime is distributed first. */
const restAfterMs = 60_000;

/** Distributes circulars to the organizations of one shard: first the tasks that begin at once, then the rest. */
export async function distribution({ shard }: ShardRef): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  do {
    nudged = false;
    await distribute({ shard, wave: "first", now: Date.now() });
    await waitUntil(Date.now() + restAfterMs, () => nudged);
    if (nudged) continue;
    await distribute({ shard, wave: "rest", now: Date.now() });
  } while (nudged);
}
pinned(distribution);
