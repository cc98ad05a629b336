import { describe, expect, it } from "vitest";
import { advance, type Climber } from "../../../domain/escalation/advance.ts";
import { foresee } from "../../../domain/escalation/foresee.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { asksForReport } from "../../../domain/escalation/progress.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const at = (day: string, time = "09:00"): Date => instantAt(`2026-${day}`, time, zone);
const policy = defaultPolicies["rectification-minor"];
const holders = [{ personId: "sec", role: "secretariat" as const }];
const around = { zone, calendar: chinaCalendar(), holders };

/** The task of a minor finding of Monday 2 November, due 15 business days later. */
const task = (more: Partial<Climber> = {}): Climber & { nextAt: Date } => ({
  state: "open",
  dueRevision: 0,
  climbFrom: at("11-02", "10:00"),
  climbDueAt: at("11-23", "18:00"),
  processedThrough: at("11-02", "10:00"),
  highestRung: null,
  roles: ["secretariat"],
  personId: null,
  passedById: null,
  verifier: "supervisory-board",
  didIds: [],
  nextAt: at("11-09"),
  ...more,
});

/** Instants before D with the rung that is sent. */
function sentBeforeDue(one: Climber & { nextAt: Date }): string[] {
  if (!policy) throw new Error("no policy");
  const found: string[] = [];
  for (const { at, said } of foresee(one, policy, around, one.climbFrom)) {
    if (at >= one.climbDueAt) break;
    found.push(`${at.toISOString().slice(5, 10)} ${said.notices.map(({ step }) => step.split(":")[2]).join(" ")}`);
  }
  return found;
}

describe("the progress report of a rectification of more than ten business days", () => {
  it("is requested each week, together with the reminder of that day, and not on the last one", () => {
    expect(sentBeforeDue(task())).toEqual(["11-09 progress-5bd", "11-16 progress-5bd#1", "11-20 -1bd"]);
  });

  it("is requested on the page by the same rule: not for a short term, nor after a recent report", () => {
    if (!policy) throw new Error("no policy");
    const when = { now: at("11-16"), zone, calendar: around.calendar };
    const requested = (more: Partial<Climber>): boolean => asksForReport(policy, task(more), when);
    expect(requested({})).toBe(true);
    expect(requested({ outlookAt: at("11-13", "10:00") })).toBe(false);
    expect(requested({ outlookAt: at("11-09", "10:00") })).toBe(true);
    expect(requested({ climbDueAt: at("11-12", "18:00") })).toBe(false);
  });

  it("is requested even after an acknowledgement, which stops only reminders", () => {
    expect(sentBeforeDue(task({ state: "acknowledged" }))).toEqual([
      "11-09 progress-5bd",
      "11-16 progress-5bd#1",
      "11-20 -1bd",
    ]);
  });

  it("is requested as often as a supervisor sets, or never, whatever the term", () => {
    const every = (reportEvery: string, more: Partial<Climber> = {}): string[] =>
      sentBeforeDue({ ...task({ facts: { reportEvery }, ...more }), nextAt: at("11-03") }).map((one) =>
        one.replace(/#\d+/, ""),
      );
    expect(every("2bd", { climbDueAt: at("11-10", "18:00") })).toEqual([
      "11-03 -5bd",
      "11-04 progress-2bd",
      "11-06 progress-2bd",
      "11-09 -1bd",
    ]);
    expect(every("none")).toEqual(["11-16 -5bd", "11-20 -1bd"]);
    expect(every("often")).toEqual(sentBeforeDue(task()).map((one) => one.replace(/#\d+/, "")));
  });

  it("is not requested again within a week of a report", () => {
    expect(sentBeforeDue(task({ outlookAt: at("11-06") }))).toEqual(["11-16 progress-5bd#1", "11-20 -1bd"]);
    expect(sentBeforeDue(task({ outlookAt: at("11-11") }))).toEqual(["11-16 -5bd", "11-20 -1bd"]);
  });

  it("is not requested if the term is ten business days or less", () => {
    expect(sentBeforeDue(task({ climbDueAt: at("11-16", "18:00") }))).toEqual(["11-09 -5bd", "11-13 -1bd"]);
  });

  it("is requested from the doer by e-mail, and not from supervisors", () => {
    if (!policy) throw new Error("no policy");
    const { notices } = advance(task(), policy, around, at("11-09"));
    expect(notices.map(({ personId, channel, part }) => [personId, channel, part])).toEqual([["sec", "email", "doer"]]);
  });
});
