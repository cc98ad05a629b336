import { beforeAll, describe, expect, it } from "vitest";
import { commandLine } from "../../cli/typed.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

/** A finding, its pages, and the notices of acts on it. */
async function finding() {
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId, caseId } = await desk.finding(organization, "消防通道堆放杂物");
  const page = async (role: Parameters<typeof organization.person>[0]) =>
    `/t/${await desk.code(organization.person(role), taskId)}`;
  const notices = async () =>
    (await desk.db.notice.findMany({ where: { taskId }, orderBy: [{ createdAt: "asc" }, { channel: "asc" }] })).map(
      ({ personId, channel, step }) =>
        `${personId === organization.person("legal-representative") ? "legal" : personId} ${channel} ${step.split(":")[1]}`,
    );
  return { organization, taskId, caseId, page, notices };
}

describe("a progress report", () => {
  it("of a risk notifies the supervisor at once, who answers it at the top of the page", async () => {
    const { taskId, page, notices } = await finding();
    const doer = await page("secretariat");
    const before = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    const silent = await desk.send(doer, "report", { outlook: "at-risk", reason: " " });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain("请写明遇到的困难和需要的支持");
    expect(silent.text).toMatch(/value="at-risk" required checked/);
    const sent = await desk.send(doer, "report", { outlook: "at-risk", reason: "配件缺货，需要多给三天" });
    expect(sent.status).toBe(303);
    await desk.send(doer, "report", { outlook: "at-risk", reason: "配件缺货，需要多给三天" });
    expect(await notices()).toEqual(["legal email report-at-risk"]);
    const after = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    for (const field of ["state", "dueAt", "nextAt", "processedThrough", "climbFrom", "highestRung"] as const)
      expect(after[field], field).toEqual(before[field]);
    expect((await desk.get(`${doer}?done=report`)).text).toContain("监督人会立即收到通知");

    const supervisor = await page("legal-representative");
    const { text } = await desk.get(supervisor);
    expect(text).toContain("请您答复");
    expect(text).toContain("阶段反馈：存在风险");
    expect(text).toContain("配件缺货，需要多给三天");
    // The form already has a day, so granting takes one tap.
    const day = /name="until"[^>]* value="(2026-\d\d-\d\d)"/.exec(text)?.[1];
    expect(day).toBe("2026-12-02");
    expect((await desk.send(supervisor, "grant-extension", { until: day ?? "" })).status).toBe(303);
    expect((await desk.get(supervisor)).text).not.toContain("请您答复");
    expect((await desk.get(doer)).text).toMatch(/阶段反馈：存在风险（已于11月23日（周一）10:00答复）/);
    const story = (await desk.get(supervisor)).text.split('id="story"')[1] ?? "";
    expect(story).toContain("阶段反馈：存在风险");
  });

  it("of a blocked task is also sent by SMS, stays on the board until it is answered, and cannot be answered by its author", async () => {
    const { organization, taskId, page, notices } = await finding();
    const { duban } = commandLine(desk.db, desk.now);
    const done = await duban(
      "task",
      "report",
      taskId,
      "--status",
      "blocked",
      "--say",
      "房东不让进场",
      "--as",
      organization.email("secretariat"),
    );
    expect(done.code).toBe(0);
    expect(await notices()).toEqual(["legal email report-blocked", "legal sms report-blocked"]);
    const cookie = await desk.session(organization.person("legal-representative"));
    const board = async () => (await desk.get("/board?view=risk", { cookie })).text;
    expect(await board()).toMatch(/受阻<\/strong>：房东不让进场 <span class="badge soon">尚未答复/);
    expect((await desk.get(await page("secretariat"))).text).not.toContain("请您答复");
    await desk.send(await page("legal-representative"), "press");
    expect(await notices()).not.toContain(`${organization.person("secretariat")} email answer-report`);
    expect(await board()).toContain("尚未答复");
    desk.pass(1);
    await desk.send(await page("legal-representative"), "press", { reason: "我来联系房东" });
    expect(await notices()).toContain(`${organization.person("secretariat")} email answer-report`);
    expect(await board()).not.toContain("尚未答复");
    expect(await board()).toContain("房东不让进场");
    await desk.send(await page("secretariat"), "submit", { "ask-note": "已清理" });
    expect(await board()).not.toContain("房东不让进场");
    expect((await duban("task", "report", taskId, "--status", "fine")).code).not.toBe(0);
  });

  it("by the supervisor goes to the next higher role that somebody else holds", async () => {
    const { organization, taskId, notices } = await finding();
    const legal = organization.person("legal-representative");
    const { duban } = commandLine(desk.db, desk.now);
    await duban("task", "delegate", taskId, "--to", organization.email("legal-representative"));
    await duban(
      "task",
      "report",
      taskId,
      "--status",
      "at-risk",
      "--say",
      "x",
      "--as",
      organization.email("legal-representative"),
    );
    const reports = (await notices()).filter((one) => one.includes("report"));
    expect(reports).toEqual([`${organization.person("supervisory-board")} email report-at-risk`]);
    expect((await desk.get(`/t/${await desk.code(legal, taskId)}`)).text).not.toContain("请您答复");
  });

  it("is answered by a reassignment in one tap, and is then cleared", async () => {
    const { organization, taskId, page, notices } = await finding();
    await desk.send(await page("secretariat"), "report", { outlook: "blocked", reason: "人手不够" });
    const supervisor = await page("legal-representative");
    const to = organization.person("deputy");
    expect((await desk.get(supervisor)).text).toMatch(new RegExp(`<option value="${to}"`));
    expect((await desk.send(supervisor, "reassign", { to })).status).toBe(303);
    expect((await desk.get(supervisor)).text).not.toContain("请您答复");
    expect(await notices()).toContain(`${to} email reassign`);
    expect(await desk.db.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
      personId: to,
      outlook: null,
    });
  });
});

describe("a cadence of progress reports", () => {
  it("is set by the supervisor on the page, sent to the doer once, and kept until it is reset", async () => {
    const { organization, taskId, page, notices } = await finding();
    const supervisor = await page("legal-representative");
    expect((await desk.send(supervisor, "ask-reports", {})).text).toContain("请选择多久反馈一次");
    expect((await desk.send(supervisor, "ask-reports", { every: "2bd", reason: "整改牵涉房东" })).status).toBe(303);
    await desk.send(supervisor, "ask-reports", { every: "2bd", reason: "整改牵涉房东" });
    expect(await notices()).toEqual([`${organization.person("secretariat")} email ask-reports`]);
    const task = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(task.facts).toMatchObject({ reportEvery: "2bd" });
    expect(task.nextAt).toEqual(desk.now());
    const { text } = await desk.get(await page("secretariat"));
    expect(text).toMatch(/反馈周期<\/dt><dd>每2个工作日/);
    // The requested form is open; the doer cannot set the cadence of their own reports.
    expect(text).toMatch(/<details id="report" open>/);
    expect(text).not.toContain('id="ask-reports"');
    const { duban } = commandLine(desk.db, desk.now);
    expect((await duban("task", "show", taskId)).out).toContain("Progress is to be reported every 2 business days");
    expect((await duban("task", "ask-reports", taskId, "--every", "3bd")).code).toBe(2);
    expect((await duban("task", "ask-reports", taskId, "--every", "none")).code).toBe(0);
    expect((await desk.get(await page("secretariat"))).text).not.toContain("反馈周期");
    expect(await notices()).toHaveLength(1);
    const cookie = await desk.session(null);
    expect((await desk.get(`/board/task/${taskId}`, { cookie })).text).toContain('id="ask-reports"');
  });
});
