import { describe, expect, test } from "vitest";
import { RefusedError } from "../../../domain/errors.ts";
import { awaitsAnswer, type Outlook } from "../../../domain/tasks/outlook.ts";
import { requiresReason } from "../../../domain/tasks/permitted.ts";
import type { Act } from "../../../domain/tasks/task.ts";
import type { TaskRelationship, Verb } from "../../../domain/tasks/task-states.ts";
import { transition } from "../../../domain/tasks/transition.ts";
import { at, fresh, takenBy } from "../../support/task-facts.ts";

const half = (): Date => at(30);
const take = takenBy(half);
const act = (verb: Verb, more: Partial<Act> = {}): Act => ({
  verb,
  by: "ann",
  standing: ["doer"],
  at: at(1),
  ...(requiresReason(verb) && { reason: "because" }),
  ...more,
});

describe("a task", () => {
  test("is submitted by its doer and accepted by its verifier", () => {
    const submitted = take(fresh(), act("submit"));
    expect(submitted).toMatchObject({ state: "submitted", submissions: 1, submittedById: "ann", didIds: ["ann"] });
    expect(take(submitted, act("accept", { by: "bob", standing: ["verifier"] })).state).toBe("accepted");
  });

  test("that was missed accepts one submission for the record, which nobody verifies; every other act is refused", () => {
    const missed = { ...fresh(), state: "missed" } as const;
    const belated = take(missed, act("submit"));
    expect(belated).toMatchObject({ state: "belated", submissions: 1, submittedById: "ann" });
    expect(take(belated, act("submit"))).toEqual(belated);
    expect(() => transition(belated, act("submit", { by: "bob" }), half)).toThrow(RefusedError);
    for (const verb of ["acknowledge", "delegate", "ask-extension"] as const)
      expect(() => transition(missed, act(verb, { to: "cy", until: at(40) }), half)).toThrow(RefusedError);
  });

  test("without a verifier closes when it is submitted", () => {
    expect(take(fresh(null), act("submit")).state).toBe("closed");
  });

  test("is never verified by a person who did a part of it, not even after a reassignment", () => {
    const passed = take(fresh(), act("delegate", { to: "cy" }));
    const submitted = take(passed, act("submit", { by: "cy" }));
    for (const by of ["ann", "cy"])
      expect(() => transition(submitted, act("accept", { by, standing: ["verifier"] }), half)).toThrow(RefusedError);
    expect(take(submitted, act("accept", { by: "bob", standing: ["verifier"] })).state).toBe("accepted");
  });

  test("cannot be reassigned to the person who reassigned it", () => {
    const passed = take(fresh(), act("delegate", { to: "cy" }));
    expect(() => transition(passed, act("delegate", { by: "cy", to: "ann" }), half)).toThrow(/circle/);
    expect(() => transition(fresh(), act("delegate", { to: "ann" }), half)).toThrow(RefusedError);
  });

  test("returned has a new due day, and counts its returns", () => {
    const returned = take(take(fresh(), act("submit")), act("return", { by: "bob", standing: ["verifier"] }));
    expect(returned).toMatchObject({ state: "returned", returns: 1, dueRevision: 1, dueAt: at(30) });
  });

  test("is not extended by the person who requested the extension", () => {
    const requested = take(fresh(), act("ask-extension", { until: at(10) }));
    expect(requested.askedUntil).toEqual(at(10));
    const own = act("grant-extension", { standing: ["supervisor"] });
    expect(() => transition(requested, own, half)).toThrow(/asked for more time cannot grant/);
    expect(take(requested, act("grant-extension", { by: "bob", standing: ["supervisor"] }))).toMatchObject({
      dueAt: at(10),
      dueRevision: 1,
    });
  });

  test("is not extended to a day before its due day", () => {
    expect(() => transition(fresh(), act("ask-extension", { until: at(6) }), half)).toThrow(/expected a time after/);
  });

  test("takes progress reports of its doer: one at risk or blocked notifies the supervisor at once, and stops no ladder", () => {
    const report = (outlook: Outlook, more: Partial<Act> = {}) => act("report", { outlook, reason: "等配件", ...more });
    const change = transition(fresh(), report("blocked"), half);
    if (change === "done already") throw new Error("nothing changed");
    expect(change.climb).toBeUndefined();
    expect(change.set.state).toBeUndefined();
    expect(change.recipients).toMatchObject([
      { audience: "legal-representative", above: true, channels: ["email", "sms"] },
    ]);
    expect(take(fresh(), report("at-risk"))).toMatchObject({
      outlook: "at-risk",
      outlookNote: "等配件",
      dueRevision: 0,
    });
    const well = transition(fresh(), report("on-track", { reason: "" }), half);
    expect(well).toMatchObject({ recipients: [] });
    expect(() => transition(fresh(), report("at-risk", { reason: " " }), half)).toThrow(/reason/);
    expect(() => transition(fresh(), act("report"), half)).toThrow(/on-track, at-risk or blocked/);
  });

  test("has one report if the same report is sent twice; a week later the same text is a new one", () => {
    const report = act("report", { outlook: "on-track", reason: "进度正常" });
    const reported = take(fresh(), report);
    expect(transition(reported, { ...report, at: at(1.001) }, half)).toBe("done already");
    expect(transition(reported, { ...report, at: at(6) }, half)).toMatchObject({ set: { outlookAt: at(6) } });
  });

  test("keeps a report that requests help until an extension or a reply, which a reminder is not; a reassignment or submission also clears it", () => {
    const risky = take(fresh(), act("report", { outlook: "at-risk", reason: "等配件" }));
    expect(awaitsAnswer(risky)).toBe(true);
    const by = { by: "bob", standing: ["supervisor"] as TaskRelationship[] };
    for (const answer of [
      act("grant-extension", { ...by, until: at(12) }),
      act("press", { ...by, reason: "我来联系" }),
    ])
      expect(take(risky, answer)).toMatchObject({ outlook: "at-risk", outlookAnsweredAt: at(1) });
    expect(awaitsAnswer(take(risky, act("press", by)))).toBe(true);
    for (const end of [act("reassign", { ...by, to: "cy" }), act("take-on", by), act("submit")])
      expect(take(risky, end)).toMatchObject({ outlook: null, outlookNote: null });
  });

  test.each(["return", "refuse-extension", "ask-extension", "not-mine", "waive", "cancel"] as const)(
    "refuses %s without a reason",
    (verb) => {
      expect(requiresReason(verb)).toBe(true);
      const task =
        verb === "return" ? take(fresh(), act("submit")) : { ...fresh(), askedUntil: at(10), askedById: "zoe" };
      const standing: TaskRelationship[] = verb === "not-mine" ? ["doer"] : ["verifier", "supervisor", "administrator"];
      expect(() => transition(task, act(verb, { by: "bob", standing, reason: " ", until: at(12) }), half)).toThrow(
        /reason/,
      );
    },
  );
});
