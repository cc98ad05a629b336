import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { runUntilIdle } from "./loop.ts";
import { continueAsPinned, pinned } from "./pinned.ts";

const { beginLevels } = proxyActivities<Pick<Activities, "beginLevels">>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Begins the levels that are set, each when its day comes; there is one of it, for as long as a day is to come. */
export async function levels(): Promise<void> {
  await runUntilIdle(
    () => beginLevels(Date.now()),
    () => continueAsPinned<typeof levels>(),
  );
}
pinned(levels);
