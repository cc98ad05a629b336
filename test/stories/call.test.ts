import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { issueCall, moveCall, startCall } from "../../client/kinds/call.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { ceiling } from "../support/timeouts.ts";
import { startWorld, type World, worldBy } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

type Role = Parameters<Organization["person"]>[0];
const submit = (key: string, role: Role, values: Record<string, string>) =>
  city.submit({ caseId, key }, organization.person(role), values);
/** Waits for a task that the engine requests in the next phase. */
const awaitTask = (key: string): Promise<void> => city.awaitTask(caseId, key);
const call = async (input: { replyBy?: string; key?: string } = {}): Promise<void> => {
  ({ caseId } = await startCall(city.context, {
    organizationId: organization.id,
    title: "社区核酸采样点急需志愿力量",
    issuedBy: "越秀区民政局",
    key: input.key ?? "sampling",
    ...(input.replyBy && { replyBy: input.replyBy }),
    actor: "administrator",
  }));
  await city.settled();
};
const row = async (key: string): Promise<string> => {
  const task = await city.db.task.findFirst({ where: { caseId, key } });
  return task?.duty ?? "";
};
const outcome = async () => (await city.db.case.findUnique({ where: { id: caseId } }))?.outcome;
const yes = { asked: "yes", needed: "yes", able: "yes", decision: "yes" };

describe("a call to action", () => {
  test("is accepted by the head, answered with own protection, a roster and service, and reported by each type of organization under its own row", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    organization = await city.organization({ type: "HUB" });
    city.newMessages();
    await call({ replyBy: "2031-03-12" });
    expect(recipientsOf(city.newMessages(organization))).toEqual(["head email"]);
    const { dueAt } = await city.task(caseId, "decide");
    expect(dueAt.toISOString()).toBe("2031-03-12T10:00:00.000Z");
    expect(await missingOf(submit("decide", "head", { ...yes, able: "no" }))).toEqual([
      "Not all three tests hold, so the answer is no: Is it within our means?",
    ]);
    expect(await missingOf(submit("decide", "head", { ...yes, decision: "no" }))).toEqual(["A no needs its reason"]);
    await submit("decide", "head", yes);
    await awaitTask("roster");
    expect(await missingOf(submit("roster", "party-organization", { roster: "张三" }))).toEqual([
      "Confirm own protection",
    ]);
    await submit("protection", "party-organization", { protection: "口罩、手套、每日测温" });
    await submit("roster", "party-organization", { roster: "张三\n李四" });
    await awaitTask("serve");
    await submit("serve", "party-organization", { report: "两日采样协助", served: "800" });
    await awaitTask("report");
    expect([await row("decide"), await row("protection"), await row("roster"), await row("report")]).toEqual([
      ...["32", "9", "10", "33"],
    ]);
    await submit("report", "secretariat", { record: "已向区民政局报告" });
    expect(await city.resultOf(`call-${caseId}`)).toBe("answered");
    await city.record("call-answered", `call-${caseId}`);
    expect(await outcome()).toBe("answered");
  });

  test("is declined by the head with a reason, which counts as an answer; issued again under the same key, it requests nothing new", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    organization = await city.organization({ type: "OTH", party: false });
    const issued = {
      source: "local",
      title: "全市志愿者紧急招募",
      text: "请各单位组织志愿者报名。",
      organizations: [organization.code],
      key: "gz-2031-7",
    } as const;
    const issue = () =>
      issueCall(city.context, { ...issued, replyBy: "2031-03-14", actor: "administrator" }, "Asia/Shanghai");
    const { id } = await issue();
    expect(await issue()).toEqual({ id, created: false, organizations: 1 });
    const cases = () => city.db.case.findMany({ where: { circularId: id } });
    await expect.poll(async () => (await cases()).length, { timeout: ceiling(15) }).toBe(1);
    await city.settled();
    const [only] = await cases();
    caseId = only?.id ?? "";
    expect([only?.duty, (await city.task(caseId, "decide")).dueAt.toISOString()]).toEqual([
      "63",
      "2031-03-14T10:00:00.000Z",
    ]);
    await submit("decide", "head", { ...yes, able: "no", decision: "no", reason: "本周无人可派" });
    expect(await city.resultOf(`call-${caseId}`)).toBe("declined");
    await city.record("call-declined", `call-${caseId}`);
    expect(await outcome()).toBe("declined");
    expect(await city.db.task.count({ where: { caseId } })).toBe(1);
  });

  test.each([
    ["COM", "55"],
    ["OTH", "57"],
    // These types have no row of their own: row 63 applies to every organization.
    ["CHA", "63"],
    ["VOL", "63"],
    ["IND", "63"],
    ["CHM", "63"],
    ["SVC", "63"],
  ] as const)(
    "of a %s without a party organization is handled by the organization itself throughout, and logged under row %s",
    async (type, number) => {
      organization = await city.organization({ type, party: false });
      await call();
      await submit("decide", "head", yes);
      await awaitTask("roster");
      expect([await row("protection"), await row("roster")]).toEqual(["63", "63"]);
      await submit("protection", "secretariat", { protection: "口罩" });
      await submit("roster", "secretariat", { roster: "王五" });
      await awaitTask("serve");
      await submit("serve", "secretariat", { report: "劝导两日" });
      await awaitTask("report");
      expect(await row("report")).toBe(number);
      await submit("report", "secretariat", { record: "已记录" });
      expect(await city.resultOf(`call-${caseId}`)).toBe("answered");
      const { duty } = await city.db.case.findUniqueOrThrow({ where: { id: caseId } });
      expect(duty).toBe("63"); // the case keeps the row of the decision, whichever row the report belongs to
    },
  );

  test("escalates to the board and the authority while nobody answers; it counts from the new day after a move, sends nothing while paused, and ends when cancelled", async () => {
    city = await worldBy("2031-03-04 17:00", city);
    organization = await city.organization({ type: "CHA" });
    const { id } = organization;
    await call({ replyBy: "2031-03-10" });
    expect((await moveCall(city.context, { caseId, replyBy: "2031-03-14", actor: "administrator" })).changed).toBe(
      true,
    );
    expect((await city.task(caseId, "decide")).dueAt.toISOString()).toBe("2031-03-14T10:00:00.000Z");
    await city.settled();
    await pauseOrganization(city.context, organization.code, "administrator");
    city.newMessages();
    await city.until("2031-03-17 09:05");
    expect(city.newMessages({ id })).toEqual([]);
    await resumeOrganization(city.context, organization.code, "administrator");
    // The head is notified of the rungs that have passed, then leaves; the next holder of the role is notified.
    await city.settled();
    const resumed = city.newMessages({ id });
    const next = `next.${organization.code.toLowerCase()}@example.org`;
    await leave(city.context, organization.email("head"), { actor: "administrator" });
    await addPerson(city.context, { organization: organization.code, role: "head", name: "新任负责人", email: next });
    await city.until("2031-03-20 09:05");
    const messages = city.newMessages({ id });
    expect(messages.map(({ to }) => to)).toContain(next);
    expect(messages.map(({ to }) => to)).not.toContain(organization.email("head"));
    expect(recipientsOf([...resumed, ...messages])).toContain("legal-representative email"); // +3 business days: Wednesday 19 March
    await city.until("2031-03-21 09:05");
    expect(recipientsOf(city.newMessages({ id }))).toEqual(
      expect.arrayContaining(["supervisory-board email", "supervisory-board sms"]),
    );
    await city.until("2031-03-28 09:05");
    expect(recipientsOf(city.newMessages({ id }))).toContain("authority email");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "号召撤回" });
    expect(await city.resultOf(`call-${caseId}`)).toBe("cancelled");
    await city.record("call-given-up", `call-${caseId}`);
  });

  test("requests only the head's decision when the organization takes part on its own initiative; planned service begins with own protection", async () => {
    organization = await city.organization({ type: "CHA" });
    const own = {
      organizationId: organization.id,
      title: "自发组织送药上门",
      key: "own",
      actor: "administrator" as const,
    };
    ({ caseId } = await startCall(city.context, { ...own, event: "participation-planned" }));
    await submit("decide", "head", yes);
    expect(await city.resultOf(`call-${caseId}`)).toBe("taking-part");
    ({ caseId } = await startCall(city.context, { ...own, event: "service-planned" }));
    await submit("protection", "party-organization", { protection: "口罩" });
    expect(await city.resultOf(`call-${caseId}`)).toBe("confirmed");
  });
});

describe("a call to action of a charity", () => {
  // In a separate city, so that no other task is open while these ladders run.
  beforeAll(async () => {
    city = await startWorld();
  });
  beforeEach(() => cancelOpenCases(city));

  const secretariat = ["secretariat email", "secretariat sms"];
  const copy = (...roles: string[]): string[] => roles.map((role) => `${role} email copy`);
  const party = "party-organization";
  const serve = async (): Promise<string> => {
    organization = await city.organization({ type: "CHA" });
    await call();
    await submit("decide", "head", yes);
    await awaitTask("roster");
    await submit("protection", party, { protection: "口罩" });
    await submit("roster", party, { roster: "张三" });
    await awaitTask("serve");
    city.newMessages();
    await submit("serve", party, { report: "值守三日" });
    await awaitTask("report");
    return (await city.task(caseId, "report")).id;
  };
  const tasks = () => city.db.task.findMany({ where: { caseId }, orderBy: { openedAt: "asc" } });

  test("is reported by the organization's own secretariat under row 63, once; no other row is requested", async () => {
    await city.until("2031-05-05 10:00"); // a Monday
    const report = await serve();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]);
    expect(Object.fromEntries((await tasks()).map(({ step, duty }) => [step, duty]))).toEqual({
      ...{ decide: "32", protection: "9", roster: "10", serve: "10", report: "63" },
    });
    await expect(submit("report", party, { record: "已报告" })).rejects.toThrow(/expected somebody with a part/);
    await expect(submit("report", "secretariat", {})).rejects.toThrow(/record: ""; expected/);
    await submit("report", "secretariat", { record: "已向区民政局报告值守情况" });
    expect((await submit("report", "secretariat", { record: "又一次" })).changed).toBe(false);
    expect(await city.resultOf(`call-${caseId}`)).toBe("answered");
    expect(await outcome()).toBe("answered");
    const evidence = await city.db.evidence.findMany({ where: { taskId: report } });
    expect(JSON.stringify(evidence.map(({ data }) => data))).toContain("已向区民政局报告值守情况");
    expect(JSON.stringify(evidence.map(({ data }) => data))).not.toContain("又一次");
  });

  test("escalates from the secretariat to the authority and repeats while nobody reports; a late report settles it", async () => {
    await city.until("2031-06-02 10:00"); // a Monday
    const report = await serve();
    await city.until("2031-08-04 12:00");
    expect(await sentByLadder(city, report)).toEqual(
      rungsOf({
        "06-02 10h": ["secretariat email"],
        "06-09 09h": ["secretariat email"], // −5 business days: D is Monday 06-16, ten after the request
        "06-13 09h": secretariat, // −1
        "06-16 09h": secretariat, // D
        "06-17 09h": secretariat, // +1
        "06-19 09h": ["secretariat email", "legal-representative email"], // +3
        "06-23 09h": [
          ...["legal-representative email", "supervisory-board email", "supervisory-board sms"],
          "secretariat email",
        ], // +5
        "06-30 09h": ["authority email", ...copy("legal-representative", "supervisory-board")], // +10
        "07-07 09h": ["secretariat email", "supervisory-board email", ...copy("authority")], // then every 5
        "07-14 09h": ["secretariat email", "supervisory-board email"],
        "07-21 09h": ["secretariat email", "supervisory-board email"],
        "07-28 09h": ["secretariat email", "supervisory-board email", "authority email"], // and the authority every 20
        "08-04 09h": ["secretariat email", "supervisory-board email"],
      }),
    );
    await submit("report", "secretariat", { record: "补报" });
    expect(await city.resultOf(`call-${caseId}`)).toBe("answered");
    const sent = await sentByLadder(city, report);
    await city.until("2031-08-26 12:00");
    expect(await sentByLadder(city, report)).toEqual(sent);
  });
});
