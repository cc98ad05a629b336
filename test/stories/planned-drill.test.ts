import { WorkflowNotFoundError } from "@temporalio/client";
import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { setLevel } from "../../client/registry/levels.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { caseWorkflowId, wakeCase } from "../../domain/ids.ts";
import { drillDuty } from "../../domain/procedures/kinds/drill.ts";
import { addDays } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { eventsOf } from "../../records/cases/events.ts";
import { nudge } from "../../records/nudges.ts";
import { newId } from "../../records/rows.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;

const secretary = () => ({ personId: organization.person("secretariat") });
const today = (): string => dateIn(city.now(), zone);
const drill = (state = "open") =>
  city.db.case.findFirstOrThrow({ where: { organizationId: organization.id, duty: drillDuty, state } });

/** The status of a case's workflow, or `absent` if none has ever started. */
async function workflow(caseId: string): Promise<string> {
  try {
    return (await city.env.client.workflow.getHandle(caseWorkflowId("drill", caseId)).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return "absent";
    throw error;
  }
}

async function submit(caseId: string, key: string, values: Record<string, string>): Promise<void> {
  const { id: taskId } = await city.task(caseId, key);
  await city.act({ taskId, verb: "submit", actor: secretary(), submission: { values, files: [] } });
  await city.settled();
}

/** Founds an organization whose only open case is the drill that the planner opened. */
async function planned(): Promise<string> {
  organization = await city.organization({ type: "OTH" });
  await city.db.organization.update({ where: { id: organization.id }, data: { atOnce: true } });
  await city.plan();
  return (await drill()).id;
}

async function begin(): Promise<void> {
  const others = allDuties.filter(({ number }) => number !== drillDuty);
  await city.db.dutySetting.createMany({
    data: others.map(({ number }) => ({ id: newId(), duty: number, pausedAt: city.now() })),
  });
}

beforeAll(async () => {
  city = await startWorld();
  await begin();
});

describe("a planned drill", () => {
  test("has its first task and no workflow; the workflow starts when its date is set, and runs to the end", async () => {
    city.newMessages();
    const caseId = await planned();
    await city.until("2031-03-04 09:05");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]);
    expect(await workflow(caseId)).toBe("absent");
    const date = addDays(today(), 1);
    await submit(caseId, "set-date", { date, plan: "疏散演练", time: "14:30", place: "二楼会议室" });
    await city.awaitTask(caseId, "hold");
    expect(await workflow(caseId)).toBe("RUNNING");
    // The workflow found the existing task and requested no second one.
    expect(await city.db.task.count({ where: { caseId, step: "set-date" } })).toBe(1);
    await city.until(`${date} 14:31`);
    await submit(caseId, "hold", { record: "15 分钟完成疏散", attendance: "张三" });
    await city.awaitTask(caseId, "evaluate");
    await submit(caseId, "evaluate", { evaluation: "总体良好", gaps: "" });
    expect(await city.resultOf(caseWorkflowId("drill", caseId))).toBe("done");
    await city.record("drill-begun-by-its-date", caseWorkflowId("drill", caseId));
    expect((await drill("done")).id).toBe(caseId);
  });

  test("that is cancelled before anybody acts starts no workflow, and nothing more is requested", async () => {
    const caseId = await planned();
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "机构合并" });
    await city.settled();
    expect((await city.task(caseId, "set-date")).state).toBe("cancelled");
    expect(await workflow(caseId)).toBe("absent");
    expect(await city.db.nudge.count()).toBe(0);
  });

  test("whose first task is waived starts a workflow, which ends it", async () => {
    const caseId = await planned();
    const { id: taskId } = await city.task(caseId, "set-date");
    await city.act({ taskId, verb: "waive", actor: "administrator", reason: "本期由街道统一组织" });
    expect(await city.resultOf(caseWorkflowId("drill", caseId))).toBe("waived");
  });

  test("whose workflow an earlier version started signals it when the drill is cancelled, and it ends", async () => {
    const caseId = await planned();
    await city.db.$transaction((tx) => nudge(tx, [wakeCase("drill", caseId)], city.now()));
    await city.settled();
    expect(await workflow(caseId)).toBe("RUNNING");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "机构合并" });
    expect(await city.resultOf(caseWorkflowId("drill", caseId))).toBe("cancelled");
    await city.record("drill-planned-and-given-up", caseWorkflowId("drill", caseId));
  });

  test("whose workflow an earlier version started continues when its date is set", async () => {
    const caseId = await planned();
    await city.db.$transaction((tx) => nudge(tx, [wakeCase("drill", caseId)], city.now()));
    await city.settled();
    const date = addDays(today(), 1);
    await submit(caseId, "set-date", { date, plan: "疏散演练", time: "14:30", place: "二楼会议室" });
    await city.awaitTask(caseId, "hold");
    expect(await city.db.task.count({ where: { caseId, step: "set-date" } })).toBe(1);
  });

  test("in which nobody acts escalates to the authority without a workflow", async () => {
    const caseId = await planned();
    const { dueAt } = await city.task(caseId, "set-date");
    await city.until(`${dateIn(dueAt, zone)} 18:30`);
    city.newMessages();
    await city.until(`${addDays(dateIn(dueAt, zone), 16)} 10:00`);
    const roles = recipientsOf(city.newMessages(organization));
    for (const role of ["secretariat sms", "legal-representative email", "supervisory-board sms", "authority email"])
      expect(roles).toContain(role);
    expect(await workflow(caseId)).toBe("absent");
  });

  test("that is superseded when the level is lowered, and reopened when it rises, starts no workflow for either", async () => {
    const before = city;
    // The yearly drill, which the lower level requires, opens in the last quarter.
    city = await worldBy("2031-10-13 09:00", city);
    if (city !== before) await begin();
    await city.until("2031-10-13 09:00");
    const caseId = await planned();
    const level = { hazard: "respiratory", actor: "administrator" } as const;
    await setLevel(city.context, { ...level, level: "normal", because: "疫情平息" });
    await city.plan();
    expect((await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state).toBe("superseded");
    await setLevel(city.context, { ...level, level: "response", because: "聚集性疫情" });
    await city.plan();
    expect((await eventsOf(city.db, caseId)).map(({ verb }) => verb)).toContain("reopened");
    expect(await workflow(caseId)).toBe("absent");
    const date = addDays(today(), 1);
    await submit(caseId, "set-date", { date, plan: "疏散演练", time: "14:30", place: "二楼会议室" });
    await city.awaitTask(caseId, "hold");
    expect(await workflow(caseId)).toBe("RUNNING");
  });
});
