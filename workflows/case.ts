import {
  condition,
  continueAsNew,
  defineSignal,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { waitUntil } from "./loop.ts";
import {
  type CaseFacts,
  type CaseRef,
  type CaseState,
  type DisclosureState,
  nudgeSignal,
  type StepRequest,
  type StepResult,
} from "./protocol.ts";

const activities = proxyActivities<
  Pick<
    Activities,
    | "loadCase"
    | "requestStep"
    | "requestRecurringStep"
    | "openTasks"
    | "openChildren"
    | "requestDisclosures"
    | "settleCase"
  >
>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** One case, as its procedure uses it. Each method ends the workflow when the case is cancelled. */
export interface Case extends CaseFacts {
  /** Requests a step, once for each key, and waits until its task is settled. */
  request(step: string, options?: Pick<StepRequest, "key" | "dueAt">): Promise<StepResult>;
  /** Requests a step, once for each key, and returns its result without waiting; null while its task is open. */
  poll(step: string, options?: Pick<StepRequest, "key" | "dueAt">): Promise<StepResult | null>;
  /**
   * Requests a step each week (or month: the step's cadence) from the first day of the case to its last. Each task is due at the end of its
   * own period. Returns when no more are to come and none is open. A change of the last day takes effect.
   */
  requestRecurring(step: string): Promise<void>;
  /** Requests each disclosure that is due, once for each period. Returns how many are open and when the next is due. */
  requestDisclosures(): Promise<DisclosureState>;
  /** Waits until all rectifications opened by the findings of a result are closed. */
  awaitRectifications(result: StepResult): Promise<void>;
  /**
   * Waits until a task settles or the case changes, counted from the last `refresh` or `requestDisclosures`, and no longer than the given
   * instant (epoch milliseconds; null: no limit).
   */
  waitForChange(until: number | null): Promise<void>;
  /** Waits for the end of a day (18:00 local time) in the case's facts: the first of these that has a value. A change of the day takes effect. */
  waitForDay(...days: readonly string[]): Promise<void>;
  /** Waits until no task of the case is open, including tasks that others requested. */
  waitForOpenTasks(): Promise<void>;
  /** Loads the case again; its days may have changed. */
  refresh(): Promise<CaseFacts>;
}

/** The case was cancelled from outside. Its procedure stops. */
class CaseCancelled extends Error {
  override readonly name = "CaseCancelled";
}

/** The history has grown long. The procedure starts again in a new run and finds the steps it requested before, with their results. */
class HistoryLong extends Error {
  override readonly name = "HistoryLong";
}

/**
 * Makes the workflow of a kind of case.
 * @param procedure runs the case and returns its outcome; it stops at whatever it waits for once the case is cancelled
 * @returns the workflow; its result is the outcome of the case, or `cancelled` if the case was cancelled at the same moment
 */
export function caseWorkflow(procedure: (current: Case) => Promise<string>): (ref: CaseRef) => Promise<string> {
  return async (ref) => {
    const { current, idle } = await load(ref);
    if (current.state !== "open") return current.state;
    try {
      return await settle(ref, await procedure(current));
    } catch (error) {
      if (!(error instanceof CaseCancelled || error instanceof HistoryLong)) throw error;
      // Waits for the activities that other branches of the procedure started: a workflow that ends abandons its activities.
      await idle();
      return error instanceof CaseCancelled ? "cancelled" : await continueAsNew(ref);
    }
  };
}

/** Loads a case. Sets the signal handler before the first await, so that no early signal is lost. */
async function load(ref: CaseRef): Promise<{ current: Case; idle(): Promise<void> }> {
  // A counter instead of a flag: several requests may wait at once, and each must notice each nudge.
  let nudges = 0;
  setHandler(defineSignal(nudgeSignal), () => {
    nudges += 1;
  });
  const facts = await activities.loadCase(ref);
  let seenAtLast = 0;
  let running = 0;
  /** Awaits an activity and counts it as running. */
  const call = async <T>(activity: Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await activity;
    } finally {
      running -= 1;
    }
  };

  const describe = (state: string): void => setCurrentDetails(`${facts.kind} ${facts.duty}: ${state}`);
  const nudged = async (seen: number, until: number | null): Promise<void> => {
    if (workflowInfo().continueAsNewSuggested && patched("case-continues-as-new")) throw new HistoryLong();
    if (until === null) await condition(() => nudges > seen);
    else await waitUntil(until, () => nudges > seen);
  };
  /** Calls `look` until its result is enough: again after each nudge, and at the latest at the instant that `nextAt` returns. */
  const repeat = async <T extends { caseState: CaseState }>(
    look: () => Promise<T>,
    enough: (found: T) => boolean,
    nextAt: (found: T) => number | null = () => null,
  ): Promise<T> => {
    for (;;) {
      const seen = nudges;
      const found = open(await look());
      if (enough(found)) return found;
      await nudged(seen, nextAt(found));
    }
  };
  const poll: Case["poll"] = async (step, options = {}) => {
    const { result } = open(await call(activities.requestStep({ caseId: facts.caseId, step, ...options }, Date.now())));
    return result;
  };
  const dayOf = (dates: CaseFacts["dates"], days: readonly string[]): number | null =>
    days.map((day) => dates[day]).find((at) => at !== undefined) ?? null;

  const current: Case = {
    ...facts,
    poll,
    async request(step, options = {}) {
      describe(`waits for ${options.key ?? step}`);
      const input = { caseId: facts.caseId, step, ...options };
      const { result } = await repeat(
        () => call(activities.requestStep(input, Date.now())),
        (found) => found.result !== null,
      );
      return result as StepResult;
    },
    async requestRecurring(step) {
      await repeat(
        async () => {
          const state = await call(activities.requestRecurringStep({ caseId: facts.caseId, step }, Date.now()));
          describe(`${state.open} of ${step} open`);
          return state;
        },
        ({ open: left, nextAt }) => left === 0 && nextAt === null,
        ({ nextAt }) => nextAt,
      );
    },
    async requestDisclosures() {
      seenAtLast = nudges;
      const state = open(await call(activities.requestDisclosures(ref, Date.now())));
      describe(`${state.open} to be published`);
      return state;
    },
    async awaitRectifications(result) {
      if (result.findings === 0) return;
      describe("waits for its rectifications");
      await repeat(
        () => call(activities.openChildren(ref)),
        ({ open: left }) => left === 0,
      );
    },
    async waitForChange(until) {
      await nudged(seenAtLast, until);
    },
    async waitForDay(...days) {
      describe(`runs until ${days.join(", ")}`);
      await repeat(
        async () => {
          const { state, dates } = await call(activities.loadCase(ref));
          return { caseState: state, at: dayOf(dates, days) };
        },
        ({ at }) => at !== null && at <= Date.now(),
        ({ at }) => at,
      );
    },
    async waitForOpenTasks() {
      describe("waits for what is still open");
      await repeat(
        () => call(activities.openTasks(ref)),
        ({ open: left }) => left === 0,
      );
    },
    async refresh() {
      seenAtLast = nudges;
      const now = await call(activities.loadCase(ref));
      open({ caseState: now.state });
      return now;
    },
  };
  return { current, idle: () => condition(() => running === 0) };
}

/** Returns what was found if the case is open; ends the procedure if it was cancelled. */
function open<T extends { caseState: CaseState }>(found: T): T {
  if (found.caseState === "cancelled") throw new CaseCancelled();
  return found;
}

async function settle(ref: CaseRef, outcome: string): Promise<string> {
  const stands = await activities.settleCase(ref, outcome, Date.now());
  setCurrentDetails(stands);
  upsertSearchAttributes({ DubanState: [stands] });
  return stands;
}
