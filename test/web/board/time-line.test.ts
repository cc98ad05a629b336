import { beforeAll, describe, expect, it } from "vitest";
import { setDuty } from "../../../client/registry/settings.ts";
import { newId } from "../../../records/rows.ts";
import { standIn } from "../../cli/stand-in.ts";
import { photoWithPlace } from "../../support/browser/pictures.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let cookie: string;
let organization: Organization;
beforeAll(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
  organization = await desk.organization({ language: "zh-CN" });
});

/** Lines of a case's time line, without markup. */
async function lines(caseId: string, language = "zh-CN"): Promise<string[]> {
  const { text, status } = await desk.get(`/board/case/${caseId}?lang=${language}`, { cookie });
  expect(status).toBe(200);
  const list = /<ol class="story time-line">([\s\S]*?)<\/ol>/.exec(text)?.[1] ?? "";
  return list
    .split("<li")
    .slice(1)
    .map((one) =>
      `<li${one}`
        .replace(/<img[^>]*alt="([^"]*)"[^>]*>/g, "[$1]")
        .replace(/<[^>]+>/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    );
}

/** A sent or waiting message, as the courier leaves it. */
async function message(
  task: { taskId: string; caseId: string },
  state: "sent" | "bounced" | "queued",
  step = "0:d:opened",
): Promise<void> {
  const [at, personId] = [desk.now(), organization.person("secretariat")];
  const deliveryId = state === "queued" ? null : newId();
  if (deliveryId)
    await desk.db.delivery.create({
      data: {
        id: deliveryId,
        personId,
        channel: "email",
        reference: deliveryId,
        state,
        run: "x",
        createdAt: at,
        finishedAt: at,
      },
    });
  const sendAt = state === "queued" ? new Date(at.getTime() + 20 * 3_600_000) : at;
  const { taskId, caseId } = task;
  await desk.db.notice.create({
    data: {
      ...{
        id: newId(),
        taskId,
        caseId,
        organizationId: organization.id,
        personId,
        step,
        deliveryId,
        createdAt: at,
        sendAt,
      },
      ...{ channel: "email", shape: "reminder", part: "doer", shard: 0, state: state === "queued" ? "queued" : "sent" },
    },
  });
}

describe("the time line of a case", () => {
  it("shows the outcome of each message, whether its link was opened since, and until when it is held", async () => {
    const task = await desk.finding(organization, "消防通道堆放杂物");
    const link = `/t/${await desk.code(organization.person("secretariat"), task.taskId)}`;
    await message(task, "sent");
    desk.pass(1);
    await desk.get(link);
    desk.pass(1);
    await message(task, "sent", "0:d:-1bd");
    desk.pass(1);
    await message(task, "bounced", "0:d:due");
    await message(task, "queued", "0:d:+1bd");
    const mails = (await lines(task.caseId)).filter((one) => one.includes("邮件"));
    expect(mails).toHaveLength(4);
    const [first, second] = mails.filter((one) => one.includes("已发出邮件"));
    expect(first).toMatch(/此后打开链接：secretariat \d+ .*11:00$/);
    expect(second).toMatch(/此后链接未打开$/);
    const bounced = mails.find((one) => one.includes("邮件被退回"));
    expect(bounced).toContain("secretariat");
    expect(bounced).not.toContain("链接");
    expect(mails.find((one) => one.includes("邮件待发送"))).toMatch(/11月24日（周二）09:00发送，并入当日邮件/);
  });

  it("shows pictures with their submission, then the current state, and future events with their dates", async () => {
    const { taskId, caseId } = await desk.finding(organization, "灭火器过期");
    const before = await lines(caseId);
    const now = before.findIndex((one) => one.startsWith("现在"));
    expect(now).toBeGreaterThan(0);
    expect(before[now + 1]).toMatch(/提醒办理人/);
    expect(before.filter((one) => /办理截止：.*（secretariat \d+）/.test(one))).toHaveLength(1);
    expect(before.at(-1)).toMatch(/告知/);

    const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const photo = new File([new Uint8Array(await photoWithPlace(400, 300))], "新灭火器.jpg", { type: "image/jpeg" });
    const files = [photo, new File(["%PDF-1.7"], "发票.pdf")];
    await desk.send(doer, "submit", { "ask-note": "已更换", "ask-files": files });
    const after = await lines(caseId);
    const [submitted] = after.filter((one) => one.includes("[新灭火器.jpg]"));
    expect(submitted).toMatch(/提交.*1个文件$/);
    expect(after.some((one) => one.includes("核验截止："))).toBe(true);

    const board = `/board/task/${taskId}`;
    await desk.send(board, "accept", {}, { cookie: await desk.session(organization.person("supervisory-board")) });
    const closed = await lines(caseId);
    expect(closed.some((one) => one.startsWith("现在"))).toBe(await open(caseId));
  });

  it("says when the next period of a planned duty opens and what then happens to this one, until it has opened", async () => {
    const other = await desk.organization({ type: "COM", language: "zh-CN" });
    desk.pass(24 * 10);
    await standIn(desk.db).plan(other.shard, desk.now());
    const { id } = await desk.db.case.findFirstOrThrow({ where: { organizationId: other.id, duty: "22a" } });
    const next = (await lines(id)).find((one) => one.includes("下一期"));
    expect(next).toMatch(
      /^12月7日（周一）09:00 下一期（2026年第50周，12月7日至13日）开始，12月11日截止；本期届时仍未提交的，记为未完成/,
    );
    // A statutory case stays open, and a case that an event started has no next period.
    const task = await desk.finding(other, "消防通道堆放杂物");
    expect((await lines(task.caseId)).join()).not.toContain("下一期");
    await setDuty(desk.context, { duty: "22a", organization: other.code, paused: true, actor: "administrator" });
    expect((await lines(id)).join()).not.toContain("下一期");
  });

  it("is in English on request, and shows the openings of links to nobody else", async () => {
    const task = await desk.finding(organization, "应急灯损坏");
    await message(task, "sent");
    expect((await lines(task.caseId, "en")).find((one) => one.includes("mail sent"))).toContain(
      "link not opened since",
    );
    const supervisor = `/t/${await desk.code(organization.person("supervisory-board"), task.taskId)}`;
    expect((await desk.get(supervisor)).text).not.toContain("链接未打开");
  });
});

const open = async (caseId: string): Promise<boolean> =>
  (await desk.db.case.findUniqueOrThrow({ where: { id: caseId } })).state === "open";
