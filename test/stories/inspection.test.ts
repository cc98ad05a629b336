import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase, raiseEvent } from "../../client/cases/cases.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { eventsOf } from "../../records/cases/events.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { aroundMarch17, ordinary, rungByRung } from "../support/rung-by-rung.ts";
import { sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

type Role = Parameters<Organization["person"]>[0];
const by = (role: Role) => ({ personId: organization.person(role) });

/** A checklist on which every item is in order, except those given. */
function checked(duty: string, found: Record<string, string>): Record<string, string> {
  const items = dutyOf(duty).evidence.flatMap((ask) => ask.items ?? []);
  return { ...Object.fromEntries(items.map((item) => [`items.${item.name}`, "ok"])), ...found };
}
async function inspect(duty: string): Promise<string> {
  organization = await city.organization();
  caseId = await city.start({ duty, organizationId: organization.id, subject: "", actor: "administrator" });
  await city.settled();
  city.newMessages();
  return (await city.task(caseId, "inspect")).id;
}
const children = () =>
  city.db.case.findMany({ where: { parentId: caseId }, orderBy: { subject: "asc" }, include: { tasks: true } });
const stateOf = async (id: string): Promise<string> => (await city.db.case.findUniqueOrThrow({ where: { id } })).state;
const submit = async (taskId: string, role: Role, values: Record<string, string>): Promise<void> => {
  await city.act({ taskId, verb: "submit", actor: by(role), submission: { values, files: [] } });
  await city.settled();
};

describe("an inspection", () => {
  test("by the supervisory board opens one rectification for each finding, linked in both directions, and is done", async () => {
    const taskId = await inspect("28");
    const values = checked("28", {
      "items.plan": "finding",
      "items.plan.note": "预案未更新",
      "items.plan.severity": "minor",
      findings: "灭火器过期\ncritical: 安全出口被锁",
      report: "检查了三处",
    });
    const request = { taskId, verb: "submit" as const, submission: { values, files: [] } };
    await expect(city.act({ ...request, actor: by("secretariat") })).rejects.toThrow();
    await submit(taskId, "supervisory-board", values);
    await submit(taskId, "supervisory-board", values);
    const found = await children();
    const opened = found.map(({ duty, subject, tasks, facts }) => ({
      duty,
      subject,
      facts,
      ladder: tasks[0]?.policy,
    }));
    const one = (subject: string, severity: string) => ({
      duty: "29",
      subject,
      facts: { severity, foundBy: caseId },
      ladder: `rectification-${severity}`,
    });
    expect(new Set(opened)).toEqual(
      new Set([
        one("灭火器过期", "major"),
        one("安全出口被锁", "critical"),
        one("工作方案和应急预案已及时完善：预案未更新", "minor"),
      ]),
    );
    const linked = (await eventsOf(city.db, caseId)).filter(({ verb }) => verb === "finding");
    expect(linked.map(({ after }) => (after as { case: string }).case).sort()).toEqual(
      found.map(({ id }) => id).sort(),
    );
    const back = (await eventsOf(city.db, found[0]?.id ?? "")).find(({ verb }) => verb === "opened");
    expect(back?.after).toMatchObject({ parent: caseId, event: "finding" });
    expect(await stateOf(caseId)).toBe("done");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]);
  });

  test("of donations, at a campaign's end, opens rectifications under the row for donations; a critical finding notifies at night", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    await city.until("2031-03-03 22:00");
    organization = await city.organization();
    const ended = {
      organizationId: organization.id,
      event: "campaign-ended" as const,
      key: "spring",
      subject: "春季助学",
      actor: "administrator" as const,
    };
    const cases = await raiseEvent(city.context, ended);
    expect(await raiseEvent(city.context, ended)).toEqual(cases.map((one) => ({ ...one, created: false })));
    caseId = cases.find(({ duty }) => duty === "30")?.caseId ?? "";
    const { id: taskId } = await city.task(caseId, "inspect");
    await city.settled();
    city.newMessages();
    await submit(
      taskId,
      "supervisory-board",
      checked("30", {
        report: "账目与票据已核对",
        "items.lawful": "finding",
        "items.lawful.note": "善款存入个人账户",
        "items.lawful.severity": "critical",
      }),
    );
    const [found] = await children();
    expect(found).toMatchObject({ duty: "31", facts: { severity: "critical" } });
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]);
    await city.until("2031-03-04 10:05");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat email", "secretariat sms"]); // half of the term has passed
    await city.until("2031-03-04 22:05");
    expect(recipientsOf(city.newMessages(organization))).toEqual(["supervisory-board email", "supervisory-board sms"]);
    await city.until("2031-03-05 02:05");
    const messages = city.newMessages(organization);
    expect(recipientsOf(messages, "sms")).toEqual(["legal-representative sms"]);
    // Four hours after D are shown as hours, although midnight is between them.
    const mails = messages.filter(({ channel }) => channel === "email");
    for (const { subject, text } of mails) expect(`${subject} ${text}`).toMatch(/4 hours late/);
    expect(mails.length).toBeGreaterThan(0);
    await city.until("2031-03-05 22:05");
    expect(recipientsOf(city.newMessages(organization), "email")).toContain("authority email");
    const fix = (await city.task(found?.id ?? "", "fix")).id;
    await submit(fix, "secretariat", { note: "已转入专户" });
    await expect(city.act({ taskId: fix, verb: "accept", actor: by("secretariat") })).rejects.toThrow();
    await city.act({ taskId: fix, verb: "accept", actor: by("supervisory-board") });
    expect(await city.resultOf(`rectification-${found?.id}`)).toBe("verified");
  });

  test("of weak links opens a hazard for each finding, which must be acknowledged within the hour", async () => {
    const taskId = await inspect("4");
    await submit(
      taskId,
      "secretariat",
      checked("4", {
        "items.premises": "finding",
        "items.premises.note": "电线裸露",
        "items.premises.severity": "critical",
        findings: "minor: 灯不亮",
      }),
    );
    const found = await children();
    expect(found.map(({ duty, kind, facts, tasks }) => [duty, kind, facts, tasks.map((one) => one.policy)])).toEqual(
      expect.arrayContaining([
        ["20", "HI", { severity: "critical", foundBy: caseId }, ["emergency"]],
        ["20", "HI", { severity: "minor", foundBy: caseId }, ["hazard-minor"]],
      ]),
    );
    expect(await stateOf(caseId)).toBe("done");
  });

  test("by the heads requests a follow-up of each finding, which the head verifies", async () => {
    city = await worldBy("2031-03-06 09:30", city);
    await city.until("2031-03-06 09:30");
    const taskId = await inspect("69");
    await submit(
      taskId,
      "head",
      checked("69", {
        "items.measures": "finding",
        "items.measures.note": "前台未戴口罩",
        "items.measures.severity": "minor",
      }),
    );
    expect(await stateOf(caseId)).toBe("done");
    const [reminder, ...more] = await children();
    expect(more).toEqual([]);
    expect(reminder).toMatchObject({ duty: "69", subject: "从业人员自觉落实防控措施：前台未戴口罩" });
    // When one of the heads submits, the other is notified.
    expect(recipientsOf(city.newMessages(organization)).sort()).toEqual(["party-head email", "secretariat email"]);
    const remind = await city.task(reminder?.id ?? "", "remind");
    expect(reminder?.tasks.map(({ policy }) => policy)).toEqual(["rectification-minor"]);
    await submit(remind.id, "secretariat", { reminded: "已提醒前台张三，次日复查已佩戴" });
    expect(recipientsOf(city.newMessages(organization))).toEqual(["head email"]);
    // The head must give a reason to return it; the secretariat submits again, and the head verifies again.
    const back = { taskId: remind.id, verb: "return" as const, actor: by("head") };
    await expect(city.act(back)).rejects.toThrow(/reason/);
    await city.act({ ...back, reason: "请写明复查日期" });
    await city.settled();
    const returned = city.newMessages(organization);
    expect(recipientsOf(returned)).toEqual(["secretariat email", "secretariat sms"]);
    expect(returned.find(({ channel }) => channel === "email")?.text).toContain("请写明复查日期");
    expect((await city.task(reminder?.id ?? "", "remind")).state).toBe("returned");
    await expect(city.act({ taskId: remind.id, verb: "accept", actor: by("head") })).rejects.toThrow(/is returned/);
    await submit(remind.id, "secretariat", { reminded: "已提醒张三，3月6日复查已佩戴" });
    await city.act({ taskId: remind.id, verb: "accept", actor: by("head") });
    expect(await stateOf(reminder?.id ?? "")).toBe("done");
  });

  test("reminds by its new day when it is moved, and is not requested when it is cancelled", async () => {
    city = await worldBy("2031-07-07 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-07-07 10:00"); // a Monday
    const taskId = await inspect("28");
    const until = instantAt("2031-08-04", "18:00", zone);
    const actor = "administrator" as const;
    const move = { taskId, verb: "move" as const, actor, until };
    expect((await city.act(move)).changed).toBe(true);
    expect((await city.act(move)).changed).toBe(false);
    await city.until("2031-07-29 12:00");
    expect((await sentByLadder(city, taskId)).filter((line) => line > "07-09")).toEqual([
      "07-28 09h supervisory-board email", // −5 business days
    ]);
    await cancelCase(city.context, { caseId, actor, reason: "并入年度检查" });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toContain("supervisory-board email"); // the notice of the cancellation
    await expect(submit(taskId, "supervisory-board", checked("28", { report: "x" }))).rejects.toThrow(/is cancelled/);
    await city.until("2031-08-26 12:00");
    expect(city.newMessages(organization)).toEqual([]);
  });
});

/*
 * In a separate city, which begins on Monday 2031-03-03 at 09:00, so that no other task is open meanwhile. Monday to Friday are working days.
 */
/** Who is notified, how and when, for each duty that nobody does, and for a finding that nobody reports or verifies. */
const expected = {
  "4": ordinary("secretariat", aroundMarch17),
  "28": ordinary("supervisory-board", aroundMarch17),
  "30": ordinary("supervisory-board", aroundMarch17),
  "69": ordinary(["head", "party-head"], aroundMarch17),
  // A minor finding has fifteen business days, so D is Monday 24 March; so long a term requests a progress report after a week.
  remind: {
    "2031-03-03 09:00": "secretariat E",
    "2031-03-10 09:00": "secretariat E",
    "2031-03-17 09:00": "secretariat E",
    "2031-03-21 09:00": "secretariat E",
    "2031-03-25 09:00": "supervisory-board E story",
    "2031-03-27 09:00": "legal-representative E story · supervisory-board E copy",
    "2031-04-07 09:00": "authority E story · legal-representative E copy",
    "2031-04-21 09:00": "authority E story · legal-representative E story · secretariat E · supervisory-board E story",
    "2031-05-07 09:00": "authority E story · legal-representative E story · secretariat E · supervisory-board E story",
  },
  // Submitted at once, with five business days for the verdict: D is Monday 10 March, 18:00.
  verify: {
    "2031-03-03 09:00": "head E story · secretariat E",
    "2031-03-05 09:00": "head E S story",
    "2031-03-10 18:00": "head E story · legal-representative E story",
    "2031-03-17 09:00": "authority E story · head E copy · legal-representative E copy",
    "2031-03-24 09:00": "authority E story · head E story · legal-representative E story",
    "2031-03-31 09:00": "authority E story · head E story · legal-representative E story",
    "2031-04-07 09:00": "authority E story · head E story · legal-representative E story",
    "2031-04-14 09:00": "authority E story · head E story · legal-representative E story",
    "2031-04-21 09:00": "authority E story · head E story · legal-representative E story",
    "2031-04-28 09:00": "authority E story · head E story · legal-representative E story",
    "2031-05-07 09:00": "authority E story · head E story · legal-representative E story",
  },
};

describe("an inspection that nobody submits", () => {
  const organizations: Record<string, Organization> = {};

  beforeAll(async () => {
    city = await startWorld();
  });

  test("escalates from the inspector to the legal representative, the board and the authority, who are sent the history of the task; it repeats without end", async () => {
    const found = async (name: string): Promise<string> => {
      const one = await city.organization();
      organizations[name] = one;
      return one.id;
    };
    for (const duty of ["4", "28", "30", "69"])
      await city.start({ duty, organizationId: await found(duty), subject: "", actor: "administrator" });
    const reminder = {
      event: "reminder-needed",
      key: "F-1",
      subject: "前台未戴口罩",
      facts: { severity: "minor" },
    } as const;
    for (const name of ["remind", "verify"])
      await raiseEvent(city.context, { organizationId: await found(name), ...reminder, actor: "administrator" });
    await city.settled();
    organization = organizations.verify as Organization;
    const [{ id: handedIn } = { id: "" }] = await city.db.task.findMany({ where: { organizationId: organization.id } });
    await submit(handedIn, "secretariat", { reminded: "已提醒" });
    expect(await rungByRung(city, organizations, expected)).toEqual(expected);
    const { id: unanswered } = organizations["4"] as Organization;
    const cases = await city.db.case.findMany({ where: { organizationId: unanswered } });
    expect(cases.map(({ duty, state }) => [duty, state])).toEqual([["4", "open"]]);
    const mails = (of: string, role: Role) =>
      city.inbox
        .messages()
        .filter((one) => one.channel === "email" && one.to === (organizations[of] as Organization).email(role))
        .map(({ subject, text }) => `${subject}\n${text}`);
    expect(mails("4", "authority")[0]).toContain(
      [
        "What has happened so far",
        "- 3 Mar 09:00 mail sent: secretariat",
        "- 10 Mar 09:00 mail sent: secretariat",
        "- 14 Mar 09:00 mail and SMS sent: secretariat",
        "- 17 Mar 09:00 mail and SMS sent: secretariat",
        "- 18 Mar 09:00 mail and SMS sent: secretariat",
        "- 20 Mar 09:00 mail sent: legal representative, secretariat",
      ].join("\n"),
    );
    expect(mails("4", "supervisory-board")[0]).toContain("You can remind the person responsible");
    // Mails at the opening, −5, −1, D, +1, +3 and +5. At +5 the doer is still requested to act, not sent a copy.
    const mail = mails("4", "secretariat")[6];
    expect(mail).toMatch(/^5 business days late/);
    expect(mail).not.toContain("no action is needed");
    // The board is the doer, so its rung goes to the authority instead, and the mail says why.
    const own = mails("28", "supervisory-board");
    expect(own[6]).not.toContain("no action is needed");
    expect(mails("28", "authority")[0]).toContain("is the one who does it, so it is escalated to you directly");
    expect(own.join()).not.toContain("press the doer");
  });
});
