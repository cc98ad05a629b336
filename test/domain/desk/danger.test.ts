import { describe, expect, it } from "vitest";
import { byUrgency, dangersOf, inDanger, statutorySteps, type Weighed } from "../../../domain/desk/danger.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { isUrgent } from "../../../domain/escalation/policy.ts";

const now = new Date("2026-11-24T00:30:00Z");
const urgent = new Set(["emergency"]);
const task = (more: Partial<Weighed> = {}): Weighed => ({
  id: "a",
  severity: null,
  policy: "ordinary",
  state: "open",
  duty: "29",
  step: "do",
  dueAt: new Date("2026-12-20T10:00:00Z"),
  waitsFor: 0,
  zone: "Asia/Shanghai",
  ...more,
});
const dangers = (more: Partial<Weighed>) => dangersOf(task(more), urgent, now);
const [duty = "", step = ""] = (statutorySteps[0] ?? "").split("/");

describe("a danger", () => {
  it("is a critical task until it is accepted, a ladder that sends at night, an unanswered report of risk or blockage, or a statutory day today", () => {
    expect(dangers({})).toEqual([]);
    expect(dangers({ severity: "major" })).toEqual([]);
    expect(dangers({ severity: "critical" })).toEqual(["critical"]);
    expect(dangers({ severity: "critical", state: "submitted" })).toEqual(["critical"]);
    expect(dangers({ policy: "emergency" })).toEqual(["emergency"]);
    expect(dangers({ policy: "emergency", state: "submitted" })).toEqual([]);
    expect(dangers({ outlook: "blocked", outlookAnsweredAt: now })).toEqual(["blocked"]);
    expect(dangers({ outlook: "at-risk", outlookAnsweredAt: null })).toEqual(["at-risk"]);
    expect(dangers({ outlook: "at-risk", outlookAnsweredAt: now })).toEqual([]);
    expect(dangers({ outlook: "on-track", outlookAnsweredAt: null })).toEqual([]);
    const today = new Date("2026-11-24T15:59:00Z");
    expect(dangers({ duty, step, dueAt: today })).toEqual(["law-today"]);
    expect(dangers({ duty, step, dueAt: new Date("2026-11-24T16:30:00Z") })).toEqual([]);
    // An end at 24:00 belongs to the day before.
    expect(dangers({ duty, step, dueAt: new Date("2026-11-24T16:00:00Z") })).toEqual(["law-today"]);
    expect(dangers({ duty, step, dueAt: new Date("2026-11-23T16:00:00Z") })).toEqual([]);
    expect(dangers({ dueAt: today })).toEqual([]);
    expect(dangers({ severity: "critical", policy: "emergency", waitsFor: 1 })).toEqual([]);
  });

  it("is ordered by its most serious reason, then by severity, statute and lateness: a gas leak comes before a task that is only old", () => {
    const leak = task({ id: "leak", severity: "critical", policy: "emergency", dueAt: now });
    const old = task({ id: "old", severity: "critical", state: "submitted", dueAt: new Date("2026-11-20T01:00:00Z") });
    const blocked = task({ id: "blocked", outlook: "blocked", dueAt: new Date("2026-10-01T10:00:00Z") });
    const quiet = task({ id: "quiet", dueAt: new Date("2026-01-01T10:00:00Z") });
    const order = inDanger([quiet, blocked, leak, old], urgent, now).map(({ id }) => id);
    expect(order).toEqual(["old", "leak", "blocked"]);
    const law = task({ id: "law", duty, step, dueAt: new Date("2026-12-01T10:00:00Z") });
    const major = task({ id: "grave", severity: "major" });
    const rows = [task({ id: "z" }), task({ id: "late", dueAt: now }), law, major, task()];
    expect(rows.sort(byUrgency).map(({ id }) => id)).toEqual(["grave", "law", "late", "a", "z"]);
  });

  it("is found by the index of policies whose ladders send at night", () => {
    const named = Object.values(defaultPolicies)
      .filter(isUrgent)
      .map(({ name }) => name);
    expect(named.sort()).toEqual(["emergency", "incident-critical", "rectification-critical"]);
  });
});
