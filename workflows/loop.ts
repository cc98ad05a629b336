import { allHandlersFinished, condition, defineSignal, setHandler, workflowInfo } from "@temporalio/workflow";
import { nudgeSignal } from "./protocol.ts";

/**
 * The loop of those who wait for instants: look, sleep to the next one or until nudged, be there while any is to come.
 * @param look says when to look next, in epoch milliseconds; null: nothing is to come
 * @param again continues as new, when the history has grown long
 */
export async function runUntilIdle(
  look: () => Promise<{ nextAt: number | null }>,
  again: () => Promise<never>,
): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  for (;;) {
    nudged = false;
    const { nextAt } = await look();
    // A nudge that came meanwhile is not lost.
    if (nextAt === null && !nudged) break;
    if (nextAt !== null && !nudged) await condition(() => nudged, Math.max(1, nextAt - Date.now()));
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await again();
    }
  }
}
