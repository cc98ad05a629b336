import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";

const { beginLevels } = proxyActivities<Pick<Activities, "beginLevels">>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Begins each level on its day. One workflow runs for all levels, as long as a day is to come. */
export async function levels(): Promise<void> {
  await runUntilIdle(
    () => beginLevels(Date.now()),
    () => continueAsPinned<typeof levels>(),
  );
}
pinned(levels);
