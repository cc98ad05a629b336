import { MockActivityEnvironment } from "@temporalio/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { settle } from "../../../activities/cases.ts";
import { setCredit } from "../../../client/registry/credits.ts";
import { act } from "../../../client/tasks/act.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { rowsOf } from "../../../domain/forms/rows.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { standIn } from "../../cli/stand-in.ts";
import { freshDatabase } from "../../support/database.ts";
import { type Founding, found, type Organization } from "../../support/organization.ts";

const { db } = await freshDatabase();
const monday = new Date("2031-03-03T02:00:00Z");
let now = monday;
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const engine = standIn(db);
let organization: Organization;

beforeEach(() => {
  now = monday;
});

const begin = async (founding: Founding): Promise<void> => {
  organization = await found(db, now, founding);
  await engine.plan(organization.shard, now);
};
const caseOf = (duty: string, key: string) =>
  db.case.findUniqueOrThrow({
    where: { organizationId_duty_key: { organizationId: organization.id, duty, key } },
    include: { tasks: true },
  });
const taskOf = async (duty: string, key: string) => {
  const [task] = (await caseOf(duty, key)).tasks;
  if (!task) throw new Error(`${duty} ${key} has no task`);
  return task;
};
/** Values of a form with everything in order. */
async function inOrder(duty: string, key: string, more: Record<string, string>): Promise<Record<string, string>> {
  const task = await taskOf(duty, key);
  const values: Record<string, string> = { ...more };
  for (const ask of fieldsOf(dutyOf(duty), task.step, {})) {
    if (ask.type === "matrix")
      for (const row of rowsOf(task.facts as Record<string, unknown>))
        for (const { name } of ask.items ?? []) values[`${ask.name}.${row.id}.${name}`] = "yes";
    else if (ask.type === "checklist") for (const { name } of ask.items ?? []) values[`${ask.name}.${name}`] = "ok";
    else if (ask.required && ask.type === "number") values[ask.name] = "3";
    else if (ask.required && ask.type === "text") values[ask.name] = "已完成";
  }
  return values;
}
const does = async (duty: string, key: string, role: Role, more: Record<string, string> = {}): Promise<string> => {
  const { id: taskId } = await taskOf(duty, key);
  const values = await inOrder(duty, key, more);
  const file = { name: "材料.txt", mime: "text/plain", bytes: Buffer.from("材料") };
  const files = more.materials === "yes" ? [file] : [];
  const actor = { personId: organization.person(role) };
  return (await act(context, { taskId, verb: "submit", actor, submission: { values, files } })).state;
};
const stands = async (duty: string, key: string): Promise<string> => (await caseOf(duty, key)).state;

describe("a done duty counts for another, which is closed with a link to it:", () => {
  it.each([
    ["premises for own measures", "COM", "22a", "2031-W10", "56", "2031-W10", "secretariat", {}],
    ["staff training for training", "SVC", "53a", "2031-Q1", "25", "2031-H1", "secretariat", {}],
    ["the first topic", "OTH", "7", "2031-03", "1", "2031-03", "party-organization", { "all-staff": "yes" }],
    ["a briefing", "OTH", "24", "2031-Q1", "66", "2031-03", "secretariat", { materials: "yes" }],
    ["the members' briefing", "CHM", "45", "2031-Q1", "66", "2031-03", "secretariat", { materials: "yes" }],
    ["the weak links", "OTH", "4", "2031-03", "69", "2031-03", "secretariat", { led: "yes", "led-by": "李会长" }],
  ] as const)("%s", async (_, type, duty, key, other, its, role, more) => {
    await begin({ type });
    expect(await stands(other, its)).toBe("open");
    await does(duty, key, role, more);
    const source = await caseOf(duty, key);
    const credited = await caseOf(other, its);
    expect([source.state, credited.state, credited.countedByCaseId]).toEqual(["done", "credited", source.id]);
    expect(credited.tasks.map(({ state, nextAt }) => [state, nextAt])).toEqual(
      credited.tasks.map(() => ["credited", null]),
    );
    const told = (await eventsOf(db, credited.id)).at(-1);
    expect(told).toMatchObject({ verb: "credited", after: { case: source.id, duty } });
  });

  it.each([
    ["OTH", "7", "2031-03", "1", "party-organization", { "all-staff": "no" }],
    ["OTH", "24", "2031-Q1", "66", "secretariat", {}],
    ["OTH", "4", "2031-03", "69", "secretariat", {}],
  ] as const)("but not if the form does not say so (%s, %s)", async (type, duty, key, other, role, more) => {
    await begin({ type });
    await does(duty, key, role, more);
    expect([await stands(duty, key), await stands(other, "2031-03")]).toEqual(["done", "open"]);
  });

  it("a staff drill for the drill, unless that has begun", async () => {
    const deps = { db, transports: new Map(), flush: async () => undefined, publicUrl: "", secretKey: "", sender: "" };
    const held = async () => {
      const { id } = await caseOf("53b", "2031-H1");
      const run = () => settle({ ...deps, log: () => undefined }, { caseId: id }, "done", now.getTime());
      await new MockActivityEnvironment().run(run);
    };
    await begin({ type: "SVC" });
    await held();
    expect(await stands("26", "2031-H1")).toBe("credited");
    await begin({ type: "SVC" });
    const { id } = await taskOf("26", "2031-H1");
    await db.task.update({ where: { id }, data: { state: "closed", settledAt: now } });
    await held();
    expect(await stands("26", "2031-H1")).toBe("open");
  });

  it("the roll-up for the overdue list, once it is accepted: not while it waits, nor if it is returned", async () => {
    now = new Date("2031-03-31T02:00:00Z");
    organization = await found(db, new Date("2031-02-03T02:00:00Z"), { type: "OTH" });
    await db.organization.update({ where: { id: organization.id }, data: { joinedOn: new Date("2031-02-03") } });
    const legal = organization.person("legal-representative");
    await db.holding.create({
      data: { id: `held-${legal}`, organizationId: organization.id, personId: legal, role: "head", fromAt: now },
    });
    now = new Date("2031-04-01T02:00:00Z");
    await engine.plan(organization.shard, now);
    const { id: taskId } = await taskOf("27", "2031-03");
    const verdict = (verb: "accept" | "return") =>
      act(context, { taskId, verb, actor: { personId: legal }, ...(verb === "return" && { reason: "缺少数据" }) });
    expect(await does("27", "2031-03", "secretariat")).toBe("submitted");
    expect(await stands("60", "2031-04")).toBe("open");
    await verdict("return");
    expect(await stands("60", "2031-04")).toBe("open");
    await does("27", "2031-03", "secretariat");
    await verdict("accept");
    expect(await stands("60", "2031-04")).toBe("credited");
  });
});

describe("nothing is credited", () => {
  it("by a waived task", async () => {
    await begin({ type: "COM" });
    const { id: taskId } = await taskOf("22a", "2031-W10");
    await act(context, { taskId, verb: "waive", actor: "administrator", reason: "场所停用" });
    expect([await stands("22a", "2031-W10"), await stands("56", "2031-W10")]).toEqual(["done", "open"]);
  });

  it("by a line that is switched off, for all or for one organization, until it is switched on again", async () => {
    await begin({ type: "COM" });
    const line = { line: "premises", organization: organization.code };
    expect(await setCredit(context, { ...line, on: false })).toEqual({ changed: true });
    expect(await setCredit(context, { ...line, on: false })).toEqual({ changed: false });
    await does("22a", "2031-W10", "secretariat");
    expect(await stands("56", "2031-W10")).toBe("open");
    await setCredit(context, { line: "premises", on: false });
    await begin({ type: "COM" });
    await does("22a", "2031-W10", "secretariat");
    expect(await stands("56", "2031-W10")).toBe("open");
    await setCredit(context, { line: "premises", on: true });
    await expect(setCredit(context, { line: "none", on: true })).rejects.toThrow('line: "none"; expected one of');
  });
});

it("a case that opens after the other was done is closed at its opening", async () => {
  organization = await found(db, now, { type: "COM" });
  await db.dutySetting.create({
    data: { id: `s-${organization.id}`, duty: "56", organizationId: organization.id, pausedAt: now },
  });
  await engine.plan(organization.shard, now);
  await does("22a", "2031-W10", "secretariat");
  await db.dutySetting.deleteMany({ where: { organizationId: organization.id } });
  now = new Date("2031-03-04T02:00:00Z");
  await engine.plan(organization.shard, now);
  expect(await stands("56", "2031-W10")).toBe("credited");
});
