import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { gradeHazard, reportHazard } from "../../client/kinds/hazard.ts";
import { leave } from "../../client/registry/people.ts";
import { RefusedError } from "../../domain/errors.ts";
import type { Severity } from "../../domain/procedures/severity.ts";
import { instantAt } from "../../domain/time/zones.ts";
import type { Founding, Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { requestedTask } from "../support/requested-task.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

type Role = Parameters<Organization["person"]>[0];
const by = (role: Role) => ({ personId: organization.person(role) });

async function report(severity: Severity, founding: Founding = {}, role: Role = "staff"): Promise<void> {
  organization = await city.organization(founding);
  city.newMessages();
  const hazard = { organizationId: organization.id, what: "厨房有煤气味", severity, actor: by(role) };
  caseId = (await reportHazard(city.context, hazard)).caseId;
  await city.settled();
}
const submit = async (key: string, values: Record<string, string>, role: Role = "secretariat"): Promise<void> => {
  await requestedTask(city, caseId, key);
  await city.submit({ caseId, key }, organization.person(role), values);
  await city.settled();
};
const result = (type: string, id: string): Promise<unknown> => city.resultOf(`${type}-${id}`);
const cases = (duty: string) =>
  city.db.case.findMany({ where: { organizationId: organization.id, duty }, orderBy: { id: "asc" } });
/** The policy of a task that is due at this local time, give or take two minutes, which a story itself may take. */
async function ladderOf(key: string, due: string): Promise<string> {
  const { policy, dueAt } = await city.db.task.findFirstOrThrow({ where: { caseId, key } });
  expect(Math.abs(dueAt.getTime() - instantAt(due.slice(0, 10), due.slice(11), zone).getTime())).toBeLessThan(120_000);
  return policy;
}

describe("a hazard", () => {
  test("that a member of staff reports at ten at night notifies the person responsible at once, and is handled, reported, closed and reviewed", async () => {
    city = await worldBy("2031-03-03 22:00", city);
    await city.until("2031-03-03 22:00");
    await report("critical");
    const night = city.newMessages(organization);
    expect(recipientsOf(night)).toEqual(["secretariat email", "secretariat sms"]);
    expect(night.every(({ at }) => at < instantAt("2031-03-03", "22:05", zone).toISOString())).toBe(true);
    expect(await ladderOf("take-up", "2031-03-03 23:00")).toBe("emergency");

    await submit("take-up", { nature: "incident" });
    const measures = await requestedTask(city, caseId, "measures");
    await requestedTask(city, caseId, "report-authority");
    expect(await ladderOf("measures", "2031-03-04 22:00")).toBe("rectification-critical");
    // A danger to life must be reported within two hours, day or night.
    expect(await ladderOf("report-authority", "2031-03-04 00:00")).toBe("incident-critical");
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat sms");
    await submit("report-authority", { report: "已电话报告业务主管单位", "received-by": "值班室王某，22:10" });
    // It is reassigned to a member of staff, who leaves: it returns to the role of the secretariat.
    await city.act({ taskId: measures, verb: "acknowledge", actor: by("secretariat") });
    await city.act({
      taskId: measures,
      verb: "reassign",
      actor: by("legal-representative"),
      to: organization.person("staff"),
    });
    await leave(city.context, organization.person("staff"), { actor: "administrator" });
    expect((await city.task(caseId, "measures")).personId).toBeNull();
    await submit("measures", { measures: "关阀、疏散、通风" });

    await submit("close", { closure: "更换软管，检测合格" });
    const close = await requestedTask(city, caseId, "close");
    const verdict = (verb: "accept" | "return", role: Role) =>
      city.act({ taskId: close, verb, actor: by(role), ...(verb === "return" && { reason: "缺检测单" }) });
    await expect(verdict("accept", "secretariat")).rejects.toThrow(RefusedError);
    await verdict("return", "supervisory-board");
    expect((await city.task(caseId, "close")).state).toBe("returned");
    await submit("close", { closure: "更换软管，附检测单" });
    await verdict("accept", "supervisory-board");
    expect(await result("hazard", caseId)).toBe("closed");
    await city.record("hazard-closed", `hazard-${caseId}`);

    // A review (row 21) and a revision of the plan (row 16) open, each linked to the hazard.
    const [[review], [plan]] = [await cases("21"), await cases("16")];
    expect(review).toMatchObject({ parentId: caseId, subject: "厨房有煤气味", state: "open" });
    expect(plan).toMatchObject({ parentId: caseId });
    const hazard = caseId;
    caseId = review?.id ?? "";
    expect(await ladderOf("review", "2031-03-10 18:00")).toBe("rectification-major");
    city.newMessages();
    await submit("review", { review: "夜间值守电话无人接听", findings: "critical: 值守电话失效" });
    const [gap] = await cases("29");
    expect(gap).toMatchObject({ parentId: caseId, facts: { severity: "critical", foundBy: caseId } });
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat sms");
    expect((await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state).toBe("open");
    const { id: taskId } = await city.task(gap?.id ?? "", "fix");
    const submission = { values: { note: "已更换并试拨" }, files: [] };
    await city.act({ taskId, verb: "submit", actor: by("secretariat"), submission });
    await city.act({ taskId, verb: "accept", actor: by("supervisory-board") });
    expect(await result("review", caseId)).toBe("done");
    await city.record("review-with-a-gap", `review-${caseId}`);
    expect((await city.db.case.findUniqueOrThrow({ where: { id: hazard } })).outcome).toBe("closed");
  });

  test("that nobody acknowledges escalates to the authority during the same night", async () => {
    city = await worldBy("2031-03-05 22:00", city);
    await city.until("2031-03-05 22:00");
    await report("major");
    await city.until("2031-03-05 22:31");
    expect(recipientsOf(city.newMessages(organization), "sms")).toEqual([
      "deputy sms",
      "legal-representative sms",
      "secretariat sms",
    ]);
    await city.until("2031-03-05 23:01");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["supervisory-board email", "supervisory-board sms"]);
    await city.until("2031-03-06 03:01");
    // Earlier recipients get a copy.
    expect(recipientsOf(city.newMessages(organization))).toEqual([
      "authority email",
      "authority sms",
      "supervisory-board email",
    ]);
    // While nobody acts, it repeats by day, every four hours.
    await city.until("2031-03-06 11:05");
    expect(recipientsOf(city.newMessages(organization), "email")).toContain("authority email");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "重复报告" });
    expect(await result("hazard", caseId)).toBe("cancelled");
    expect(await cases("21")).toEqual([]);
  });

  test("that is minor waits for the morning, and is then sent by SMS", async () => {
    city = await worldBy("2031-03-06 22:00", city);
    await city.until("2031-03-06 22:00");
    await report("minor");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]); // no SMS at night
    // Eight hours by day: the doer gets an SMS in the morning, and no supervisor is notified then.
    expect(await ladderOf("take-up", "2031-03-07 16:00")).toBe("hazard-minor");
    await city.until("2031-03-07 08:10");
    expect(recipientsOf(city.newMessages(organization), "sms")).toEqual(["secretariat sms"]);
    await city.until("2031-03-07 15:59");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]);
    await submit("take-up", { nature: "hazard" });
    await requestedTask(city, caseId, "measures");
    expect(await ladderOf("measures", "2031-03-28 18:00")).toBe("rectification-minor");

    // A higher severity changes the policy, and the secretariat is notified at once.
    city.newMessages();
    const grade = { caseId, severity: "critical" as const, reason: "火势可能蔓延", actor: "administrator" as const };
    expect(await gradeHazard(city.context, grade)).toEqual({ changed: true });
    expect(await gradeHazard(city.context, grade)).toEqual({ changed: false });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]);
    expect(await ladderOf("measures", "2031-03-08 15:59")).toBe("rectification-critical");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "并入另一事件" });
    expect(await result("hazard", caseId)).toBe("cancelled");
    await city.record("hazard-cancelled-in-the-middle", `hazard-${caseId}`);
  });

  test("that proves to be no hazard is dismissed with a note of what was found, and nothing follows", async () => {
    await report("major");
    const taskId = await requestedTask(city, caseId, "take-up");
    const dismiss = (values: Record<string, string>) =>
      city.act({ taskId, verb: "submit", actor: by("secretariat"), submission: { values, files: [] } });
    await expect(dismiss({ nature: "none" })).rejects.toMatchObject({
      missing: [{ en: expect.stringContaining("what was found") }],
    });
    await dismiss({ nature: "none", note: "气味来自隔壁施工，已核实" });
    expect(await result("hazard", caseId)).toBe("no-hazard");
    await city.record("hazard-dismissed", `hazard-${caseId}`);
    expect(await cases("21")).toEqual([]);
    expect(await cases("16")).toEqual([]);
  });

  test("that is an incident of a service agency is reported once under its own duty, within hours counted day and night", async () => {
    organization = await city.organization({ type: "SVC" });
    const hazard = {
      organizationId: organization.id,
      what: "老人走失",
      severity: "critical" as const,
      actor: by("volunteer"),
      key: "2031-03-07-1",
    };
    const first = await reportHazard(city.context, hazard);
    expect(await reportHazard(city.context, hazard)).toEqual({ caseId: first.caseId, created: false });
    caseId = first.caseId;
    expect(await cases("54")).toEqual([]);
    await submit("take-up", { nature: "incident" });
    await requestedTask(city, caseId, "measures");
    const [own, ...more] = await cases("54");
    expect([own?.parentId, more]).toEqual([caseId, []]);
    expect(await city.db.task.count({ where: { caseId, step: "report-authority" } })).toBe(0);
    caseId = own?.id ?? "";
    const at = city.now();
    const { policy, dueAt } = await city.db.task.findFirstOrThrow({ where: { caseId } });
    // A danger to a person must be reported within two hours, day or night.
    expect([policy, Math.round((dueAt.getTime() - at.getTime()) / 3_600_000)]).toEqual(["incident-critical", 2]);
    await expect(submit("report-incident", { report: "已报区民政局和养老主管部门" })).rejects.toThrow(/received-by/);
    await submit("report-incident", {
      report: "已报区民政局和养老主管部门",
      "received-by": "区民政局值班室李某，14:20",
    });
    expect((await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state).toBe("done");
    caseId = first.caseId;
    await submit("measures", { measures: "已寻回" });
    await requestedTask(city, caseId, "close");
    expect((await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state).toBe("open");
  });

  test("can be reported only by people with a role in the organization", async () => {
    const [mine, other] = [await city.organization(), await city.organization()];
    const actor = { personId: other.person("staff") };
    const hazard = { organizationId: mine.id, what: "x", severity: "minor" as const, actor };
    await expect(reportHazard(city.context, hazard)).rejects.toThrow(/holds a role/);
  });
});
