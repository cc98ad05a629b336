import { beforeAll, expect, it } from "vitest";
import { issueCircular } from "../../client/cases/circulars.ts";
import { saveView } from "../../client/desk/saved-views.ts";
import { setLevel } from "../../client/registry/levels.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { longestName, mostViews } from "../../domain/desk/saved-view.ts";
import { long } from "../browser/full-city.ts";
import { standIn } from "../cli/stand-in.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk } from "./portal.ts";

/** Number of lines in the history of a case. */
const many = 1_000;
let desk: Desk;
let organization: Organization;
let found: { caseId: string; taskId: string };
let administrator: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ type: "CHA", language: "zh-CN" });
  found = await desk.finding(organization, "二楼东侧消防通道堆放活动物资", "major");
  await addLines(found, many);
  administrator = await desk.session(null);
});

/** A number of lines in the history of a case, each with a different word. */
async function addLines({ caseId, taskId }: typeof found, many: number): Promise<void> {
  await desk.db.$executeRaw`
    insert into event (case_id, task_id, organization_id, at, actor, verb, after, previous, hash)
    select ${caseId}, ${taskId}, ${organization.id}, ${desk.now()}::timestamptz + n * interval '1 second', 'administrator', 'press',
      jsonb_build_object('reason', '第' || n || '次：仍未见整改照片，请于今日下班前补充通道全貌，并写明责任人和完成时间。'), md5(${taskId} || (n - 1)), md5(${taskId} || n)
    from generate_series(1, ${many}) n`;
}

/** What a page shows, by a pattern; the page must be under 50 kB. */
async function shown(path: string, pattern: RegExp, cookie = administrator): Promise<string[]> {
  const { text, status } = await desk.get(path, { cookie });
  expect(status, path).toBe(200);
  expect(Buffer.byteLength(text), path).toBeLessThan(50_000);
  return [...text.matchAll(pattern)].map(([, one = ""]) => one);
}

const linePattern = /<blockquote>第(\d+)次/g;

it("a case's time line is paged: future events and the newest lines first, each line once", async () => {
  const path = `/board/case/${found.caseId}`;
  const last = await shown(path, linePattern);
  expect(last.at(-1)).toBe(String(many));
  expect((await desk.page(path, administrator)).match(/class="now"/g)).toHaveLength(1);
  expect(await desk.page(`${path}?page=1`, administrator)).not.toContain('class="now"');
  const pages = Number(/<span>\d+ \/ (\d+)<\/span>/.exec(await desk.page(path, administrator))?.[1]);
  const seen: string[] = [];
  for (let page = 1; page <= pages; page++) seen.push(...(await shown(`${path}?page=${page}`, linePattern)));
  expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: many }, (_, n) => n + 1));
});

it("a task's page has the newest lines of the history and says where all of them are", async () => {
  const lines = await shown(`/board/task/${found.taskId}`, linePattern);
  expect([new Set(lines).size, lines.at(-1)]).toEqual([40, String(many)]);
  const text = await desk.page(`/board/task/${found.taskId}`, administrator);
  expect(text).toContain(`href="/board/case/${found.caseId}?page=1#story"`);
});

it("circulars, and the organizations of one, are paged", async () => {
  const { id } = await issueCircular(desk.context, {
    ...{ event: "policy-issued", source: "local", title: "关于防汛的通知", text: "请落实。", actor: "administrator" },
  });
  await desk.db.$executeRaw`
    insert into circular select (jsonb_populate_record(c, jsonb_build_object('id', 'copy' || n, 'key', 'copy' || n, 'title', ${long.subject}::text, 'withdrawn_at', c.issued_at))).*
    from circular c, generate_series(1, 60) n where c.id = ${id}`;
  const seen: string[] = [];
  for (let page = 1; page <= 3; page++)
    seen.push(...(await shown(`/board/circulars?page=${page}`, /href="\/board\/circulars\/(\w+)"/g)));
  expect(seen.filter((one) => one !== "issue")).toHaveLength(61);
  expect(new Set(seen.filter((one) => one !== "issue")).size).toBe(61);
  expect(await desk.page("/board/circulars?page=3", administrator)).not.toContain("?page=4");

  for (let n = 0; n < 60; n++) await desk.organization({ type: "CHA", language: "zh-CN" });
  await standIn(desk.db).distribute(desk.now());
  const names = /<span class="what">(测试机构\d+)<\/span>/g;
  const all = [
    ...(await shown(`/board/circulars/${id}`, names)),
    ...(await shown(`/board/circulars/${id}?page=2`, names)),
  ];
  expect([all.length, new Set(all).size]).toEqual([61, 61]);
  expect(await shown(`/board/circulars/${id}?view=silent&page=2`, names)).toHaveLength(11);
});

it("the page of the maximum number of saved views is under 50 kB with the longest names", async () => {
  for (let n = 0; n < mostViews; n++)
    await saveView(desk.context, {
      ...{ name: `${n}${"逾".repeat(longestName)}`.slice(0, longestName), personId: null, weekly: false },
      query: `q=${encodeURIComponent("社会组织".repeat(20))}&view=late&due=month`,
    });
  const views: string[] = [];
  for (const page of [1, 2, 3]) views.push(...(await shown(`/board/views?page=${page}`, /name="view" value="(\w+)"/g)));
  expect(new Set(views).size).toBe(mostViews);
  const board = await shown("/board?view=late", /<nav aria-label="保存的视图">([\s\S]*?)<\/nav>/g);
  expect(board[0]?.match(/<a /g)).toHaveLength(7);
  expect(board[0]).toContain(`全部${mostViews}个，管理`);
});

it("the history of levels is paged, and only the newest level of a scope can be undone, on any page", async () => {
  await setLevel(desk.context, { hazard: "flood", level: "watch", because: "台风", actor: "administrator" } as never);
  await desk.db.$executeRaw`
    insert into hazard_level select (jsonb_populate_record(h, jsonb_build_object('id', 'copy' || n, 'set_at', h.set_at - n * interval '1 day'))).*
    from hazard_level h, generate_series(1, 120) n where h.hazard = 'flood'`;
  await desk.db.$executeRaw`update hazard_level set because = '第' || id || '次' where hazard = 'flood'`;
  const seen: string[] = [];
  for (let page = 1; page <= 5; page++)
    seen.push(...(await shown(`/board/levels?page=${page}`, /<li>[^<]*<span class="hint">[^<]*第(copy\d+)次/g)));
  expect(new Set(seen).size).toBe(120);
  expect((await desk.page("/board/levels", administrator)).match(/\?undo=/g)).toHaveLength(1);
  expect(await desk.page("/board/levels?page=2", administrator)).not.toContain("?undo=");
});

it("the handover page is paged, each task with the newest lines of its history", async () => {
  const old = organization.person("secretariat");
  for (let n = 0; n < 14; n++) await addLines(await desk.finding(organization, `${n}号楼消防通道堆放活动物资`), 40);
  const { personId } = await addPerson(desk.context, {
    ...{ organization: organization.code, role: "secretariat", name: "王接任", email: "jieren@example.org" },
  });
  await leave(desk.context, old, { actor: "administrator", organization: organization.code });
  const path = `/t/${await desk.code(personId, found.taskId)}/handover`;
  const device = await desk.device(personId);
  const seen: string[] = [];
  const pages = Number(/<span>\d+ \/ (\d+)<\/span>/.exec(await desk.page(path, device))?.[1]);
  expect(pages).toBe(2);
  for (let page = 1; page <= pages; page++)
    seen.push(...(await shown(`${path}?page=${page}`, /\/all\/(\w+)"/g, device)));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain(found.taskId);
  // Nine findings, and a task of the circular, about which nothing was sent.
  expect(await shown(path, linePattern, device)).toHaveLength(9 * 8);
  expect(await desk.page(path, device)).toContain("仅列出最近8条。");
});

it("the feed of disclosures names the feed of older ones, until there are none", async () => {
  const body = { campaign: { title: long.subject }, totals: { received: "100", used: "0" } };
  await desk.db.$executeRaw`
    insert into disclosure (id, case_id, organization_id, task_id, period, due_at, published_at, body, hash)
    select 'of' || n, ${found.caseId}, ${organization.id}, 'of' || n, 'p' || n, ${desk.now()}::timestamptz, ${desk.now()}::timestamptz + n * interval '1 minute',
      ${JSON.stringify(body)}::jsonb, md5(n::text) from generate_series(1, 130) n`;
  const seen: string[] = [];
  let path = `/org/${organization.code}/feed.atom`;
  for (let pages = 0; path !== "" && pages < 10; pages++) {
    seen.push(...(await shown(path, /<id>[^<]*\/disclosure\/(\w+)<\/id>/g, "")));
    const next = /<link rel="next" href="https?:\/\/[^/]+([^"]+)"/.exec((await desk.get(path)).text)?.[1] ?? "";
    path = next.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 130 }, (_, n) => `of${130 - n}`));
});
