import { beforeAll, describe, expect } from "vitest";
import { cancelCase } from "../../../client/cases/cases.ts";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { act } from "../../../client/tasks/act.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { confirmationPath } from "../../../records/roster/confirmations.ts";
import { chapters } from "../../support/chapters.ts";
import { idAt } from "../../support/organization.ts";
import { type Desk, openDesk, origin, secretKey } from "../portal.ts";

let desk: Desk;
let code: string;
let caseId: string;
let page: string;
beforeAll(async () => {
  desk = await openDesk();
  const { id, code: named } = await desk.organization({ language: "zh-CN" });
  code = named;
  const campaign = { organizationId: id, title: "暴雨救灾", emergency: true, actor: "administrator" } as const;
  ({ caseId } = await startCampaign(desk.context, campaign));
  page = `/o/${code}/query/${caseId}`;
});

const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const post = (fields: Record<string, string>, from = "10.0.0.1") =>
  desk.app.request(origin + page, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", "x-forwarded-for": from },
  });
const filled = async (words: string): Promise<Record<string, string>> => {
  const { text } = await desk.get(page);
  return { key: hidden(text, "key"), token: hidden(text, "token"), words };
};
const questions = () => desk.db.task.count({ where: { caseId, step: "answer-query" } });

const chapter = chapters();

describe("a donor's question", () => {
  chapter(
    "is sent on the public page without a name, answered within twenty days, and shown on its own page",
    async () => {
      expect((await desk.get(`/org/${code}`)).text).toContain(page);
      expect((await desk.get(page)).text).toContain("二十日内答复");
      const before = await desk.db.task.findMany({ where: { caseId, step: "answer-query" } });
      const fields = await filled("我的捐款<script>用在哪里？");
      const sent = await post(fields);
      expect(sent.status).toBe(303);
      const path = sent.headers.get("location") ?? "";
      expect((await post(fields)).headers.get("location")).toBe(path);
      expect(await questions()).toBe(before.length + 1);
      const task = await desk.db.task.findFirstOrThrow({
        where: { caseId, step: "answer-query", id: { notIn: before.map(({ id }) => id) } },
      });
      // Twenty days after Monday 2026-11-23 is Sunday 12-13, so D is the Monday after.
      expect(task.dueAt).toEqual(instantAt("2026-12-14", "18:00", "Asia/Shanghai"));
      expect((await desk.get(path)).text).toContain("还没有答复");
      const submission = { values: { answer: "用于<b>第一批</b>书包" }, files: [] };
      await act(desk.context, { taskId: task.id, verb: "submit", actor: "administrator", submission });
      const { text } = await desk.get(path);
      expect(text).toContain("用于&lt;b&gt;第一批&lt;/b&gt;书包");
      expect(text).toContain("我的捐款&lt;script&gt;用在哪里");
      for (const wrong of [`${path}x`, path.replace(/\..*/, ""), `/query/${task.id}.x`])
        expect((await desk.get(wrong)).status).toBe(404);
    },
  );

  chapter("is answered by mail only to a confirmed address", async () => {
    const submitQuestion = async (words: string, contact: string, from: string) => {
      const sent = await post({ ...(await filled(words)), contact }, from);
      const [, taskId = ""] = /query\/(\w+)\./.exec(sent.headers.get("location") ?? "") ?? [];
      return { status: sent.status, taskId, path: sent.headers.get("location") ?? "" };
    };
    const wrong = await post({ ...(await filled("x")), contact: "nobody" }, "10.2.0.9");
    expect([wrong.status, (await wrong.text()).includes("请填写邮箱")]).toEqual([422, true]);
    const [one, other] = [
      await submitQuestion("善款余额多少？", "donor@example.net", "10.2.0.1"),
      await submitQuestion("书包买了吗？", "silent@example.net", "10.2.0.2"),
    ];
    expect(await desk.db.address.count({ where: { value: { in: ["donor@example.net", "silent@example.net"] } } })).toBe(
      0,
    );
    const confirm = confirmationPath(secretKey, one.taskId, "donor@example.net");
    const shown = await desk.get(confirm);
    expect(shown.text).not.toContain("善款");
    await desk.app.request(origin + confirm, {
      method: "POST",
      body: new URLSearchParams({ token: hidden(shown.text, "token") }),
    });
    for (const { taskId } of [one, other]) {
      const submission = { values: { answer: "余额一千元" }, files: [] };
      await act(desk.context, { taskId, verb: "submit", actor: "administrator", submission });
    }
    const notices = await desk.db.notice.findMany({ where: { caseId, part: "asker" } });
    expect(notices).toMatchObject([{ taskId: one.taskId, channel: "email", details: { reason: "余额一千元" } }]);
    const id = (await idAt(desk.db, "donor@example.net")) ?? "";
    // The link of that mail opens the page of the question.
    expect((await desk.get(`/t/${await desk.code(id, one.taskId)}`)).headers.get("location")).toBe(one.path);
    expect((await desk.get(`/t/${await desk.code(id, other.taskId)}`)).status).toBe(404);
    desk.pass(24 * 181);
    expect((await desk.get(one.path)).status).toBe(404);
    desk.pass(-24 * 181);
  });

  chapter("is rejected if it is empty, from another site, from a bot, or too frequent from one address", async () => {
    const before = await questions();
    expect((await post(await filled(" "))).status).toBe(422);
    expect((await post({ ...(await filled("x")), token: "x" })).status).toBe(403);
    expect((await post({ ...(await filled("x")), website: "spam" })).status).toBe(200);
    expect(await questions()).toBe(before);
    const statuses = new Set<number>();
    for (let n = 0; n < 60 && !statuses.has(429); n++)
      statuses.add((await post(await filled(`问题${n}`), "10.0.0.9")).status);
    expect(statuses).toContain(429);
  });

  chapter("is rejected for another organization's campaign, or one that has ended", async () => {
    const other = await desk.organization();
    expect((await desk.get(`/o/${other.code}/query/${caseId}`)).status).toBe(404);
    const fields = await filled("晚了吗？");
    await cancelCase(desk.context, { caseId, actor: "administrator", reason: "误登记" });
    expect((await desk.get(page)).status).toBe(404);
    expect((await post(fields)).status).toBe(404);
    expect((await desk.get(`/org/${code}`)).text).not.toContain(page);
  });
});
