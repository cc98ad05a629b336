import { describe, expect, it } from "vitest";
import { renderMessage } from "../../activities/render.ts";
import { type Fate, fatesOf, type Triage } from "../../activities/triage.ts";
import { waitForHour } from "../../domain/messages/preferences.ts";
import type { SentBefore } from "../../domain/messages/routine-day.ts";
import { dateIn, instantAt, timeIn } from "../../domain/time/zones.ts";
import type { ClaimedNotice } from "../../records/messages/deliveries.ts";
import { along, notice } from "../support/notices.ts";

const before = new Date("2026-11-24T02:00:00Z");
const mail = (more: Partial<ClaimedNotice>, read: Parameters<typeof along>[1] = {}, now = before): string => {
  const { email } = renderMessage("x", [notice(more)], along(now, read));
  return `${email?.subject}\n${email?.text}`;
};

describe("a mail to a verifier", () => {
  it("has the due day of the verdict, like the page, not the doer's past one", () => {
    const text = mail(
      {
        part: "verifier",
        holds: ["supervisory-board"],
        taskState: "submitted",
        dueAt: new Date("2026-11-20T10:00:00Z"),
        climbDueAt: new Date("2026-12-01T10:00:00Z"),
      },
      {},
    );
    expect(text).toContain("12月1日18:00前核验");
    expect(text).toContain("核验期限：北京时间2026年12月1日（周二）18:00");
    expect(text).not.toMatch(/11月20日|逾期\d/);
  });
  it("says what is requested and until when, if the doer requests an extension", () => {
    const text = mail({
      part: "verifier",
      shape: "escalated",
      holds: ["supervisory-board"],
      askedUntil: new Date("2026-12-04T10:00:00Z"),
      details: { because: "ask-extension", from: "p2", reason: "场地尚未落实" },
    });
    expect(text).toContain("周守正申请将下面这项工作的截止时间由11月30日18:00延至12月4日18:00");
    expect(text).toContain("申请理由（周守正）：\n  场地尚未落实");
    // There is nothing to verify yet.
    expect(text).not.toContain("核验：");
  });
});

describe("a step that several duties have", () => {
  const drill: Partial<ClaimedNotice> = { duty: "26", taskStep: "set-date" };
  const step = "确定演练日期并提交演练方案";
  it("is named with its duty, once, if nothing else states the subject", () => {
    const alone = mail(drill);
    expect(alone).toMatch(new RegExp(`^[^\n]*${step}（组织应急演练）`));
    expect(mail({ ...drill, subject: "二号楼" })).toMatch(new RegExp(`^[^\n]*${step}（二号楼）`));
    const others = [drill, { ...drill, duty: "S8" }].map((one, n) => notice({ ...one, id: `n${n}`, taskId: `t${n}` }));
    const text = renderMessage("x", others, along(before, {})).email?.text;
    expect(text).toContain(`${step}（组织应急演练）`);
    expect(text).toContain(`${step}（消防演练）`);
    expect(text).not.toMatch(/（组织应急演练）（|（消防演练）（/);
  });
  it("is named without it to participants of the drill itself", () => {
    expect(mail({ ...drill, part: "participant" })).not.toContain(step);
  });
});

describe("an escalated rung", () => {
  const told: Partial<ClaimedNotice> = {
    part: "supervisor",
    shape: "escalated",
    holds: ["authority"],
    taskState: "submitted",
  };
  it("says that a role is vacant only if it is", () => {
    const vacant = { ...told, details: { vacant: "supervisory-board" } };
    expect(mail(vacant, { holders: new Map() })).toContain("尚未登记“监事会”联系人");
    const own = mail(vacant, { holders: new Map([["o1", [{ role: "supervisory-board", personId: "p1" }]]]) });
    expect(own).toContain("监事会参与了这项工作的办理，不能核验本人的工作，因此转请您核验。");
    expect(own).not.toMatch(/尚未登记|无人担任/);
  });
  it("says that the holder of the next role is the doer, and that it was therefore escalated further", () => {
    const past = { ...told, taskState: "open" as const, details: { vacant: "legal-representative" as const } };
    const holders = new Map([["o1", [{ role: "legal-representative" as const, personId: "p1" }]]]);
    expect(mail(past, { holders })).toContain("法定代表人即办理人，因此直接上报给您。");
  });
  it("says so too for a verdict, and asks nobody to verify instead", () => {
    const waiting = { ...told, details: { vacant: "legal-representative" as const } };
    const holders = new Map([["o1", [{ role: "legal-representative" as const, personId: "p1" }]]]);
    expect(mail(waiting, { holders })).toContain("法定代表人即办理人，因此直接上报给您。");
  });
  it("names a person's role as a vacant one", () => {
    const vacant = { ...told, taskState: "open" as const, details: { vacant: "legal-representative" as const } };
    expect(mail(vacant, { holders: new Map() })).toContain("“法定代表人”目前无人担任");
  });
});

describe("a critical hazard", () => {
  const danger: Partial<ClaimedNotice> = {
    duty: "20",
    taskStep: "take-up",
    policy: "emergency",
    severity: "critical",
    subject: "厨房有煤气味，二楼有人头晕",
    dueAt: new Date("2026-11-24T03:00:00Z"),
    climbDueAt: new Date("2026-11-24T03:00:00Z"),
  };
  const reporters = new Map([["c1", { personId: "p9", name: "何婉仪", phone: "13800138000" }]]);
  it("has its kind, severity, due time, numbers to call and reporter in subject and first lines", () => {
    const [subject = "", first = "", second = ""] = mail(danger, { reporters }).split("\n");
    expect(subject).toBe(
      "【紧急】厨房有煤气味，二楼有人头晕：受理并核实隐患或事件（今日11:00前，遇险拨119）——羊城灯彩行业协会",
    );
    expect(first).toContain("厨房有煤气味，二楼有人头晕");
    expect(second).toBe(
      "严重程度：紧急。危及人员安全的，先拨打119（火警）、120（急救）。报告人：何婉仪、13800138000。",
    );
  });
  it("is not said to have a due time that may move: it runs by the clock, whatever the holidays", () => {
    const at = { dueAt: new Date("2031-03-03T03:00:00Z"), climbDueAt: new Date("2031-03-03T03:00:00Z") };
    const now = new Date("2031-03-03T02:00:00Z");
    expect(mail({ ...danger, ...at }, { reporters }, now)).not.toContain("放假安排尚未公布");
    expect(mail(at, {}, now)).toContain("放假安排尚未公布");
  });
  it("requests what must be done about it, not two lines or a photo", () => {
    const text = mail(danger, { reporters });
    expect(text).toContain("请立即处置上述情况，并在今日11:00前打开链接提交办理情况。");
    expect(text).not.toMatch(/写两句话|申请延期/);
  });
  it("gives the reporter's number only to people inside the organization", () => {
    const text = mail({ ...danger, part: "supervisor", shape: "escalated", holds: ["authority"] }, { reporters });
    expect(text).toContain("报告人：何婉仪。");
    expect(text).not.toContain("13800138000");
  });
  it("is in the SMS with the reporter's own words", () => {
    const short = along(before, { reporters, publicUrl: "https://d.example.cn" });
    const { sms } = renderMessage("x", [notice({ ...danger, channel: "sms" })], short);
    expect(sms?.text).toContain("【督办】【紧急】厨房有煤气味…，今日11:00前处置，遇险拨119 ");
  });
});

describe("the first mail about a circular", () => {
  const issued = (text: string, fileName = "") =>
    new Map([
      [
        "x1",
        {
          id: "x1",
          title: "关于加强消防安全工作的通知",
          text,
          source: "authority" as const,
          issuer: "越秀区民政局",
          issuedAt: new Date("2026-11-23T14:00:00Z"),
          fileName,
        },
      ],
    ]);
  it("has its text, issuer and date", () => {
    const text = mail({ circularId: "x1" }, { issued: issued("一、开展自查。\n二、12月10日前报送。") });
    expect(text).toContain("文件：关于加强消防安全工作的通知");
    expect(text).toContain("发文单位：越秀区民政局（业务主管单位）");
    expect(text).toContain("发文日期：2026年11月23日（周一）22:00");
    expect(text).toContain("一、开展自查。\n  二、12月10日前报送。");
    expect(text).not.toMatch(/摘录|附件/);
  });
  it("has the first lines of a long one, and says that there is more", () => {
    const long = `${"各社会组织要高度重视消防安全工作。".repeat(30)}\n${"尾".repeat(400)}`;
    const text = mail({ circularId: "x1" }, { issued: issued(long, "通知.pdf") });
    expect(text).toContain("以上为摘录，全文请打开链接查看。");
    expect(text).toContain("附件请打开链接查看。");
    expect(text).not.toContain("尾".repeat(100));
  });
  it("has it once, in a digest of several tasks that it starts", () => {
    const both = [notice({ circularId: "x1" }), notice({ circularId: "x1", id: "n2", taskId: "t2", duty: "25" })];
    const { email } = renderMessage("x", both, along(before, { issued: issued("一、开展自查。") }));
    expect(email?.text.split("一、开展自查。")).toHaveLength(2);
  });
  it("differs from later mails, which leave it out", () => {
    expect(mail({ circularId: "x1", shape: "reminder" }, { issued: issued("一、开展自查。") })).not.toContain("自查");
  });
});

describe("a task whose mail of the day was sent", () => {
  const sent = (today: SentBefore["today"]) => ({ now: before, sent: { today, counts: new Map() } });
  const told = sent(new Map([["p1", new Map([["t9", new Set(["due"])]])]]));
  const fateOf = (one: ClaimedNotice, triage: typeof told): Fate | undefined => fatesOf([one], triage)[0];
  const routine: Partial<ClaimedNotice> = { urgency: "routine", holds: ["secretariat"] };
  it("has routine notices wait until tomorrow, but not one about a severe finding", () => {
    expect(fateOf(notice(routine), told)).toHaveProperty("hold");
    expect(fateOf(notice({ ...routine, severity: "minor" }), told)).toHaveProperty("hold");
    expect(fateOf(notice({ ...routine, severity: "major" }), told)).toBe("send");
    expect(fateOf(notice({ ...routine, severity: "critical" }), told)).toBe("send");
  });
  it("has further notices wait, to any reader; a task that has become late is mentioned once", () => {
    const of = (...shapes: string[]) => sent(new Map([["p1", new Map([["t1", new Set(shapes)]])]]));
    const check = notice({ ...routine, holds: ["supervisory-board"], taskId: "t1", shape: "due", part: "verifier" });
    expect(fateOf(check, told)).toBe("send");
    expect(fateOf(check, of("due"))).toHaveProperty("hold");
    const yesterday = new Date(before.getTime() - 86_400_000);
    const late = notice({ ...routine, taskId: "t1", shape: "overdue", dueAt: yesterday, climbDueAt: yesterday });
    expect(fateOf(late, of("reminder"))).toBe("send");
    expect(fateOf(late, of("overdue"))).toHaveProperty("hold");
  });
});

describe("a reader's preference", () => {
  const none: Triage = { now: before, sent: { today: new Map(), counts: new Map() } };
  const fateOf = (one: ClaimedNotice, triage: Triage): Fate | undefined => fatesOf([one], triage)[0];
  const due = new Date("2026-11-30T10:00:00Z");
  const routine: Partial<ClaimedNotice> = { urgency: "routine", holds: ["secretariat"], dueAt: due, climbDueAt: due };
  it("delays the daily mail to their hour, but no prompt notice, and nothing that would be too late", () => {
    const hour = Number(timeIn(before, "Asia/Shanghai").slice(0, 2)) + 2;
    expect(fateOf(notice({ ...routine, dailyHour: hour }), none)).toEqual({
      hold: instantAt(dateIn(before, "Asia/Shanghai"), `${hour}:00`, "Asia/Shanghai"),
    });
    expect(fateOf(notice({ ...routine, dailyHour: 9 }), none)).toBe("send");
    expect(fateOf(notice({ ...routine, dailyHour: hour, urgency: "prompt" }), none)).toBe("send");
    const soon = new Date(before.getTime() + 3_600_000);
    expect(fateOf(notice({ ...routine, dailyHour: hour, climbDueAt: soon }), none)).toBe("send");
    expect(waitForHour(hour, before, "Asia/Shanghai", new Date(before.getTime() - 1))).not.toBeNull();
  });
  it("sends routine notices over their channel if it reaches them, and what a ladder sends over it as before", () => {
    const sms: Partial<ClaimedNotice> = { ...routine, routineChannel: "sms", otherwise: ["sms"] };
    expect(fateOf(notice(sms), none)).toEqual({ switchTo: "sms" });
    expect(fateOf(notice({ ...sms, urgency: "prompt" }), none)).toBe("send");
    expect(fateOf(notice({ ...sms, otherwise: [] }), none)).toBe("send");
    expect(fateOf(notice(sms), { ...none, off: new Set(["sms"]) })).toBe("send");
    expect(fateOf(notice({ ...sms, channel: "sms", otherwise: ["email"] }), none)).toBe("send");
  });
});

describe("routine SMS", () => {
  const sms = notice({ channel: "sms", urgency: "routine", holds: ["secretariat"] });
  const fates = (today: number, week: number) => {
    const sent = { today: new Map(), counts: new Map([["p1/sms", { today, week }]]) };
    return fatesOf([sms, { ...sms, id: "n2", urgency: "prompt" }], { now: before, sent });
  };
  it("is at most one a day and three a week; prompt ones are sent all the same", () => {
    expect(fates(0, 2)).toEqual(["send", "send"]);
    expect(fates(1, 1)).toEqual([{ drop: "enough" }, "send"]);
    expect(fates(0, 3)).toEqual([{ drop: "enough" }, "send"]);
  });
});

describe("mail and SMS of one minute", () => {
  it("have the same counts, whatever each of them contains", () => {
    const late = { dueAt: new Date("2026-11-20T10:00:00Z"), shape: "overdue" } as const;
    const all = [
      notice({ id: "1", taskId: "a", ...late }),
      notice({ id: "2", taskId: "b" }),
      notice({ id: "3", taskId: "c" }),
      notice({ id: "4", taskId: "a", channel: "sms", ...late }),
      notice({ id: "5", taskId: "b", channel: "sms" }),
    ];
    const read = along(before, { noticesByPerson: new Map([["p1", all]]) });
    expect(renderMessage("x", all.slice(0, 3), read).email?.subject).toContain("3项待办（其中1项逾期）");
    expect(renderMessage("x", all.slice(3), read).sms?.text).toContain("3项待办（1项逾期）");
  });
});
