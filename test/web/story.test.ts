import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../records/rows.ts";
import { type Desk, openDesk } from "./portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe("the history of a task", () => {
  it("shows when each message was sent and its outcome, until when and why a message is held, and why one was dropped", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId, caseId } = await desk.finding(organization, "消防通道堆放杂物");
    const personId = organization.person("secretariat");
    const at = (clock: string) => new Date(`2026-11-22T${clock}:00+08:00`);
    const write = async (step: string, channel: string, state: string, more: object, delivered?: Date) => {
      const deliveryId = delivered ? newId() : null;
      if (deliveryId && delivered)
        await desk.db.delivery.create({
          data: {
            id: deliveryId,
            personId,
            channel,
            reference: deliveryId,
            state: "sent",
            run: "x",
            createdAt: delivered,
            finishedAt: delivered,
          },
        });
      await desk.db.notice.create({
        data: {
          id: newId(),
          taskId,
          caseId,
          organizationId: organization.id,
          personId,
          step,
          channel,
          shape: "reminder",
          part: "doer",
          shard: 0,
          state,
          createdAt: at("23:10"),
          sendAt: at("23:10"),
          deliveryId,
          ...more,
        },
      });
    };
    await write("0:d:opened", "email", "sent", {}, at("23:11"));
    await write("0:d:opened", "sms", "queued", { sendAt: new Date(at("08:00").getTime() + 86_400_000) });
    await write("0:d:-1bd", "email", "dropped", { dropped: "overtaken" });
    const page = await desk.get(`/t/${await desk.code(organization.person("supervisory-board"), taskId)}`);
    const story = (/<ol class="story">[\s\S]*?<\/ol>/.exec(page.text)?.[0] ?? "")
      .replace(/<[^>]+>/g, "")
      .replace(/\s+/g, " ");
    expect(story).toContain("11月22日（周日）23:11 已发出邮件： secretariat");
    expect(story).toMatch(/短信待发送： secretariat \d+ 事项开始 11月23日（周一）08:00发送，夜间不发短信/);
    expect(story).toMatch(/邮件未发送： secretariat \d+ 到期前1个工作日 期限已变更/);
    expect(story).not.toContain("已通知");
  });
});
