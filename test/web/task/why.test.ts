import { beforeEach, describe, expect, it } from "vitest";
import { standIn } from "../../cli/stand-in.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

/** Records a finding and notifies its doer by mail. @returns the code of the doer's link, and the reference of the mail */
async function notifiedFinding(language: "zh-CN" | "en") {
  const organization = await desk.organization({ language });
  const { taskId } = await desk.finding(organization, "账实不符", "minor");
  const engine = standIn(desk.db);
  await engine.rounds(desk.now());
  await engine.carry(taskId, desk.now());
  const doer = organization.person("secretariat");
  const [notice] = await desk.db.notice.findMany({ where: { taskId, personId: doer, channel: "email" } });
  const [delivery] = await desk.db.delivery.findMany({ where: { id: notice?.deliveryId ?? "" } });
  return {
    organization,
    taskId,
    doer,
    path: `/t/${await desk.code(doer, taskId)}`,
    reference: delivery?.reference ?? "",
  };
}

describe("the page that says why a message was sent", () => {
  it("names the clause, its source, the rule, how the day was counted, and why the reader is a recipient", async () => {
    const { path, reference } = await notifiedFinding("zh-CN");
    const { status, text } = await desk.get(`${path}/why/${reference}`);
    expect(status).toBe(200);
    for (const words of [
      "为什么收到此信",
      "《关于做好社会组织落实疫情防控工作的指引（试行）》二（三）1",
      "广州市社会组织管理局网站",
      "2026年11月24日核对原文",
      "15个工作日",
      "本系统默认（原文未定数字，可另行设定）",
      "自开始之日起算",
      "秘书处工作人员",
      "此前没有发送过。",
    ])
      expect(text).toContain(words);
    // For the task alone, without the reference of a mail, it is the same.
    expect((await desk.get(`${path}/why`)).text).toContain("自开始之日起算");
  });

  it("is in its reader's language, and lists earlier messages", async () => {
    const { path, taskId } = await notifiedFinding("en");
    const engine = standIn(desk.db);
    const { nextAt } = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    await engine.rounds(nextAt ?? desk.now());
    const { text } = await desk.get(`${path}/why?lang=en`);
    expect(text).toContain("Why you received this");
    expect(text).toContain("last read on 2026-11-24");
    expect(text).toMatch(/Sent to you before<\/dt><dd>[^<]*e-mail \(at the opening\), sent/);
  });

  it("shows nobody the messages to another person, and performs no act", async () => {
    const { organization, taskId, reference } = await notifiedFinding("en");
    const other = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    expect((await desk.get(`${other}/why/${reference}`)).status).toBe(404);
    expect((await desk.get(`/t/AAAAAAAAAAAA/why/${reference}`)).status).toBe(404);
    const before = await desk.db.event.count();
    await desk.get(`${other}/why`);
    expect(await desk.db.event.count()).toBe(before);
  });
});
