import { beforeAll, describe, expect, it } from "vitest";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { act } from "../../../client/tasks/act.ts";
import { confirmationPath } from "../../../records/roster/confirmations.ts";
import { idAt, type Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin, secretKey } from "../portal.ts";

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
/** Opens the form, fills it in and submits it. */
const raise = async (fields: Record<string, string>, path = page, from?: string) => {
  const { text } = await desk.get(path);
  return send(path, { key: hidden(text, "key"), token: hidden(text, "token"), ...fields }, from);
};
const cases = () => desk.db.case.count({ where: { kind: "OL" } });

describe("the public form", () => {
  it("is in Chinese first, without a login, for the kinds that the organization has a duty to handle", async () => {
    const before = await cases();
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
    // If only one kind can be raised, the link names that kind.
    const way = await desk.get(`/org/${charity.code}`);
    expect(way.text).toContain(`/raise">反映工作、生活、学习上的困难</a>`);
    expect((await desk.get(`/org/${organization.code}`)).text).toContain(`/raise">提意见、反映困难、求助</a>`);
    const none = await desk.organization({ type: "CHA", party: false });
    for (const code of [none.code, "GZ-NOWHERE"]) expect((await desk.get(`/o/${code}/raise`)).status).toBe(404);
    expect(await cases()).toBe(before);
  });

  /** The owner of the address confirms it, on a page that shows nothing of what was entered. */
  async function confirmAddress(caseId: string, typed: readonly string[]): Promise<void> {
    const confirm = confirmationPath(secretKey, caseId, "wang@example.net");
    const response = await desk.get(confirm);
    expect(response.text).toContain(caseId.slice(0, 8).toUpperCase());
    for (const one of typed) expect(response.text).not.toContain(one);
    expect(await desk.db.address.count({ where: { value: "wang@example.net" } })).toBe(0);
    const pressed = { token: hidden(response.text, "token") };
    expect((await send(confirm, { token: "x" })).status).toBe(403);
    expect([(await send(confirm, pressed)).status, (await send(confirm, pressed)).status]).toEqual([303, 303]);
    expect((await desk.get(confirm)).text).toContain("已确认");
    expect(await desk.db.address.count({ where: { value: "wang@example.net" } })).toBe(1);
    for (const wrong of [
      `${confirm}x`,
      confirmationPath(secretKey, caseId, "other@example.net"),
      `/confirm/${caseId}.`,
    ])
      expect((await desk.get(wrong)).status).toBe(404);
  }

  it("gives a receipt and a page with the answer at an address that cannot be guessed; a form sent twice counts once", async () => {
    const before = await cases();
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
    expect(await cases()).toBe(before + 1);
    const one = await desk.db.case.findFirstOrThrow({ where: { kind: "OL", subject: { startsWith: "货物积压" } } });
    expect(one).toMatchObject({ duty: "50", subject: "货物积压<script>， 需要协助" });
    const waiting = await desk.get(path);
    expect(waiting.text).toContain(one.id.slice(0, 8).toUpperCase());
    expect(waiting.text).toContain("办理中");
    expect(waiting.text).toContain("货物积压&lt;script&gt;");
    // An address that a stranger entered causes no notice and creates no person.
    expect(await desk.db.notice.count({ where: { caseId: one.id, part: "asker" } })).toBe(0);
    expect(await desk.db.address.count({ where: { value: "wang@example.net" } })).toBe(0);
    const receipt = await desk.db.directMessage.findMany({ where: { subjectId: one.id } });
    expect(receipt).toMatchObject([{ kind: "receipt", channel: "email", address: "wang@example.net", name: "" }]);
    await confirmAddress(one.id, ["货物积压", "王某", "wang@"]);

    const task = await desk.db.task.findFirstOrThrow({ where: { caseId: one.id } });
    const doerPage = await desk.get(`/t/${await desk.code(organization.person("secretariat"), task.id)}`);
    expect(doerPage.text).toContain("wang@example.net");
    // The doer sees who raised it, and supervisors do not.
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
    expect(await desk.db.notice.count({ where: { caseId: one.id, part: "asker", shape: "settled" } })).toBe(1);
    // The link of the mail opens the same page for a person without a role.
    const id = (await idAt(desk.db, "wang@example.net")) ?? "";
    expect((await desk.get(`/t/${await desk.code(id, task.id)}`)).headers.get("location")).toBe(path);
    for (const wrong of [`${path.slice(0, -1)}!`, `/raised/${one.id}`, `/raised/${one.id}.`])
      expect((await desk.get(wrong)).status).toBe(404);
  });

  it("sends an address at most three receipts a day, whoever types it, and none to a telephone number", async () => {
    const victim = "victim@example.net";
    for (let n = 0; n < 6; n++)
      expect((await raise({ kind: "opinion", words: `第${n}条`, contact: victim }, page, `10.9.0.${n}`)).status).toBe(
        303,
      );
    expect(await desk.db.directMessage.count({ where: { address: victim } })).toBe(3);
    await raise({ kind: "opinion", words: "电话", contact: "+86 138 0013 8000" }, page, "10.9.1.1");
    expect(await desk.db.directMessage.count({ where: { channel: "sms" } })).toBe(0);
    expect(await desk.db.address.count({ where: { value: victim } })).toBe(0);
    // The same limit holds if a stranger types the address of a person of the organization.
    const known = organization.email("legal-representative");
    const before = await desk.db.notice.count({ where: { part: "asker" } });
    await raise({ kind: "opinion", words: "冒充", contact: known }, page, "10.9.1.2");
    expect(await desk.db.notice.count({ where: { part: "asker" } })).toBe(before);
  });

  it("sends the earlier answer to an address that is confirmed late", async () => {
    const path =
      (
        await raise({ kind: "difficulty", words: "孩子入学", contact: "late@example.net" }, page, "10.9.2.1")
      ).headers.get("location") ?? "";
    const [, caseId = ""] = /raised\/(\w+)\./.exec(path) ?? [];
    const task = await desk.db.task.findFirstOrThrow({ where: { caseId } });
    const submission = { values: { decision: "no", answer: "请联系街道" }, files: [] };
    await act(desk.context, { taskId: task.id, verb: "submit", actor: "administrator", submission });
    const confirm = confirmationPath(secretKey, caseId, "late@example.net");
    const { text } = await desk.get(confirm);
    await send(confirm, { token: hidden(text, "token") });
    const notices = await desk.db.notice.findMany({ where: { caseId, part: "asker" } });
    expect(notices).toMatchObject([{ shape: "settled", details: { reason: "请联系街道" } }]);
  });

  it("has receipts that expire half a year after the answer, and with the organization", async () => {
    const other = await desk.organization({ type: "IND", language: "zh-CN" });
    const form = `/o/${other.code}/raise`;
    const paths: string[] = [];
    for (const words of ["一", "二"])
      paths.push(
        (await raise({ kind: "opinion", words, contact: "x@example.net" }, form, "10.9.3.1")).headers.get("location") ??
          "",
      );
    const [answered = "", open = ""] = paths;
    const [, caseId = ""] = /raised\/(\w+)\./.exec(answered) ?? [];
    await desk.db.$executeRaw`update "case" set state = 'done', settled_at = ${desk.now()} where id = ${caseId}`;
    desk.pass(24 * 179);
    expect([(await desk.get(answered)).status, (await desk.get(open)).status]).toEqual([200, 200]);
    desk.pass(24 * 2);
    expect([(await desk.get(answered)).status, (await desk.get(open)).status]).toEqual([404, 200]);
    expect((await desk.get(confirmationPath(secretKey, caseId, "x@example.net"))).status).toBe(404);
    desk.pass(-24 * 181);
    await closeOrganization(desk.context, other.code, { reason: "注销", actor: "administrator" });
    expect([(await desk.get(answered)).status, (await desk.get(open)).status]).toEqual([404, 404]);
  });

  it("has the name of the only kind as its title, without a choice of kinds", async () => {
    const charity = await desk.organization({ type: "CHA", language: "zh-CN" });
    const shown = await desk.get(`/o/${charity.code}/raise`);
    expect(shown.text.replaceAll("<wbr>", "")).toContain("<h1>反映工作、生活、学习上的困难</h1>");
    expect(shown.text).toContain("<title>反映工作、生活、学习上的困难");
    expect(shown.text).not.toContain('type="radio"');
    expect((await raise({ kind: "difficulty", words: "x" }, `/o/${charity.code}/raise`, "10.9.4.1")).status).toBe(303);
  });

  it("shows errors and keeps the typed values", async () => {
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

  it("accepts nothing by GET, from another site, from a bot that fills in every field, or for a closed organization", async () => {
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

  it("blocks an address that sends too much, for an hour", async () => {
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
