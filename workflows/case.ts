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

/** One organization's run of a duty's procedure, as its workflow uses it. Each method ends the workflow when the case is cancelled. */
export interface Case extends CaseFacts {
  /** Requests a step, once for each key, and waits until its task is settled. */
  request(step: string, options?: Pick<StepRequest, "key" | "dueAt">): Promise<StepResult>;
  /** Requests a step likewise, and returns what has become of it by now; null: its task is still open. */
  poll(step: string, options?: Pick<StepRequest, "key" | "dueAt">): Promise<StepResult | null>;
  /**
   * Requests a step each week (month …: the step's cadence) from the case's first day until its last, each with the end of its own
   * period; returns when none is to come and none is open. A changed last day is followed.
   */
  requestRecurring(step: string): Promise<void>;
  /** Requests each disclosure that is due, once for each period, and returns which are still to come. */
  requestDisclosures(): Promise<DisclosureState>;
  /** Waits until every rectification that the findings of a result have opened is closed. */
  awaitRectifications(result: StepResult): Promise<void>;
  /**
   * Waits for what happens after the last `refresh` or `requestDisclosures`: a settled task or a changed case, until an
   * instant at most (epoch milliseconds; null: without end).
   */
  waitForChange(until: number | null): Promise<void>;
  /** Waits for the end (18:00 there) of a day in the case's facts: of the first of these that it knows, followed when it moves. */
  waitForDay(...days: readonly string[]): Promise<void>;
  /** Waits until no task of the case is open, those that others requested included. */
  waitForOpenTasks(): Promise<void>;
  /** The case as it stands now: its days may have been changed. */
  refresh(): Promise<CaseFacts>;
}

/** The case was cancelled from outside. Nothing of its procedure is done any more. */
class CaseCancelled extends Error {
  override readonly name = "CaseCancelled";
}

/** The history has grown long. The procedure begins anew in another run: what it has requested is there, and what was settled it finds. */
class HistoryLong extends Error {
  override readonly name = "HistoryLong";
}

/**
 * The workflow of a kind of case.
 * @param procedure runs it, and returns its outcome; whatever it waits for, it goes no further once the case is cancelled
 * @returns the workflow; its result is how the case ended, `cancelled` where it was cancelled in the same moment
 */
export function caseWorkflow(procedure: (current: Case) => Promise<string>): (ref: CaseRef) => Promise<string> {
  return async (ref) => {
    const { current, idle } = await load(ref);
    if (current.state !== "open") return current.state;
    try {
      return await settle(ref, await procedure(current));
    } catch (error) {
      if (!(error instanceof CaseCancelled || error instanceof HistoryLong)) throw error;
      // What other branches of the procedure have begun is not left behind: a workflow that ends abandons its activities.
      await idle();
      return error instanceof CaseCancelled ? "cancelled" : await continueAsNew(ref);
    }
  };
}

/** Loads a case. The signal is handled before the first await: one that comes first must find somebody. */
async function load(ref: CaseRef): Promise<{ current: Case; idle(): Promise<void> }> {
  // Counted, not flagged: several requests may wait at once, and each has to hear each nudge.
  let nudges = 0;
  setHandler(defineSignal(nudgeSignal), () => {
    nudges += 1;
  });
  const facts = await activities.loadCase(ref);
  let seenAtLast = 0;
  let running = 0;
  /** Awaits an activity, and counts it meanwhile. */
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
  /** Looks until there is something, again after each nudge and at the latest at the instant that a look names. */
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

/** What was found of a case that is open; of one that was cancelled the procedure ends here. */
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
