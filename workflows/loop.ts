import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  setHandler,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import { nudgeSignal } from "./protocol.ts";

/**
 * Retry policy of workflows that serve many organizations, for when a server is unavailable. They continue within seconds of its return,
 * however long it was away. There are few of them, so frequent retries cost little.
 */
export const whileAway = { initialInterval: "1 second", maximumInterval: "5 seconds" } as const;

/** A timer that is due within this time is no longer cancelled; milliseconds. */
const soonMs = 2_000;

/**
 * Waits until an instant (epoch milliseconds) or until it is woken earlier.
 *
 * Shortly before the instant it lets the timer run out instead of cancelling it. If a timer fires while the workflow task that cancels it is
 * running, that workflow task fails on a real server; on Temporal's time-skipping test server the whole workflow stops for ever.
 */
export async function waitUntil(instant: number, woken: () => boolean): Promise<void> {
  const due = Math.max(instant, Date.now() + 1);
  let fired = false;
  const timer = new CancellationScope();
  const firing = timer.run(async () => {
    await sleep(due - Date.now());
    fired = true;
  });
  // Prevents an unhandled rejection when the wait itself is cancelled.
  const ended = firing.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  await condition(() => fired || (woken() && due - Date.now() > soonMs));
  if (!fired) timer.cancel();
  await ended;
}

/**
 * The loop of workflows that wait for instants. Calls `look`, then sleeps until the next instant or a nudge. Returns when nothing is to come.
 * @param look returns when to look next, in epoch milliseconds; null: nothing is to come
 * @param again continues as new; called when the history has grown long or another build is current (docs/deploy.md)
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
    // A nudge that arrived during `look` makes the loop run once more.
    if (nextAt === null && !nudged) break;
    // If another build is current, moves to it now, not after a sleep that may take days.
    const moves = (): boolean => workflowInfo().targetWorkerDeploymentVersionChanged;
    if (nextAt !== null && !nudged && !moves()) await waitUntil(nextAt, () => nudged);
    if (workflowInfo().continueAsNewSuggested || moves()) {
      await condition(allHandlersFinished);
      await again();
    }
  }
}
