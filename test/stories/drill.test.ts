import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { eventsOf } from "../../records/cases/events.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const day = (offset: number): string =>
  new Date(city.now().getTime() + offset * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
const state = async (id = caseId): Promise<string> => {
  const found = await city.db.case.findUnique({ where: { id } });
  return found?.state ?? "";
};
const submit = async (key: string, values: Record<string, string>): Promise<void> => {
  const task = await city.task(caseId, key);
  await city.act({ taskId: task.id, verb: "submit", actor: by("secretariat"), submission: { values, files: [] } });
  await city.settled();
};
const result = (type: string, id: string): Promise<unknown> => city.resultOf(`${type}-${id}`);
/** Waits for a task that the engine requests in the next phase. */
const awaitTask = (key: string): Promise<void> => city.awaitTask(caseId, key);

async function start(): Promise<void> {
  organization = await city.organization();
  const dueAt = instantAt(day(60), "18:00", zone);
  caseId = await city.start({
    duty: "26",
    organizationId: organization.id,
    subject: "",
    actor: "administrator",
    dueAt,
  });
  await city.settled();
}

describe("a drill", () => {
  test("is done after its date is set, participants are invited, it is held and evaluated, and each gap is rectified", async () => {
    city.newMessages();
    await start();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email"]);
    const date = day(14);
    await submit("set-date", { date, plan: "疏散演练", time: "14:30", place: "二楼会议室" });
    await awaitTask("hold");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["member email", "staff email", "volunteer email"]); // invited
    await city.until(`${date} 07:30`);
    expect(recipientsOf(city.newMessages(organization))).toContain("volunteer sms"); // the business day before
    await city.until(`${date} 08:05`);
    expect(recipientsOf(city.newMessages(organization))).toEqual(expect.arrayContaining(["staff email", "staff sms"]));
    await city.until(`${date} 14:31`);
    await submit("hold", { record: "15 分钟完成疏散", attendance: "张三\n李四" });
    await awaitTask("evaluate");
    // The secretariat had today's mail in the morning; this task is in tomorrow's.
    await city.until(`${day(1)} 09:05`);
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat email");
    await submit("evaluate", { evaluation: "总体良好", gaps: "应急灯不亮\n集合点无标识" });
    await city.until(`${day(0)} 23:59`);
    const all = await city.db.case.findMany({
      where: { parentId: caseId },
      orderBy: [{ duty: "asc" }, { subject: "asc" }],
    });
    const children = all.filter(({ duty }) => duty === "29");
    const after = all.filter(({ duty }) => duty !== "29");
    // A drill that was held requests a review (row 21) and a revision of the plan (row 16).
    expect(after.map(({ duty }) => duty)).toEqual(["16", "21"]);
    expect(children.map((child) => child.subject).sort()).toEqual(["应急灯不亮", "集合点无标识"].sort());
    expect(await state()).toBe("open");
    for (const child of children) {
      const { id: taskId } = await city.task(child.id, "fix");
      await city.act({
        taskId,
        verb: "submit",
        actor: by("secretariat"),
        submission: { values: { note: "已修复" }, files: [] },
      });
      await city.act({ taskId, verb: "accept", actor: by("supervisory-board") });
    }
    expect(await city.resultOf(`drill-${caseId}`)).toBe("done");
    await city.record("drill-with-gaps", `drill-${caseId}`);
    expect(await state()).toBe("done");
  });

  test("is reviewed once after its evaluation; findings of the review are rectified, and the cases are linked in both directions (row 21)", async () => {
    await start();
    const drill = caseId;
    const children = (parentId: string, duty: string) =>
      city.db.case.findMany({ where: { parentId, duty }, orderBy: { subject: "asc" } });
    const opened = async (id: string) => (await eventsOf(city.db, id)).find(({ verb }) => verb === "opened")?.after;
    const date = day(1);
    await submit("set-date", { date, plan: "夜间疏散演练", time: "14:30", place: "二楼会议室" });
    await awaitTask("hold");
    // A record is refused before the drill has begun.
    await city.until(`${date} 12:00`);
    await expect(submit("hold", { record: "x", attendance: "张三" })).rejects.toMatchObject({
      missing: [
        { zh: expect.stringMatching(/^演练开始时间为\S+ 14:30（还有2小时(30|29)分钟），开始后方可提交演练记录$/) },
      ],
    });
    await city.until(`${date} 14:31`);
    await submit("hold", { record: "20 分钟完成疏散", attendance: "张三\n李四" });
    await awaitTask("evaluate");
    expect(await children(drill, "21")).toEqual([]); // the review opens only after the evaluation
    const evaluation = { evaluation: "集合用时偏长" };
    await submit("evaluate", evaluation);
    await submit("evaluate", evaluation);
    expect(await result("drill", drill)).toBe("done");
    const [review, ...more] = await children(drill, "21");
    expect([review?.state, more]).toEqual(["open", []]);
    expect(await opened(review?.id ?? "")).toMatchObject({ parent: drill, event: "drill-held" });

    caseId = review?.id ?? "";
    const { policy, roles } = await city.db.task.findFirstOrThrow({ where: { caseId } });
    expect([policy, roles]).toEqual(["ordinary", ["secretariat"]]);
    city.newMessages();
    const reviewed = { review: "夜间照明不足，名单未更新", findings: "minor: 名单未更新\ncritical: 楼梯间无照明" };
    await submit("review", reviewed);
    await submit("review", reviewed);
    const gaps = await children(caseId, "29");
    expect(gaps.map(({ subject, facts }) => ({ subject, facts }))).toEqual(
      expect.arrayContaining([
        { subject: "名单未更新", facts: { severity: "minor", foundBy: caseId } },
        { subject: "楼梯间无照明", facts: { severity: "critical", foundBy: caseId } },
      ]),
    );
    expect(gaps).toHaveLength(2);
    const linked = (await eventsOf(city.db, caseId)).filter(({ verb }) => verb === "finding");
    expect(linked.map(({ after }) => (after as { case: string }).case).sort()).toEqual(gaps.map(({ id }) => id).sort());
    for (const { id } of gaps) expect(await opened(id)).toMatchObject({ parent: caseId, event: "finding" });
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat sms"); // the critical finding is sent at once

    for (const [index, gap] of gaps.entries()) {
      expect(await state()).toBe("open");
      const { id: taskId } = await city.task(gap.id, "fix");
      const submission = { values: { note: `已整改 ${index + 1}` }, files: [] };
      await city.act({ taskId, verb: "submit", actor: by("secretariat"), submission });
      await city.act({ taskId, verb: "accept", actor: by("supervisory-board") });
    }
    expect(await result("review", caseId)).toBe("done");
    expect(await state()).toBe("done");
    expect(await children(drill, "21")).toHaveLength(1);
  });

  test("refuses a date that is outside its period or has passed", async () => {
    await start();
    const { id: taskId } = await city.task(caseId, "set-date");
    const set = (date: string) =>
      city.act({
        taskId,
        verb: "submit",
        actor: by("secretariat"),
        submission: { values: { date, plan: "x", time: "14:30", place: "二楼会议室" }, files: [] },
      });
    await expect(set(day(61))).rejects.toThrow(/expected a day from/);
    await expect(set(day(-1))).rejects.toThrow(/expected a day from/);
    await expect(set("2031-02-30")).rejects.toThrow(/a day that exists/);
  });

  test("escalates to the legal representative, the supervisory board and the authority while nobody sets its date", async () => {
    await start();
    const { dueAt } = await city.task(caseId, "set-date");
    await city.until(`${dueAt.toISOString().slice(0, 10)} 18:30`);
    city.newMessages();
    await city.until(`${new Date(dueAt.getTime() + 16 * 86_400_000).toISOString().slice(0, 10)} 10:00`);
    const roles = recipientsOf(city.newMessages(organization));
    expect(roles).toContain("secretariat sms");
    expect(roles).toContain("legal-representative email");
    expect(roles).toContain("supervisory-board sms");
    expect(roles).toContain("authority email");
  });

  test("invites participants again when it is moved, and sends nothing on the old day", async () => {
    await start();
    const date = day(10);
    const later = day(17);
    await submit("set-date", { date, plan: "x", time: "14:30", place: "二楼会议室" });
    await awaitTask("hold");
    city.newMessages();
    const { id: taskId } = await city.task(caseId, "hold");
    await city.act({ taskId, verb: "move", actor: "administrator", until: instantAt(later, "09:30", zone) });
    await city.settled();
    expect((await city.db.task.findUniqueOrThrow({ where: { id: taskId } })).facts).toMatchObject({
      begins: instantAt(later, "09:30", zone).toISOString(),
      place: "二楼会议室",
    });
    expect(recipientsOf(city.newMessages(organization))).toEqual(["member email", "staff email", "volunteer email"]);
    await city.until(`${date} 12:00`);
    expect(city.newMessages(organization).filter((one) => one.task === taskId)).toEqual([]);
    await city.until(`${later} 08:05`);
    expect(recipientsOf(city.newMessages(organization))).toContain("staff sms");
  });

  test("requests another date when its date is cancelled, and ends when the case is cancelled", async () => {
    await start();
    await submit("set-date", { date: day(10), plan: "x", time: "14:30", place: "二楼会议室" });
    await awaitTask("hold");
    const { id: taskId } = await city.task(caseId, "hold");
    await city.act({ taskId, verb: "cancel", actor: "administrator", reason: "台风" });
    await awaitTask("set-date:2");
    expect((await city.task(caseId, "set-date:2")).state).toBe("open");
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "机构注销" });
    expect(await city.resultOf(`drill-${caseId}`)).toBe("cancelled");
    await city.record("drill-given-up-after-a-new-date", `drill-${caseId}`);
    expect((await city.task(caseId, "set-date:2")).state).toBe("cancelled");
  });

  test("reminds by the new day after the legal representative extends the task of its date", async () => {
    await start();
    const task = await city.task(caseId, "set-date");
    const until = new Date(task.dueAt.getTime() + 5 * 86_400_000);
    const request = {
      taskId: task.id,
      verb: "ask-extension" as const,
      actor: by("secretariat"),
      until,
      reason: "场地未定",
    };
    await city.act(request);
    await city.act({ taskId: task.id, verb: "grant-extension", actor: by("legal-representative") });
    expect((await city.task(caseId, "set-date")).dueAt).toEqual(until);
  });

  test("starts once if it is requested twice under the same key", async () => {
    organization = await city.organization();
    const dueAt = instantAt(day(60), "18:00", zone);
    const input = {
      duty: "26",
      organizationId: organization.id,
      key: "2031-H1",
      subject: "",
      actor: "administrator" as const,
      dueAt,
    };
    const first = await city.start(input);
    expect(await city.start(input)).toBe(first);
  });

  test("reminds the secretariat of its review, escalates to the authority, and repeats while nobody reviews it (row 21)", async () => {
    city = await worldBy("2031-06-02 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-06-02 10:00"); // a Monday
    await start();
    await submit("set-date", { date: day(0), plan: "x", time: "10:30", place: "二楼会议室" });
    await awaitTask("hold");
    await city.until("2031-06-02 10:31");
    await submit("hold", { record: "x", attendance: "张三" });
    await awaitTask("evaluate");
    await submit("evaluate", { evaluation: "良好" });
    expect(await result("drill", caseId)).toBe("done");
    const { id } = await city.db.task.findFirstOrThrow({ where: { case: { parentId: caseId }, duty: "21" } });
    await city.until("2031-07-14 12:00");
    // It is due with the sheet of its month, at least 15 business days later.
    expect(await sentByLadder(city, id)).toEqual(
      rungsOf({
        "06-03 09h": ["secretariat email"], // she had that day's mail already
        "06-23 09h": ["secretariat email"],
        "06-27 09h": ["secretariat email", "secretariat sms"],
        "06-30 09h": ["secretariat email", "secretariat sms"], // D
        "07-01 09h": ["secretariat email", "secretariat sms"],
        "07-03 09h": ["legal-representative email", "secretariat email"],
        "07-07 09h": [
          ...["legal-representative email", "secretariat email"],
          ...["supervisory-board email", "supervisory-board sms"],
        ],
        "07-14 09h": ["authority email", "legal-representative email copy", "supervisory-board email copy"],
      }),
    );
    const submission = { values: { review: "同评估" }, files: [] };
    await city.act({ taskId: id, verb: "submit", actor: by("secretariat"), submission });
    const { caseId: review } = await city.db.task.findUniqueOrThrow({ where: { id } });
    expect(await result("review", review)).toBe("done");
  });

  test("has a time and a place, which its invitation and its reminders state; its record is due on the workday after it", async () => {
    await start();
    const friday = [20, 21, 22, 23, 24, 25, 26].map(day).find((one) => new Date(one).getUTCDay() === 5) ?? "";
    const monday = new Date(Date.parse(friday) + 3 * 86_400_000).toISOString().slice(0, 10);
    const set = { date: friday, plan: "疏散", place: "二楼会议室" };
    await expect(submit("set-date", { ...set, time: "下午" })).rejects.toMatchObject({
      missing: [{ zh: "开始时间应写作14:30这样的时刻" }],
    });
    await submit("set-date", { ...set, time: "14:30" });
    city.newMessages();
    await awaitTask("hold");
    expect((await city.task(caseId, "hold")).dueAt).toEqual(instantAt(monday, "18:00", zone));
    await city.until(`${friday} 08:05`);
    const sent = city.newMessages(organization).filter(({ task }) => task !== null);
    const ofStaff = sent.filter(({ to }) => to === organization.email("staff") || to.startsWith("+"));
    const called = ofStaff.filter(({ channel }) => channel === "email");
    expect(called.length).toBeGreaterThan(0);
    for (const one of called) {
      expect(one.subject).toMatch(/, 14:30: /);
      expect(one.subject).toContain("二楼会议室");
      expect(one.text).toContain(`Begins: ${writing.en.date(friday)} 14:30`);
      expect(one.text).toContain("Place: 二楼会议室");
    }
    const sms = sent.filter(({ channel, text }) => channel === "sms" && text.includes("】Come "));
    expect(sms.length).toBeGreaterThan(0);
    for (const one of sms) expect(one.text).toMatch(/14:30.*二楼会议室/);
    // The doer of the record set the day, so gets no invitation, and is reminded of the record on the workday after.
    const ofDoer = (messages: typeof sent) =>
      messages.filter(({ to, channel }) => to === organization.email("secretariat") && channel === "email").at(-1);
    expect(ofDoer(sent)).toBeUndefined();
    await city.until(`${monday} 09:05`);
    const doer = ofDoer(city.newMessages(organization).filter(({ task }) => task !== null));
    expect(doer?.text).toContain("Place: 二楼会议室");
    expect(doer?.text).toMatch(/18:00/);
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "x" });
  });
});
