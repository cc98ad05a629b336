import fc from "fast-check";
import { expect } from "vitest";
import { RefusedError } from "../../domain/errors.ts";
import { offered } from "../../domain/tasks/permitted.ts";
import type { Act, TaskFacts } from "../../domain/tasks/task.ts";
import { doing, isSettled, type TaskRelationship, verbs } from "../../domain/tasks/task-states.ts";
import { transition } from "../../domain/tasks/transition.ts";
import { at, fresh, takenBy } from "../support/task-facts.ts";
import { tortureLine } from "./line.ts";

const take = takenBy(() => at(30));
const people = ["ann", "bob", "cy", null] as const;
const standings: readonly TaskRelationship[] = ["doer", "verifier", "supervisor", "administrator", "system"];
const anyAct: fc.Arbitrary<Act> = fc
  .record({
    verb: fc.constantFrom(...verbs),
    by: fc.constantFrom(...people),
    standing: fc.subarray([...standings]),
    days: fc.integer({ min: 1, max: 40 }),
    reason: fc.constantFrom("because", "", undefined),
    to: fc.constantFrom("ann", "bob", "cy", undefined),
    until: fc.option(fc.integer({ min: -5, max: 60 }), { nil: undefined }),
  })
  .map(({ verb, by, standing, days, reason, to, until }) => ({
    verb,
    by,
    standing,
    at: at(days),
    ...(reason !== undefined && { reason }),
    ...(to !== undefined && { to }),
    ...(until !== undefined && { until: at(until) }),
  }));

/** Conditions for each act of a sequence, accepted or refused. */
const invariants: Readonly<Record<string, (before: TaskFacts, one: Act, after: TaskFacts) => void>> = {
  "a settled task stays settled, except that a missed one can still be submitted, which changes nothing else": (
    before,
    { verb },
    after,
  ) => {
    if (before.state === "missed" && verb === "submit") {
      expect(["missed", "belated"]).toContain(after.state);
      expect({ ...after, dueAt: before.dueAt, verifier: before.verifier }).toMatchObject({ returns: before.returns });
    } else if (isSettled(before.state)) expect(after).toEqual(before);
  },

  "nobody accepts or returns their own work": (before, { by }, after) => {
    if (before.state === "submitted" && (after.state === "accepted" || after.state === "returned"))
      expect(by === null || !before.didIds.includes(by)).toBe(true);
  },

  "a verified task is closed only by a verdict, and accepted only after a submission": (before, _, after) => {
    if (after.verifier) expect(after.state).not.toBe("closed");
    if (after.state === "accepted" && before.state !== "accepted") expect(before.state).toBe("submitted");
  },

  "due revision, returns and submissions never decrease, and a new due day increments the due revision": (
    before,
    _,
    after,
  ) => {
    expect(after.dueRevision).toBeGreaterThanOrEqual(before.dueRevision);
    expect(after.returns).toBeGreaterThanOrEqual(before.returns);
    expect(after.submissions).toBeGreaterThanOrEqual(before.submissions);
    if (after.dueAt.getTime() !== before.dueAt.getTime()) expect(after.dueRevision).toBe(before.dueRevision + 1);
  },

  "a repeated act has no further effect": (_, one, after) => {
    // Reminders may be repeated, and so may a request that was refused in between.
    if (["press", "not-mine", "refuse-extension", "grant-extension", "move", "return"].includes(one.verb)) return;
    try {
      expect(take(after, one)).toEqual(after);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  },

  "an act that is offered is never refused because of the state or the relationship": (before, { by, standing }) => {
    for (const verb of offered(before, standing, by)) {
      const full = {
        verb,
        by,
        standing,
        at: at(41),
        reason: "because",
        until: at(100),
        to: by === "dan" ? "eve" : "dan",
        outlook: "on-track" as const,
        every: "2bd" as const,
      };
      expect(() => transition(before, full, () => at(100))).not.toThrow();
    }
  },
};

tortureLine(
  {
    name: "Sequences of up to 30 acts by anyone on one task",
    pass: Object.keys(invariants).join("; "),
    n: 10_000,
    fast: 500,
  },
  async ({ n, seed, tried, failed }) => {
    for (const [what, check] of Object.entries(invariants)) {
      const found = await fc.check(
        fc.property(fc.boolean(), fc.array(anyAct, { maxLength: 30 }), fc.nat(60), (verified, acts, endsAfter) => {
          let task = fresh(verified ? "supervisory-board" : null);
          for (const [index, one] of acts.entries()) {
            // Its case ends, because the next one has begun.
            if (index === endsAfter && doing.includes(task.state)) task = { ...task, state: "missed" };
            let after = task;
            try {
              after = take(task, one);
            } catch (error) {
              if (!(error instanceof RefusedError)) throw error;
            }
            check(task, one, after);
            task = after;
          }
        }),
        { seed, numRuns: n },
      );
      if (found.failed) failed(`${what}: ${fc.defaultReportMessage(found)}`);
    }
    tried(n);
  },
);
