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

const activities = proxyActivities<Pick<Activities, "takeUp" | "ask" | "openChildren" | "askDisclosures" | "settle">>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** One organization's run of a duty's procedure, as its workflow speaks of it. */
export interface Case extends CaseFacts {
  /** Asks for a task, once a key, and awaits what becomes of it. */
  ask(step: string, options?: Pick<Question, "key" | "dueAt">): Promise<Answer>;
  /** Each finding that an answer named has opened a rectification of its own; awaits them all. */
  mend(answer: Answer): Promise<void>;
  /** Asks for each disclosure that has come up, once a period, and says what is still to come. */
  askDisclosures(): Promise<DisclosureState>;
  /** Awaits a settled task or a changed case, until an instant at most (epoch milliseconds; null: without end). */
  until(at: number | null): Promise<void>;
  /** Ends the case. */
  settle(outcome: string): Promise<string>;
  /** The case has been given up from outside. */
  cancelled(): Promise<boolean>;
}

/** Takes a case up. The signal is handled before the first await: one that comes first must find somebody. */
export async function takeUp(ref: CaseRef): Promise<Case> {
  let nudged = false;
  setHandler(defineSignal(nudgeSignal), () => {
    nudged = true;
  });
  const facts = await activities.takeUp(ref);
  const say = (state: string): void => setCurrentDetails(`${facts.kind} ${facts.duty}: ${state}`);

  const nudge = async (until?: number): Promise<void> => {
    if (until === undefined) await condition(() => nudged);
    else await condition(() => nudged, Math.max(1, until - Date.now()));
  };

  const waitFor = async <T>(look: () => Promise<T | null>): Promise<T> => {
    for (;;) {
      nudged = false;
      const found = await look();
      if (found !== null) return found;
      await nudge();
    }
  };

  return {
    ...facts,
    async ask(step, options = {}) {
      say(`waits for ${options.key ?? step}`);
      return waitFor(() => activities.ask({ caseId: facts.caseId, step, ...options }, Date.now()));
    },
    async mend(answer) {
      if (answer.findings === 0) return;
      say("waits for its rectifications");
      await waitFor(async () => ((await activities.openChildren(ref)) === 0 ? true : null));
    },
    async askDisclosures() {
      nudged = false;
      const state = await activities.askDisclosures(ref, Date.now());
      say(`${state.open} to be published`);
      return state;
    },
    async until(at) {
      await nudge(at ?? undefined);
    },
    async settle(outcome) {
      await activities.settle(ref, outcome, Date.now());
      say(outcome);
      upsertSearchAttributes({ DubanState: [outcome] });
      return outcome;
    },
    async cancelled() {
      return (await activities.takeUp(ref)).state === "cancelled";
    },
  };
}
