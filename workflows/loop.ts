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
 * How somebody who looks after many tries again while a server is away. However long that was, they go on within seconds of its return: they
 * are few, so that asking this often costs little.
 */
export const whileAway = { initialInterval: "1 second", maximumInterval: "5 seconds" } as const;

/** A timer that is due this soon is not cancelled any more, milliseconds. */
const soonMs = 2_000;

/**
 * Waits until an instant (epoch milliseconds), or until it is woken before.
 *
 * What wakes it shortly before the instant waits for it: a timer that fires while the step that cancels it is under way costs the
 * engine a step that fails, and Temporal's time-skipping test server the whole workflow, which then stands still for ever.
 */
export async function waitUntil(instant: number, woken: () => boolean): Promise<void> {
  const due = Math.max(instant, Date.now() + 1);
  let fired = false;
  const timer = new CancellationScope();
  const firing = timer.run(async () => {
    await sleep(due - Date.now());
    fired = true;
  });
  // Not "unhandled" where the wait itself is cancelled.
  const ended = firing.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  await condition(() => fired || (woken() && due - Date.now() > soonMs));
  if (!fired) timer.cancel();
  await ended;
}

/**
 * The loop of those who wait for instants: look, sleep to the next one or until nudged, be there while any is to come.
 * @param look says when to look next, in epoch milliseconds; null: nothing is to come
 * @param again continues as new, when the history has grown long, or when another build of the program is to go on (docs/deploy.md)
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
    // Another build is to go on: now, and not after a sleep of days.
    const moves = (): boolean => workflowInfo().targetWorkerDeploymentVersionChanged;
    if (nextAt !== null && !nudged && !moves()) await waitUntil(nextAt, () => nudged);
    if (workflowInfo().continueAsNewSuggested || moves()) {
      await condition(allHandlersFinished);
      await again();
    }
  }
}
