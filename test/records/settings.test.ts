import { afterEach, describe, expect, it } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import { dutyStates } from "../../client/registry/duties.ts";
import { pauseOrganization } from "../../client/registry/organizations.ts";
import { setDuty, setPolicy } from "../../client/registry/settings.ts";
import { allDuties, dutyOf } from "../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { eventsOf } from "../../records/cases/events.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
let now = new Date("2031-03-03T03:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator";
const one = await found(db, now, {});
const two = await found(db, now, {});
/** A monthly recurring task of all organizations. */
const monthly = allDuties.find(
  (duty) => duty.kind === "RT" && duty.cadence === "monthly" && duty.types === "ALL" && !duty.party,
);
if (!monthly) throw new Error("the catalogue has no monthly recurring task");
const duty = monthly.number;

let keys = 0;
const open = async (organizationId: string, number = duty, facts = {}): Promise<string> => {
  keys += 1;
  const dueAt = new Date(now.getTime() + 20 * 86_400_000);
  const input = {
    duty: number,
    organizationId,
    subject: "",
    key: `k${keys}`,
    facts,
    actor,
    ...(number === duty && { dueAt }),
  } as const;
  const { caseId } = await startCase(context, input);
  const later = new Date(now.getTime() + 1e9);
  await db.task.updateMany({ where: { caseId }, data: { nextAt: later, processedThrough: now } });
  await db.sleeper.deleteMany();
  await db.nudge.deleteMany();
  return caseId;
};
const taskOf = (caseId: string) => db.task.findFirstOrThrow({ where: { caseId } });
const woken = async (): Promise<string[]> =>
  [...new Set((await db.nudge.findMany()).map((row) => row.workflowId))].sort();
const stateOf = async (organizationId?: string) => {
  const state = (await dutyStates(context, organizationId)).find((each) => each.duty.number === duty);
  if (!state) throw new Error(`duty ${duty} is not there`);
  return state;
};

afterEach(async () => {
  await db.dutySetting.deleteMany();
  await db.policyRow.deleteMany();
  await db.task.updateMany({ data: { state: "cancelled", settledAt: now, nextAt: null } });
  await db.organization.updateMany({ data: { pausedAt: null } });
  now = new Date(now.getTime() + 60_000);
});

describe("a setting of a duty", () => {
  it("is the organization's own before the general one before the pack's, and falls back when it is removed", async () => {
    const planned = async (id: string) => (await settingsOf(db)).planned(dutyOf(duty), id);
    expect(await planned(one.id)).toEqual({ duty: monthly, cadence: "monthly", policy: monthly.policy });
    await setDuty(context, { duty, cadence: "quarterly", policy: "filing", actor });
    await setDuty(context, { duty, organization: one.code, cadence: "weekly", actor });
    expect(await planned(one.id)).toEqual({ duty: monthly, cadence: "weekly", policy: "filing" });
    expect(await planned(two.id)).toEqual({ duty: monthly, cadence: "quarterly", policy: "filing" });
    await setDuty(context, { duty, organization: one.code, cadence: null, actor });
    await setDuty(context, { duty, cadence: null, policy: null, actor });
    expect(await planned(one.id)).toEqual({ duty: monthly, cadence: "monthly", policy: monthly.policy });
    expect(await db.dutySetting.count()).toBe(0);
  });

  it("set eight times at once is one row", async () => {
    await Promise.all(Array.from({ length: 8 }, () => setDuty(context, { duty, cadence: "yearly", actor })));
    expect(await db.dutySetting.count()).toBe(1);
  });

  it("has the planners plan again when the cadence changes", async () => {
    await db.nudge.deleteMany();
    await setDuty(context, { duty, cadence: "weekly", actor });
    expect(await woken()).toEqual(["planner-0"]);
  });

  it("is rejected with what was expected: duty, organization, cadence, policy", async () => {
    await expect(setDuty(context, { duty: "999", cadence: "weekly", actor })).rejects.toMatchObject({
      code: "UNKNOWN_DUTY",
    });
    await expect(setDuty(context, { duty, organization: "GZ-NONE", cadence: "weekly", actor })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(setDuty(context, { duty, cadence: "hourly", actor })).rejects.toThrow(
      'cadence: "hourly"; expected one of weekly, monthly',
    );
    await expect(setDuty(context, { duty, policy: "none-such", actor })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(/^policy: "none-such"; expected one of .*ordinary/),
    });
    await expect(setDuty(context, { duty: "40a", cadence: "weekly", actor })).rejects.toThrow(
      "its cases start from an event",
    );
    await expect(setDuty(context, { duty: "29", policy: "ordinary", actor })).rejects.toThrow(
      "expected one with a term",
    );
    expect(await db.dutySetting.count()).toBe(0);
  });
});

describe("another policy of a duty", () => {
  it("applies to open tasks too, which are processed now; an organization's own setting stays", async () => {
    await setDuty(context, { duty, organization: two.code, policy: "emergency", actor });
    const [first, second] = [await open(one.id), await open(two.id)];
    await db.task.updateMany({ where: { caseId: second }, data: { policy: "emergency" } });
    expect(await setDuty(context, { duty, policy: "filing", actor })).toEqual({ tasks: 1 });
    expect(await taskOf(first)).toMatchObject({ policy: "filing", nextAt: now });
    expect(await taskOf(second)).toMatchObject({ policy: "emergency" });
    expect((await taskOf(second)).nextAt).not.toEqual(now);
    expect(await woken()).toEqual([`round-${duty}-0`]);
    expect((await eventsOf(db, first)).at(-1)).toMatchObject({ verb: "policy-set", after: { policy: "filing" } });
    expect(await setDuty(context, { duty, policy: "filing", actor })).toEqual({ tasks: 0 });
  });

  it("does not replace the policy of a finding's severity", async () => {
    const caseId = await open(one.id, "29", { severity: "minor" });
    expect(await setDuty(context, { duty: "29", policy: "emergency", actor })).toEqual({ tasks: 0 });
    expect((await taskOf(caseId)).policy).toBe("rectification-minor");
  });
});

describe("a duty that is paused", () => {
  it("stops its open tasks until it is resumed, except in paused organizations", async () => {
    const [first, second] = [await open(one.id), await open(two.id)];
    expect(await setDuty(context, { duty, paused: true, actor })).toEqual({ tasks: 2 });
    expect((await taskOf(first)).nextAt).toBeNull();
    expect((await stateOf()).paused).toBe(true);
    expect(await setDuty(context, { duty, paused: true, actor })).toEqual({ tasks: 0 });
    await expect(setDuty(context, { duty, organization: one.code, paused: false, actor })).rejects.toMatchObject({
      code: "REFUSED",
    });
    await pauseOrganization(context, two.code, actor);
    now = new Date(now.getTime() + 3_600_000);
    expect(await setDuty(context, { duty, paused: false, actor })).toEqual({ tasks: 1 });
    expect((await taskOf(first)).nextAt).toEqual(now);
    expect((await taskOf(second)).nextAt).toBeNull();
    expect((await eventsOf(db, first)).map(({ verb }) => verb)).toEqual(["opened", "paused", "resumed"]);
  });

  it("for one organization continues in the others", async () => {
    const [first, second] = [await open(one.id), await open(two.id)];
    expect(await setDuty(context, { duty, organization: one.code, paused: true, actor })).toEqual({ tasks: 1 });
    expect((await taskOf(first)).nextAt).toBeNull();
    expect((await taskOf(second)).nextAt).not.toBeNull();
  });
});

describe("a written policy", () => {
  const ordinary = defaultPolicies.ordinary;
  if (!ordinary) throw new Error("the policy `ordinary` is gone");

  it("replaces a built-in one; its tasks are processed now, others are not; the same again changes nothing", async () => {
    await setDuty(context, { duty, policy: "ordinary", actor });
    const climbing = await open(one.id);
    await db.task.updateMany({ where: { caseId: climbing }, data: { policy: "ordinary" } });
    const other = await open(two.id, "29", { severity: "major" });
    const mine = { ...ordinary, rungs: ordinary.rungs.map((step) => (step.at ? { ...step, at: "10:30" } : step)) };
    mine.for = { zh: "本市常规工作", en: "recurring work of this city" };
    expect(await setPolicy(context, mine)).toEqual({ name: "ordinary", changed: true, tasks: 1 });
    expect((await taskOf(climbing)).nextAt).toEqual(now);
    expect((await taskOf(other)).nextAt).not.toEqual(now);
    expect(await woken()).toEqual([`round-${duty}-0`]);
    expect((await policiesOf(db)).get("ordinary")).toEqual(mine);
    expect((await policiesOf(db)).get("verdict")).toBe(defaultPolicies.verdict);
    expect(await setPolicy(context, mine)).toEqual({ name: "ordinary", changed: false, tasks: 0 });
  });

  it("is read in the format of an earlier version, which had another name for its rungs", async () => {
    const { rungs: steps, ...rest } = { ...ordinary, dueAt: "17:00" };
    await db.policyRow.create({ data: { name: "ordinary", definition: { ...rest, steps } as object, updatedAt: now } });
    expect((await policiesOf(db)).get("ordinary")).toEqual({ ...ordinary, dueAt: "17:00" });
  });

  it("is rejected if it cannot work, naming the rung, and if it drops a term that tasks need", async () => {
    const silent = { ...ordinary, name: "silent", rungs: [{ ...ordinary.rungs[0], every: undefined, tell: [] }] };
    await expect(setPolicy(context, JSON.parse(JSON.stringify(silent)))).rejects.toMatchObject({
      code: "POLICY",
      message: expect.stringContaining(`Rung "${ordinary.rungs[0]?.name}"`),
    });
    await expect(setPolicy(context, "ordinary")).rejects.toMatchObject({ code: "POLICY" });
    const { term: _, ...endless } = defaultPolicies.verdict ?? ordinary;
    await expect(setPolicy(context, endless)).rejects.toThrow('term: policy "verdict" has none');
    expect(await db.policyRow.count()).toBe(0);
  });
});

describe("the state of a duty", () => {
  it("has the number of organizations, open and late tasks, and the next opening", async () => {
    await open(one.id);
    const late = await open(two.id);
    await db.task.updateMany({ where: { caseId: late }, data: { dueAt: new Date(now.getTime() - 1) } });
    // Monday 3 March was the month's first business day, and 11:00 is past its nine o'clock.
    expect(await stateOf()).toMatchObject({ organizations: 2, overrides: 0, open: 2, late: 1, next: "2031-04-01" });
    expect(await stateOf(one.id)).toMatchObject({ organizations: 1, open: 1, late: 0 });
    await setDuty(context, { duty, organization: one.code, cadence: "weekly", actor });
    expect(await stateOf()).toMatchObject({ cadence: "monthly", overrides: 1, next: "2031-03-10" });
    expect(await stateOf(two.id)).toMatchObject({ cadence: "monthly", next: "2031-04-01" });
    await setDuty(context, { duty, paused: true, actor });
    expect((await stateOf()).next).toBeNull();
  });

  it("has no next opening if only events start it", async () => {
    const finding = (await dutyStates(context)).find((state) => state.duty.number === "29");
    expect(finding).toMatchObject({ cadence: null, next: null });
  });
});

describe("the calendar", () => {
  it("has the administrator's days overlaid on the announced ones, and is the same object until they change", async () => {
    const monday = "2031-03-10";
    expect((await calendarOf(db)).isBusinessDay(monday)).toBe(true);
    await db.calendarDay.create({ data: { id: "d1", date: new Date(`${monday}T00:00:00Z`), worked: false } });
    await db.calendarDay.create({ data: { id: "d2", date: new Date("2031-03-08T00:00:00Z"), worked: true } });
    await db.calendarDay.create({
      data: { id: "d3", date: new Date("2031-03-11T00:00:00Z"), worked: false, district: "越秀区" },
    });
    const calendar = await calendarOf(db);
    expect([monday, "2031-03-08", "2031-03-11"].map((day) => calendar.isBusinessDay(day))).toEqual([false, true, true]);
    expect(await calendarOf(db)).toBe(calendar);
  });
});
