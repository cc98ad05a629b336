import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Act,
  isSettled,
  offered,
  Refused,
  type Standing,
  type TaskFacts,
  transition,
  type Verb,
  verbs,
  wantsReason,
} from "../../domain/task.ts";

const start = Date.parse("2026-11-02T01:00:00Z");
const day = 86_400_000;
const at = (days: number): Date => new Date(start + days * day);
const fresh = (verifier: TaskFacts["verifier"] = "supervisory-board"): TaskFacts => ({
  state: "open",
  turn: 0,
  openedAt: at(0),
  dueAt: at(7),
  firstDueAt: at(7),
  verifier,
  personId: null,
  passedById: null,
  didIds: [],
  submittedById: null,
  returns: 0,
  submissions: 0,
  askedUntil: null,
  askedById: null,
});
const half = (): Date => at(30);
const act = (verb: Verb, more: Partial<Act> = {}): Act => ({
  verb,
  by: "ann",
  standing: ["doer"],
  at: at(1),
  ...(wantsReason(verb) && { reason: "because" }),
  ...more,
});

function take(task: TaskFacts, one: Act): TaskFacts {
  const change = transition(task, one, half);
  return change === "done already" ? task : { ...task, ...change.set };
}

describe("a task", () => {
  test("is submitted by its doer and accepted by its verifier", () => {
    const submitted = take(fresh(), act("submit"));
    expect(submitted).toMatchObject({ state: "submitted", submissions: 1, submittedById: "ann", didIds: ["ann"] });
    expect(take(submitted, act("accept", { by: "bob", standing: ["verifier"] })).state).toBe("accepted");
  });

  test("without a verifier is closed by its submission", () => {
    expect(take(fresh(null), act("submit")).state).toBe("closed");
  });

  test("is never verified by anybody who did some of it, not even after passing it on", () => {
    const passed = take(fresh(), act("delegate", { to: "cy" }));
    const submitted = take(passed, act("submit", { by: "cy" }));
    for (const by of ["ann", "cy"])
      expect(() => transition(submitted, act("accept", { by, standing: ["verifier"] }), half)).toThrow(Refused);
    expect(take(submitted, act("accept", { by: "bob", standing: ["verifier"] })).state).toBe("accepted");
  });

  test("does not go round in a circle: it is not passed back to who passed it on", () => {
    const passed = take(fresh(), act("delegate", { to: "cy" }));
    expect(() => transition(passed, act("delegate", { by: "cy", to: "ann" }), half)).toThrow(/circle/);
    expect(() => transition(fresh(), act("delegate", { to: "ann" }), half)).toThrow(Refused);
  });

  test("returned has a new due day, and counts its returns", () => {
    const returned = take(take(fresh(), act("submit")), act("return", { by: "bob", standing: ["verifier"] }));
    expect(returned).toMatchObject({ state: "returned", returns: 1, turn: 1, dueAt: at(30) });
  });

  test("is extended by somebody else than who asked", () => {
    const asked = take(fresh(), act("ask-extension", { until: at(10) }));
    expect(asked.askedUntil).toEqual(at(10));
    const own = act("grant-extension", { standing: ["supervisor"] });
    expect(() => transition(asked, own, half)).toThrow(/asked for more time cannot grant/);
    expect(take(asked, act("grant-extension", { by: "bob", standing: ["supervisor"] }))).toMatchObject({
      dueAt: at(10),
      turn: 1,
    });
  });

  test("is not extended to a day before its due day", () => {
    expect(() => transition(fresh(), act("ask-extension", { until: at(6) }), half)).toThrow(/expected a time after/);
  });

  test.each(["return", "refuse-extension", "ask-extension", "not-mine", "waive", "cancel"] as const)(
    "%s needs a reason",
    (verb) => {
      expect(wantsReason(verb)).toBe(true);
      const task =
        verb === "return" ? take(fresh(), act("submit")) : { ...fresh(), askedUntil: at(10), askedById: "zoe" };
      const standing: Standing[] = verb === "not-mine" ? ["doer"] : ["verifier", "supervisor", "administrator"];
      expect(() => transition(task, act(verb, { by: "bob", standing, reason: " ", until: at(12) }), half)).toThrow(
        /reason/,
      );
    },
  );
});

const people = ["ann", "bob", "cy", null] as const;
const standings: readonly Standing[] = ["doer", "verifier", "supervisor", "administrator", "system"];
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
const runs = { numRuns: 500 };

describe("whatever is done to a task, in whatever order", () => {
  const walk = (check: (before: TaskFacts, one: Act, after: TaskFacts) => void): void =>
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyAct, { maxLength: 30 }), (verified, acts) => {
        let task = fresh(verified ? "supervisory-board" : null);
        for (const one of acts) {
          let after = task;
          try {
            after = take(task, one);
          } catch (error) {
            if (!(error instanceof Refused)) throw error;
          }
          check(task, one, after);
          task = after;
        }
      }),
      runs,
    );

  test("what is settled stays settled", () =>
    walk((before, _, after) => {
      if (isSettled(before.state)) expect(after).toEqual(before);
    }));

  test("nobody accepts or returns what they did", () =>
    walk((before, { by }, after) => {
      if (before.state === "submitted" && (after.state === "accepted" || after.state === "returned"))
        expect(by === null || !before.didIds.includes(by)).toBe(true);
    }));

  test("a verified task is closed only by a verdict, and accepted only after a submission", () =>
    walk((before, _, after) => {
      if (after.verifier) expect(after.state).not.toBe("closed");
      if (after.state === "accepted" && before.state !== "accepted") expect(before.state).toBe("submitted");
    }));

  test("turns, returns and submissions never go back, and a new due day is a new turn", () =>
    walk((before, _, after) => {
      expect(after.turn).toBeGreaterThanOrEqual(before.turn);
      expect(after.returns).toBeGreaterThanOrEqual(before.returns);
      expect(after.submissions).toBeGreaterThanOrEqual(before.submissions);
      if (after.dueAt.getTime() !== before.dueAt.getTime()) expect(after.turn).toBe(before.turn + 1);
    }));

  test("asking twice is asking once", () =>
    walk((_, one, after) => {
      // Words may be said again, and so may a wish that was refused in between.
      if (["press", "not-mine", "refuse-extension", "grant-extension", "move", "return"].includes(one.verb)) return;
      try {
        expect(take(after, one)).toEqual(after);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }));

  test("what is offered is never refused for the state or the standing", () =>
    walk((before, { by, standing }) => {
      for (const verb of offered(before, standing, by)) {
        const full = {
          verb,
          by,
          standing,
          at: at(41),
          reason: "because",
          until: at(100),
          to: by === "dan" ? "eve" : "dan",
        };
        expect(() => transition(before, full, () => at(100))).not.toThrow();
      }
    }));
});
