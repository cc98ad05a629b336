import { beforeAll, describe, expect, it } from "vitest";
import { act } from "../../client/acts/act.ts";
import { closeOrganization } from "../../client/acts/closing.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk, origin } from "./portal.ts";

let desk: Desk;
let organization: Organization;
let page: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ type: "IND", language: "zh-CN" });
  page = `/o/${organization.code}/raise`;
});

const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const send = (path: string, fields: Record<string, string>, from = "10.0.0.1") =>
  desk.app.request(origin + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", "x-forwarded-for": from },
  });
/** Opens the form, fills it in and sends it. */
const raise = async (fields: Record<string, string>, path = page, from?: string) => {
  const { text } = await desk.get(path);
  return send(path, { key: hidden(text, "key"), token: hidden(text, "token"), ...fields }, from);
};
const cases = () => desk.db.case.count({ where: { kind: "OL" } });

describe("the public form", () => {
  it("is there in Chinese first, without a login, for what the organization has a duty to see to", async () => {
    const shown = await desk.get(page);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("提意见、反映困难、求助");
    for (const kind of ["opinion", "difficulty", "request"]) expect(shown.text).toContain(`value="${kind}"`);
    expect((await desk.get(`${page}?lang=en`)).text).toContain("you need not give your name");
    expect((await desk.get(`/org/${organization.code}`)).text).toContain(`href="${page}"`);
    const charity = await desk.organization({ type: "CHA" });
    const other = await desk.get(`/o/${charity.code}/raise`);
    expect(other.text).toContain('value="difficulty"');
    expect(other.text).not.toContain('value="request"');
    const none = await desk.organization({ type: "CHA", party: false });
    for (const code of [none.code, "GZ-NOWHERE"]) expect((await desk.get(`/o/${code}/raise`)).status).toBe(404);
    expect(await cases()).toBe(0);
  });

  it("gives a receipt and a page nobody guesses, where the answer is read; sent twice it is one", async () => {
    const { text } = await desk.get(page);
    const fields = {
      key: hidden(text, "key"),
      token: hidden(text, "token"),
      kind: "request",
      words: "货物积压<script>，\n需要协助",
      name: "王某",
      contact: "wang@example.net",
    };
    const first = await send(page, fields);
    expect(first.status).toBe(303);
    const path = first.headers.get("location") ?? "";
    expect((await send(page, fields)).headers.get("location")).toBe(path);
    expect(await cases()).toBe(1);
    const one = await desk.db.case.findFirstOrThrow({ where: { kind: "OL" } });
    expect(one).toMatchObject({ duty: "50", subject: "货物积压<script>， 需要协助" });
    const waiting = await desk.get(path);
    expect(waiting.text).toContain(one.id.slice(0, 8).toUpperCase());
    expect(waiting.text).toContain("办理中");
    expect(waiting.text).toContain("货物积压&lt;script&gt;");
    expect(await desk.db.notice.count({ where: { caseId: one.id, part: "asker", shape: "call" } })).toBe(1);

    const task = await desk.db.task.findFirstOrThrow({ where: { caseId: one.id } });
    const doing = await desk.get(`/t/${await desk.code(organization.person("secretariat"), task.id)}`);
    expect(doing.text).toContain("wang@example.net");
    // Who it was is told to whoever sees to it, and to nobody above.
    const above = await desk.get(`/t/${await desk.code(organization.person("legal-representative"), task.id)}`);
    expect(above.text).toContain("货物积压");
    expect(above.text).not.toContain("wang@example.net");
    const board = await desk.get("/board?view=asked", { cookie: await desk.session(null) });
    expect(board.text).toContain("等待答复");
    expect(board.text).toContain(`/board/task/${task.id}`);

    const values = { decision: "no", answer: "请联系街道办" };
    const by = { personId: organization.person("secretariat") };
    await act(desk.context, { taskId: task.id, verb: "submit", actor: by, submission: { values, files: [] } });
    expect((await desk.get(path)).text).toContain("请联系街道办");
    // The link of the mail leads to the same page, for somebody who holds no role.
    const { id } = await desk.db.person.findFirstOrThrow({ where: { email: "wang@example.net" } });
    expect((await desk.get(`/t/${await desk.code(id, task.id)}`)).headers.get("location")).toBe(path);
    for (const wrong of [`${path.slice(0, -1)}!`, `/raised/${one.id}`, `/raised/${one.id}.`])
      expect((await desk.get(wrong)).status).toBe(404);
  });

  it("names what cannot be used and keeps what was typed", async () => {
    const before = await cases();
    const sent = await raise({ kind: "opinion", words: " ", contact: "not an address", name: "李<b>某" });
    expect(sent.status).toBe(422);
    const text = await sent.text();
    expect(text).toContain("请写明内容");
    expect(text).toContain("请填写邮箱");
    expect(text).toContain("李&lt;b&gt;某");
    expect(text).toContain('value="not an address"');
    expect((await raise({ words: "没有选择类别" })).status).toBe(422);
    expect((await raise({ kind: "opinion", words: "字".repeat(2_001) })).status).toBe(422);
    expect(await cases()).toBe(before);
  });

  it("takes nothing by GET, from elsewhere, from a machine that fills in every field, or from a closed organization", async () => {
    const before = await cases();
    await desk.get(`${page}?kind=opinion&words=x`);
    expect((await send(page, { kind: "opinion", words: "x", key: "k", token: "x".repeat(32) })).status).toBe(403);
    expect((await raise({ kind: "opinion", words: "广告", website: "https://example.com" })).status).toBe(200);
    const closing = await desk.organization({ type: "IND" });
    const path = `/o/${closing.code}/raise`;
    const { text } = await desk.get(path);
    await closeOrganization(desk.context, closing.code, { reason: "注销", actor: "administrator" });
    const published = await desk.get(`/org/${closing.code}`);
    expect([published.status, published.text]).toEqual([200, expect.stringContaining("关闭，已公布的内容继续保留")]);
    const late = { key: hidden(text, "key"), token: hidden(text, "token"), kind: "opinion", words: "x" };
    expect((await send(path, late)).status).toBe(404);
    expect(await cases()).toBe(before);
  });

  it("stops an address that sends too much, for an hour", async () => {
    const from = "10.0.0.9";
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await raise({ kind: "opinion", words: `第${n}条` }, page, from)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(303), 429]);
    expect((await raise({ kind: "opinion", words: "别处" }, page, "10.0.0.10")).status).toBe(303);
    desk.pass(1);
    expect((await raise({ kind: "opinion", words: "一小时后" }, page, from)).status).toBe(303);
  });
});
