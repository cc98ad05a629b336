import {
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import {
  type Answer,
  type CaseFacts,
  type CaseRef,
  type DisclosureState,
  nudgeSignal,
  type Question,
} from "./protocol.ts";

const activities = proxyActivities<
  Pick<Activities, "takeUp" | "ask" | "askEvery" | "openTasks" | "openChildren" | "askDisclosures" | "settle">
>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** One organization's run of a duty's procedure, as its workflow speaks of it. */
export interface Case extends CaseFacts {
  /** Asks for a task, once a key, and awaits what becomes of it. */
  ask(step: string, options?: Pick<Question, "key" | "dueAt">): Promise<Answer>;
  /**
   * Asks for a task each week (month …: the step's cadence) from the case's first day on until its last, each with the end of its
   * own period; returns when none is to come and none is open. A changed last day, and a case that is given up, are followed.
   */
  askEvery(step: string): Promise<void>;
  /** Each finding that an answer named has opened a rectification of its own; awaits them all. */
  mend(answer: Answer): Promise<void>;
  /** Asks for each disclosure that has come up, once a period, and says what is still to come. */
  askDisclosures(): Promise<DisclosureState>;
  /** Asks for a task likewise, and says what has become of it by now; null: it is waited for. */
  look(step: string, options?: Pick<Question, "key" | "dueAt">): Promise<Answer | null>;
  /**
   * Awaits what happens after `again` or `askDisclosures` last looked: a settled task or a changed case, until an instant at most
   * (epoch milliseconds; null: without end).
   */
  until(at: number | null): Promise<void>;
  /**
   * Awaits the end (18:00 there) of a day in the case's facts: of the first of these that it knows, followed when it moves.
   * False: the case was given up meanwhile.
   */
  reach(...days: readonly string[]): Promise<boolean>;
  /** Awaits that nothing of the case is open, what others asked for included. False: it was given up meanwhile. */
  rest(): Promise<boolean>;
  /** Ends the case. @returns how it has ended: `cancelled` where it was given up at the same moment */
  settle(outcome: string): Promise<string>;
  /** The case has been given up from outside. */
  cancelled(): Promise<boolean>;
  /** The case as it stands now: its days may have been changed. */
  again(): Promise<CaseFacts>;
}

/** Takes a case up. The signal is handled before the first await: one that comes first must find somebody. */
export async function takeUp(ref: CaseRef): Promise<Case> {
  // Counted, not flagged: several questions may wait at once, and each has to hear each nudge.
  let nudges = 0;
  setHandler(defineSignal(nudgeSignal), () => {
    nudges += 1;
  });
  const facts = await activities.takeUp(ref);
  const say = (state: string): void => setCurrentDetails(`${facts.kind} ${facts.duty}: ${state}`);

  const nudge = async (seen: number, until?: number | null): Promise<void> => {
    if (until === undefined || until === null) await condition(() => nudges > seen);
    else await condition(() => nudges > seen, Math.max(1, until - Date.now()));
  };

  const waitFor = async <T>(look: () => Promise<T | null>): Promise<T> => {
    for (;;) {
      const seen = nudges;
      const found = await look();
      if (found !== null) return found;
      await nudge(seen);
    }
  };
  let looked = 0;

  return {
    ...facts,
    async ask(step, options = {}) {
      say(`waits for ${options.key ?? step}`);
      return waitFor(() => activities.ask({ caseId: facts.caseId, step, ...options }, Date.now()));
    },
    async askEvery(step) {
      for (;;) {
        const seen = nudges;
        const { open, nextAt } = await activities.askEvery({ caseId: facts.caseId, step }, Date.now());
        say(`${open} of ${step} open`);
        if (open === 0 && nextAt === null) return;
        await nudge(seen, nextAt);
      }
    },
    async mend(answer) {
      if (answer.findings === 0) return;
      say("waits for its rectifications");
      await waitFor(async () => ((await activities.openChildren(ref)) === 0 ? true : null));
    },
    async askDisclosures() {
      looked = nudges;
      const state = await activities.askDisclosures(ref, Date.now());
      say(`${state.open} to be published`);
      return state;
    },
    look: (step, options = {}) => activities.ask({ caseId: facts.caseId, step, ...options }, Date.now()),
    async until(at) {
      await nudge(looked, at);
    },
    async reach(...days) {
      say(`runs until ${days.join(", ")}`);
      for (;;) {
        const seen = nudges;
        const { state, dates } = await activities.takeUp(ref);
        if (state !== "open") return false;
        const at = days.map((day) => dates[day]).find((one) => one !== undefined) ?? null;
        if (at !== null && at <= Date.now()) return true;
        await nudge(seen, at);
      }
    },
    rest() {
      say("waits for what is still open");
      return waitFor(async () => {
        const { state, open } = await activities.openTasks(ref);
        return state !== "open" ? false : open === 0 ? true : null;
      });
    },
    async settle(outcome) {
      // Runs of before it said how the case has ended have nothing here.
      const stands: string = (await activities.settle(ref, outcome, Date.now())) ?? outcome;
      say(stands);
      upsertSearchAttributes({ DubanState: [stands] });
      return stands;
    },
    async cancelled() {
      return (await activities.takeUp(ref)).state === "cancelled";
    },
    again() {
      looked = nudges;
      return activities.takeUp(ref);
    },
  };
}
