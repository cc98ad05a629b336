import { beforeAll, expect, it } from "vitest";
import { beginBatch, mailOfBatch, prepareBatch, previewBatch } from "../../../client/desk/batches.ts";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { findBatch } from "../../../records/batches.ts";
import { long } from "../../browser/full-city.ts";
import { commandLine } from "../../cli/typed.ts";
import { programAt } from "../api/program.ts";
import { type Desk, openDesk } from "../portal.ts";
import { cellsOf } from "./cells.ts";

let desk: Desk;
let administrator: string;
let tasks: string[];

/** More organizations than a page lists, each with a name of maximum length and a late task with a long subject. */
beforeAll(async () => {
  desk = await openDesk();
  tasks = [];
  for (let n = 0; n < 52; n += 1) {
    const organization = await desk.organization({ type: "IND", language: "zh-CN" });
    tasks.push((await desk.finding(organization, `${n}号楼${long.subject}`, "major")).taskId);
  }
  await desk.db.$executeRaw`update organization set name = ${long.name}, district = '越秀区'`;
  desk.pass(24 * 14);
  administrator = await desk.session(null);
});

it("the longest lists of the board stay under 50 kB, in both languages", async () => {
  const { context } = desk;
  const input = { actor: "administrator" as const, found: "/board?view=late", typed: { reason: long.subject } };
  const batch = await prepareBatch(context, { ...input, act: "press" }, tasks);
  const heavy: string[] = [];
  for (const path of [
    "/board",
    "/board?view=late",
    "/board/organizations",
    `/board/batch/${batch}`,
    "/board/report?period=2026-11",
    "/board/report?period=2026-12",
  ])
    for (const language of ["zh-CN", "en"]) {
      const text = await desk.page(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`, administrator);
      const bytes = Buffer.byteLength(text);
      if (bytes > 50_000) heavy.push(`${path} in ${language}: ${bytes}`);
    }
  expect(heavy).toEqual([]);
});

it("a report's table of duties continues on a next page, and is complete for printing", async () => {
  const finding = await desk.db.task.findUniqueOrThrow({ where: { id: tasks[0] ?? "" } });
  const { facts: _, result: __, ...like } = finding;
  const numbers = [...new Set(allDuties.map(({ number }) => number))].slice(0, 40);
  const data = numbers.map((duty) => ({ ...like, id: `of-${duty}`, key: `of-${duty}`, duty }));
  await desk.db.task.createMany({ data });
  const rows = async (page: string): Promise<string[]> => {
    const text = await desk.page(`/board/report?period=2026-11&by=duty&lang=zh-CN&page=${page}`, administrator);
    const list = /<h2 id="list">[\s\S]*?<\/section>/.exec(text)?.[0] ?? "";
    return [...list.matchAll(/<tr>(<td[\s\S]*?)<\/tr>/g)].map(([, row = ""]) => cellsOf(row)[0] ?? "");
  };
  const whole = await rows("0");
  expect(whole.length).toBeGreaterThanOrEqual(40);
  const pages = [await rows("1"), await rows("2")];
  expect(pages[0]).toHaveLength(25);
  expect(pages.flat()).toEqual(whole);
  const first = await desk.page("/board/report?period=2026-11&by=duty&lang=zh-CN", administrator);
  expect(first).toContain("period=2026-11&amp;by=duty&amp;page=2#list");
  // The printed page has the table that is shown.
  expect(first).toContain("period=2026-11&amp;by=duty&amp;page=0");
});

it("the same step of different duties is distinguished by the duty, in lists, dangers and batches", async () => {
  const organization = await desk.organization({ type: "SVC", language: "zh-CN" });
  const [one, other] = [await desk.begun(organization, "26"), await desk.begun(organization, "S8")];
  await desk.db.task.updateMany({
    where: { id: { in: [one.taskId, other.taskId] } },
    data: { outlook: "blocked", outlookNote: "场地停用" },
  });
  const named = ["组织应急演练", "消防演练"];
  const board = await desk.page("/board?view=risk&lang=zh-CN", administrator);
  for (const duty of named) expect(board).toContain(`<span class="subject"> · ${duty}</span>`);
  const danger = /aria-labelledby="danger"[\s\S]*?<\/section>/.exec(
    await desk.page("/board?lang=zh-CN", administrator),
  )?.[0];
  for (const duty of named) expect(danger).toContain(`>${duty}</a>`);
  const input = { actor: "administrator" as const, found: "", typed: {} };
  const batch = await prepareBatch(desk.context, { ...input, act: "export" }, [one.taskId, other.taskId]);
  const list = await desk.page(`/board/batch/${batch}?lang=zh-CN`, administrator);
  for (const duty of named) expect(list).toContain(`<span class="subject"> · ${duty}</span>`);
  await beginBatch(desk.context, batch);
  const csv = await desk.page(`/board/batch/${batch}/list.csv?lang=zh-CN`, administrator);
  const step = "确定演练日期并提交演练方案";
  for (const duty of named) expect(csv).toContain(`${step}（${duty}）,,`);
  const remind = await prepareBatch(desk.context, { ...input, act: "press" }, [one.taskId]);
  const row = await findBatch(desk.db, remind);
  if (!row || row.act === "export") throw new Error("it was made");
  const preview = await previewBatch(desk.context, row);
  const reader = { ...{ id: organization.person("secretariat"), name: "陈静", language: "zh-CN" as const } };
  const mail = mailOfBatch(row, reader, preview?.tasks ?? [], { by: null, now: desk.now() });
  expect(mail.subject).toContain(`${step}（组织应急演练）`);

  const { request, token } = programAt(desk);
  const { body } = await request(`/api/v1/tasks?organization=${organization.code}`, { token: await token({}) });
  const titles = (body.entries as { dutyTitle: { zh: string } }[]).map(({ dutyTitle }) => dutyTitle.zh);
  expect(titles).toEqual(expect.arrayContaining(named));
  const { duban } = commandLine(desk.db, desk.now);
  const listed = (await duban("task", "list", "--org", organization.code)).out;
  desk.pass(24 * 200);
  const overdue = (await duban("overdue", "--org", organization.code)).out;
  for (const out of [listed, overdue]) for (const duty of ["Hold a drill", "Fire drill"]) expect(out).toContain(duty);
});
