import { describe, expect, it } from "vitest";
import type { Profile } from "../../../../domain/catalogue/applies.ts";
import type { Facts } from "../../../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../../domain/escalation/policies.ts";
import { inRound } from "../../../../domain/procedures/kinds/gathering.ts";
import { onDutyOf, peopleOf, training } from "../../../../domain/procedures/kinds/project.ts";
import { openSteps } from "../../../../domain/procedures/opening.ts";
import type { CaseView } from "../../../../domain/procedures/procedure.ts";
import { phasesOf, stepOf } from "../../../../domain/procedures/steps.ts";
import { startedBy } from "../../../../domain/procedures/triggers.ts";
import { chinaCalendar } from "../../../../domain/time/calendar.ts";
import { instantAt } from "../../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const of = (type: Profile["type"], party = true): Profile => ({
  type,
  party,
  qualified: true,
  registration: "association",
  marks: [],
});
/** The row of each step, and its D, opened on Monday 2031-03-03. */
function opened(number: string, steps: readonly string[], organization: Profile, caseFacts: Facts = {}) {
  const openedAt = instantAt("2031-03-03", "09:00", zone);
  const around = {
    organization,
    holders: [],
    policies: new Map(Object.entries(defaultPolicies)),
    calendar: chinaCalendar(),
  };
  const opening = { caseId: "c", organizationId: "o", shard: 0, zone, duty: dutyOf(number), openedAt, caseFacts };
  return openSteps(opening, steps, around).map(({ step, duty, roles, dueAt }) => [
    step,
    duty,
    roles[0],
    dueAt.toISOString(),
  ]);
}
const started = (event: Parameters<typeof startedBy>[0], organization: Profile) =>
  startedBy(event, organization).map(({ number }) => number);
const view = (submission: Facts, more: Partial<CaseView> = {}): CaseView => ({
  facts: {},
  tasks: new Map(),
  submission,
  now: new Date("2031-03-03T02:00:00Z"),
  zone,
  today: "2031-03-03",
  qualified: true,
  ...more,
});
const lacks = (kind: "CA" | "AG", step: string, at: CaseView): string[] =>
  (stepOf(kind, step).gate ?? []).filter((condition) => !condition.holds(at)).map(({ name }) => name);

describe("a call", () => {
  it("is one case of row 63 for any organization; participation and service on its own initiative are rows 32 and 9", () => {
    for (const type of ["HUB", "COM", "OTH", "CHA"] as const) expect(started("call-issued", of(type))).toEqual(["63"]);
    expect(started("participation-planned", of("CHA"))).toEqual(["32"]);
    expect(started("service-planned", of("CHA"))).toEqual(["9"]);
    expect(started("service-planned", of("CHA", false))).toEqual([]);
  });

  it("is decided by the head by the day in the call; each step belongs to the first row that applies", () => {
    expect(opened("63", ["decide"], of("CHA"), { replyBy: "2031-03-08" })).toEqual([
      ["decide", "32", "head", "2031-03-08T10:00:00.000Z"],
    ]);
    const rows = (type: Profile["type"], party: boolean) =>
      opened("63", ["protection", "roster", "serve", "report"], of(type, party)).map(
        ([, duty, role]) => `${duty} ${role}`,
      );
    expect(rows("HUB", true)).toEqual([
      ...["9 party-organization", "10 party-organization", "10 party-organization", "33 secretariat"],
    ]);
    expect(rows("COM", false)).toEqual(["63 secretariat", "63 secretariat", "63 secretariat", "55 secretariat"]);
    expect(rows("OTH", false).at(-1)).toBe("57 secretariat");
    expect(rows("SVC", false).at(-1)).toBe("63 secretariat");
  });

  it("accepts a yes only if all three tests hold, and a no only with a reason", () => {
    const yes = { asked: "yes", needed: "yes", able: "yes", decision: "yes" };
    expect(lacks("CA", "decide", view(yes))).toEqual([]);
    expect(lacks("CA", "decide", view({ ...yes, asked: "no", able: "no" }))).toEqual(["asked", "able"]);
    expect(lacks("CA", "decide", view({ ...yes, decision: "no" }))).toEqual(["reason"]);
    expect(lacks("CA", "decide", view({ ...yes, able: "no", decision: "no", reason: "无人可派" }))).toEqual([]);
  });
});

describe("a gathering", () => {
  it("is one case of row 22c; a hub's is also checked against the charter and reported", () => {
    expect(started("gathering-planned", of("HUB"))).toEqual(["22c"]);
    const facts = { date: "2031-03-10" };
    expect(opened("22c", ["charter", "approve", "hold", "report"], of("CHA"), facts)).toEqual([
      ["approve", "22c", "secretariat", "2031-03-07T10:00:00.000Z"],
      ["hold", "22c", "secretariat", "2031-03-13T10:00:00.000Z"],
    ]);
    expect(opened("22c", ["charter", "report"], of("HUB"), facts).map(([step, duty]) => [step, duty])).toEqual([
      ["charter", "35"],
      ["report", "35"],
    ]);
  });

  it("is held on its day if the plan of the current round is approved, or recorded as held without approval", () => {
    const task = (step: string, state: "accepted" | "submitted" | "closed", result = {}) => ({ step, state, result });
    const at = (facts: Facts, tasks: [string, ReturnType<typeof task>][]) =>
      lacks("AG", "hold", view({}, { facts, tasks: new Map(tasks) }));
    expect(at({ date: "2031-03-04" }, [["approve", task("approve", "submitted")]])).toEqual(["approval", "day"]);
    expect(at({ date: "2031-03-03" }, [["approve", task("approve", "accepted")]])).toEqual([]);
    expect(at({ date: "2031-03-03", round: 2 }, [["approve", task("approve", "accepted")]])).toEqual(["approval"]);
    expect(at({ round: 2 }, [["approve:2", task("approve", "accepted")]])).toEqual([]);
    expect(at({}, [["unapproved", task("unapproved", "closed", { happened: "held" })]])).toEqual([]);
    expect([inRound("approve", undefined), inRound("approve", 1), inRound("unapproved", 3)]).toEqual([
      ...["approve", "approve", "unapproved:3"],
    ]);
  });
});

describe("a volunteer project", () => {
  it("is one case: of row 41 for a volunteer organization, of row 34 for a hub, of none for others", () => {
    for (const event of ["need-identified", "project-started"] as const)
      expect(started(event, of("VOL"))).toEqual(["41"]);
    expect(started("project-started", of("HUB"))).toEqual(["34"]);
    expect(started("project-started", of("CHA"))).toEqual([]);
    const steps = phasesOf(dutyOf("41"));
    const rows = (number: string, organization: Profile) =>
      Object.fromEntries(opened(number, steps, organization).map(([step, duty]) => [step, duty]));
    expect(rows("41", of("VOL"))).toEqual({
      ...{ needs: "41", protection: "9", recruit: "42", train: "42", check: "43", report: "41" },
    });
    expect(rows("34", of("HUB", false))).toEqual({ protection: "34", recruit: "34", report: "34" });
  });

  it("has a register with ids and days only, whatever its facts contain", () => {
    expect(peopleOf({ people: ["a", 1, null, "b"] })).toEqual(["a", "b"]);
    expect(peopleOf({})).toEqual([]);
    expect(onDutyOf({ onDuty: { a: "2031-03-03", b: 7 } })).toEqual({ a: "2031-03-03" });
    expect(onDutyOf({ onDuty: null })).toEqual({});
    expect([training(1), training(2)]).toEqual(["train", "train:2"]);
  });
});
