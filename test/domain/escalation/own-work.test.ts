import { describe, expect, it } from "vitest";
import { advance, type Climber } from "../../../domain/escalation/advance.ts";
import { foresee } from "../../../domain/escalation/foresee.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const at = (day: string, time: string): Date => instantAt(`2026-${day}`, time, zone);
const policy = defaultPolicies.verdict;
const holders = (
  [
    ["secretariat", "sec"],
    ["legal-representative", "legal"],
    ["supervisory-board", "board"],
    ["authority", "authority"],
  ] as const
).map(([role, personId]) => ({ role: role as Role, personId }));

/** Submitted on Monday 2 November, for the supervisory board to verify within five business days. */
const submitted = (didIds: readonly string[]): Climber & { nextAt: Date } => ({
  state: "submitted",
  dueRevision: 0,
  climbFrom: at("11-02", "10:00"),
  climbDueAt: at("11-09", "18:00"),
  processedThrough: at("11-02", "10:01"),
  highestRung: null,
  roles: ["secretariat"],
  personId: null,
  passedById: null,
  verifier: "supervisory-board",
  didIds,
  nextAt: at("11-04", "09:00"),
});

/** Recipients who are notified as the next higher role, with the skipped role, in the weeks after D of the verdict. */
function escalations(didIds: readonly string[], known = holders): string[] {
  if (!policy) throw new Error("no policy");
  const around = { zone, calendar: chinaCalendar(), holders: known };
  const found: string[] = [];
  for (const { at: when, said } of foresee(submitted(didIds), policy, around, at("11-02", "10:01"))) {
    if (when > at("11-24", "00:00")) break;
    const who = said.notices.map((one) => `${one.personId}${one.passed ? ` past the ${one.passed}` : ""}`);
    found.push(`${when.toISOString().slice(5, 10)} ${who.join(", ")}`);
  }
  return found;
}

describe("an overdue verdict", () => {
  it("notifies the legal representative", () => {
    expect(escalations(["sec"])).toContain("11-09 board, legal");
  });
  it("skips a legal representative who did the work, and never notifies them as a supervisor", () => {
    const all = escalations(["sec", "legal"]);
    expect(all).toContain("11-09 board, authority past the legal-representative");
    expect(all.join()).not.toMatch(/\blegal(?!-)/);
    expect(all.at(-1)).toBe("11-23 board, authority");
  });
  it("leaves out a legal representative who did the work if nobody holds a higher role", () => {
    const within = holders.filter(({ role }) => role !== "authority");
    expect(escalations(["legal"], within).join()).not.toMatch(/\blegal\b/);
  });
  it("notifies a legal representative who must verify it", () => {
    if (!policy) throw new Error("no policy");
    const task = { ...submitted(["sec"]), verifier: "legal-representative" as const };
    const { notices } = advance(task, policy, { zone, calendar: chinaCalendar(), holders }, at("11-09", "18:00"));
    expect(notices.map(({ personId }) => personId)).toContain("legal");
  });
});
