import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import { confirmRequester } from "../../client/registry/confirm-requester.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { leave } from "../../client/registry/people.ts";
import type { Raising } from "../../domain/procedures/kinds/opinion.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf, roleOf } from "../support/recipients.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;

beforeAll(async () => {
  city = await startWorld();
});

const raise = async (
  { code }: Organization,
  kind: Raising,
  words: string,
  requester: Parameters<typeof raiseOpinion>[1]["requester"],
  key?: string,
): Promise<string> => {
  const raised = await raiseOpinion(city.context, {
    organization: code,
    kind,
    words,
    requester,
    actor: "administrator",
    ...(key && { key }),
  });
  await city.settled();
  return raised.caseId;
};
const submit = async (caseId: string, key: string, personId: string, values: Record<string, string>): Promise<void> => {
  const task = await city.task(caseId, key);
  await city.act({ taskId: task.id, verb: "submit", actor: { personId }, submission: { values, files: [] } });
};
/** Waits for a task that the engine requests in the next step. */
const awaitTask = (caseId: string, key: string): Promise<void> => city.awaitTask(caseId, key);
const result = (caseId: string): Promise<unknown> => city.resultOf(`opinion-${caseId}`);
const outside = "wang.outside@example.net";

describe("an opinion", () => {
  test("gets a receipt at once, is accepted, passed to the regulator and answered, and the member is notified (rows 47 and 48)", async () => {
    const organization = await city.organization({ type: "IND" });
    const member = organization.person("member");
    city.newMessages();
    const words = "建议统一采购口罩，小企业单独购买价格太高，请协会向主管部门反映。";
    const caseId = await raise(organization, "opinion", words, { personId: member }, "message-7");
    expect(await raise(organization, "opinion", words, { personId: member }, "message-7")).toBe(caseId);
    const first = city.newMessages(organization);
    expect(recipientsOf(first)).toEqual(["member email", "secretariat email"]);
    expect(first.find((one) => roleOf(one) === "member")?.subject).toContain("Received");

    await submit(caseId, "take-up", organization.person("secretariat"), { decision: "yes", answer: "已列入反馈" });
    expect(await result(caseId)).toBe("accepted");
    await city.record("opinion-accepted", `opinion-${caseId}`);
    await city.settled();
    expect(city.newMessages(organization).find((one) => roleOf(one) === "member")?.text).toContain("已列入反馈");
    const { id: relayed } = await city.db.case.findFirstOrThrow({ where: { parentId: caseId, duty: "48" } });
    await submit(relayed, "relay", organization.person("secretariat"), { submission: "已书面反馈工信局" });
    await awaitTask(relayed, "reply");
    expect(recipientsOf(city.newMessages(organization))).toContain("regulator email");
    await submit(relayed, "reply", organization.person("regulator"), { reply: "同意统一采购" });
    await awaitTask(relayed, "tell");
    await submit(relayed, "tell", organization.person("secretariat"), { answer: "主管部门同意统一采购，下周报名" });
    expect(await result(relayed)).toBe("answered");
    await city.record("opinion-relayed", `opinion-${relayed}`);
    await city.settled();
    const last = city.newMessages(organization).filter((one) => roleOf(one) === "member");
    expect(last.map((one) => one.text).join()).toContain("下周报名");
    // The log does not contain the text of an opinion.
    const events = await city.db.event.findMany({ where: { organizationId: organization.id } });
    expect(JSON.stringify(events, (_, one) => (typeof one === "bigint" ? `${one}` : one))).not.toContain(
      "统一采购口罩",
    );
  });

  test("from outside is answered at the address that was left; declining requires a reason (rows 12 and 50)", async () => {
    const organization = await city.organization({ type: "IND" });
    city.newMessages();
    const help = await raise(organization, "request", "厂房封控，货物无法出库", { name: "王某", contact: outside });
    const receipt = city.newMessages().filter((one) => one.to === outside);
    expect(receipt).toHaveLength(1);
    await submit(help, "take-up", organization.person("secretariat"), { decision: "yes" });
    await awaitTask(help, "resolve");
    await submit(help, "resolve", organization.person("secretariat"), { outcome: "已协调开通绿色通道" });
    expect(await result(help)).toBe("resolved");
    await city.record("opinion-resolved", `opinion-${help}`);

    const difficulty = await raise(organization, "difficulty", "孩子入学有困难", { contact: outside });
    const declined = { decision: "no", answer: "" };
    const party = organization.person("party-organization");
    await expect(submit(difficulty, "take-up", party, declined)).rejects.toMatchObject({
      code: "REFUSED",
      missing: [{ zh: "不受理的理由" }],
    });
    await submit(difficulty, "take-up", party, { ...declined, answer: "不属于本会职责，请联系街道教育指导中心" });
    expect(await result(difficulty)).toBe("declined");
    await city.settled();
    const words = city.newMessages().filter((one) => one.to === outside);
    const text = words.map((one) => one.text).join("\n");
    expect(text).toContain("绿色通道");
    expect(text).toContain("教育指导中心");
  });

  test("from the public page is answered by mail once the address is confirmed; before that only the receipt number is sent to it", async () => {
    const organization = await city.organization({ type: "IND", language: "zh-CN" });
    city.newMessages();
    const address = "liu.outside@example.net";
    const words = "厂房封控，货物无法出库";
    const requester = { name: "刘某", contact: address };
    const form = {
      ...{ organization: organization.code, kind: "request" as const, words, requester },
      actor: "system" as const,
    };
    const { caseId } = await raiseOpinion(city.context, form);
    await city.settled();
    const [receipt, ...more] = city.newMessages().filter((one) => one.to === address);
    expect(more).toEqual([]);
    const number = caseId.slice(0, 8).toUpperCase();
    expect(receipt?.subject).toBe(`回执编号${number}`);
    for (const typed of ["封控", "货物", "刘某"]) expect(`${receipt?.text}${receipt?.html}`).not.toContain(typed);
    expect(receipt?.text).toMatch(/http:\S+\/confirm\/\w+\.[\w-]{32}\n/);
    expect(await city.db.address.count({ where: { value: address } })).toBe(0);

    expect(await confirmRequester(city.context, { id: caseId, language: "zh-CN" })).toBe(true);
    await submit(caseId, "take-up", organization.person("secretariat"), { decision: "yes" });
    await awaitTask(caseId, "resolve");
    await submit(caseId, "resolve", organization.person("secretariat"), { outcome: "已协调开通绿色通道" });
    expect(await result(caseId)).toBe("resolved");
    await city.settled();
    const mails = city.newMessages().filter((one) => one.to === address);
    expect(mails.map(({ text }) => text).join()).toContain("绿色通道");
  });

  test("escalates while nobody answers, passes to the next secretary, waits while paused, and ends when it is cancelled (row 51)", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    const organization = await city.organization({ type: "CHM" });
    const caseId = await raise(organization, "request", "会员企业员工滞留外地", { contact: "+86 138 0013 8000" });
    const { dueAt } = await city.task(caseId, "take-up");
    // Five business days after Monday 3 March.
    expect(dueAt.toISOString()).toBe("2031-03-10T10:00:00.000Z");
    const recipients = (): string[] =>
      recipientsOf(city.newMessages(organization).filter((one) => one.text.includes("滞留外地")));
    const change = (work: typeof pauseOrganization) => work(city.context, organization.code, "administrator");
    await change(pauseOrganization);
    city.newMessages();
    await city.until("2031-03-07 09:05");
    expect(city.newMessages(organization)).toEqual([]);
    await change(resumeOrganization);
    await city.settled();
    expect(recipients()).toEqual(["secretariat email"]);
    const out = { organization: organization.code, actor: "administrator" as const };
    await leave(city.context, organization.email("secretariat"), out);
    await city.until("2031-03-10 09:05");
    // Nobody is secretary, so the deputy is notified instead.
    expect(recipients()).toEqual(["deputy email"]);
    await city.until("2031-03-17 09:05");
    expect(recipients()).toEqual(
      expect.arrayContaining(["deputy email", "legal-representative email", "supervisory-board email"]),
    );
    await city.until("2031-03-24 09:05");
    expect(recipients()).toContain("authority email");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "对方已返程" });
    expect(await result(caseId)).toBe("cancelled");
    await city.record("opinion-given-up", `opinion-${caseId}`);
  });

  test("that is moved is requested by its new day; an extension is requested with a reason and granted by the legal representative (row 12)", async () => {
    city = await worldBy("2031-05-05 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-05-05 10:00"); // a Monday
    const organization = await city.organization({ type: "CHA" });
    const caseId = await raise(organization, "difficulty", "宿舍漏水", { personId: organization.person("staff") });
    const { id: taskId } = await city.task(caseId, "take-up");
    const day = (date: string): Date => instantAt(date, "18:00", zone);
    const due = async (): Promise<Date> => (await city.task(caseId, "take-up")).dueAt;
    expect(await due()).toEqual(day("2031-05-12"));
    const move = { taskId, verb: "move" as const, actor: "administrator" as const, until: day("2031-05-19") };
    expect((await city.act(move)).changed).toBe(true);
    expect((await city.act(move)).changed).toBe(false);
    const party = { personId: organization.person("party-organization") };
    await city.until("2031-05-17 12:00");
    city.newMessages();
    expect((await sentByLadder(city, taskId)).filter((line) => line > "05-07")).toEqual(
      // −5 and −1 business days of the new D; the old D, Monday 05-12, would also have sent an SMS.
      rungsOf({
        "05-12 09h": ["party-organization email"],
        "05-16 09h": ["party-organization email", "party-organization sms"],
      }),
    );
    const until = day("2031-05-26");
    await city.act({ taskId, verb: "ask-extension", actor: party, until, reason: "等待房东答复" });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["legal-representative email"]);
    await expect(city.act({ taskId, verb: "grant-extension", actor: party })).rejects.toThrow(/expected verifier or/);
    const legal = { personId: organization.person("legal-representative") };
    await city.act({ taskId, verb: "grant-extension", actor: legal });
    expect(await due()).toEqual(until);
    await submit(caseId, "take-up", party.personId, { decision: "yes" });
    await awaitTask(caseId, "resolve");
    await submit(caseId, "resolve", party.personId, { outcome: "已修缮" });
    expect(await result(caseId)).toBe("resolved");
  });

  test("escalates as its ladder says and repeats while nobody acknowledges it, and continues after a late acknowledgement (row 50)", async () => {
    city = await worldBy("2031-06-02 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-06-02 10:00"); // a Monday
    const organization = await city.organization({ type: "IND" });
    const caseId = await raise(organization, "request", "货物无法出库", { personId: organization.person("member") });
    const { id: taskId } = await city.task(caseId, "take-up");
    await city.until("2031-07-07 12:00");
    const secretariat = ["secretariat email", "secretariat sms"];
    expect(await sentByLadder(city, taskId)).toEqual(
      rungsOf({
        "06-02 10h": ["secretariat email", "member email"], // the request, and the receipt of the member
        "06-06 09h": secretariat, // −1 business day: D is Monday 06-09, five after the opinion
        "06-09 09h": secretariat,
        "06-10 09h": secretariat, // +1
        "06-12 09h": ["secretariat email", "legal-representative email"], // +3
        "06-16 09h": [
          ...["legal-representative email", "supervisory-board email", "supervisory-board sms"],
          "secretariat email",
        ], // +5
        "06-23 09h": ["authority email", "legal-representative email copy", "supervisory-board email copy"], // +10
        "06-30 09h": ["secretariat email", "supervisory-board email", "authority email copy"], // then every 5
        "07-07 09h": ["secretariat email", "supervisory-board email"],
      }),
    );
    await submit(caseId, "take-up", organization.person("secretariat"), { decision: "no", answer: "已恢复通行" });
    expect(await result(caseId)).toBe("declined");
  });
});
