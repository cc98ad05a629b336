import { writeFile } from "node:fs/promises";
import ExcelJS from "exceljs";
import { beforeAll, expect, it } from "vitest";
import { setFormula } from "../../../client/reporting/report.ts";
import { printed } from "../../../web/board/report/print-pdf.ts";
import { createPortal } from "../../../web/index.ts";
import { commandLine } from "../../cli/typed.ts";
import { browserPath } from "../../support/browser/browser-binary.ts";
import type { Organization } from "../../support/organization.ts";
import { smallCity, smallCityNow } from "../../support/small-city.ts";
import { type Desk, openDesk, origin, secretKey } from "../portal.ts";
import { cellsOf } from "./cells.ts";

let desk: Desk;
let city: [Organization, Organization, Organization];
let administrator: string;
beforeAll(async () => {
  desk = await openDesk();
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  city = await smallCity(desk.db);
  administrator = await desk.session(null);
});

const page = (query = "", cookie = administrator) => desk.get(`/board/report${query}`, { cookie });
/** The cells of each row of the table below a heading, as a reader sees them. */
function rowsOf(text: string, id: string): string[][] {
  const section = new RegExp(`<h2 id="${id}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? "";
  return [...section.matchAll(/<tr>(<td[\s\S]*?)<\/tr>/g)].map(([, row = ""]) => cellsOf(row));
}

it("shows the figures that the command line prints, each with its definition and that of the previous month", async () => {
  const { text, status } = await page("?lang=zh-CN");
  expect(status).toBe(200);
  const { duban } = commandLine(desk.db, desk.now);
  const report = (await duban("report", "--json")).data as {
    total: { counts: Record<string, number>; punctuality: number };
    organizations: { code: string; rank: number | null; score: number }[];
  };
  const total = rowsOf(text, "total");
  const { asked, inTime, late, overdue, missed, credited, waived } = report.total.counts;
  expect(total.slice(0, 7).map(([name, now, before]) => [name, now, before])).toEqual([
    ["应办", String(asked), "4"],
    ["按期完成", String(inTime), "2"],
    ["逾期完成", String(late), "2"],
    ["逾期未完成", String(overdue), "0"],
    ["未完成", String(missed), "0"],
    ["同时计入", String(credited), "0"],
    ["免除", String(waived), "0"],
  ]);
  expect(total.find(([name]) => name === "按期完成率")).toEqual([
    ...["按期完成率", "63.6%", "50.0%", "按期完成÷（应办－同时计入－免除）"],
  ]);
  expect(rowsOf(text, "list").map((cells) => [cells[0], cells.at(-1)])).toEqual(
    report.organizations.map(({ rank, score }, n) => [
      rank === null ? "不排名" : String(rank),
      `${score.toFixed(1)} ${["绿", "红", "黄"][n]}`,
    ]),
  );
  expect(text).toContain("得分＝（按期完成×100＋逾期完成×60");
  // A chart, and its table.
  expect(text).toMatch(/<svg class="bars"[^>]* role="img" aria-label="2031年4月：50\.0%；2031年5月：63\.6%">/);
  expect(text.match(/<rect /g)).toHaveLength(2);
  expect(rowsOf(text, "months")).toEqual([
    ["2031年4月", "4", "2", "2", "0", "0", "50.0%"],
    ["2031年5月", "13", "7", "2", "1", "1", "63.6%"],
  ]);
  expect((await page("?by=duty&lang=zh-CN")).text).toMatch(/第22a项：[^<]*<\/span><\/td>/);
});

it("says in a sentence that no task was requested, without counts of lights", async () => {
  const zh = (await page("?period=2026-05&lang=zh-CN")).text;
  expect(zh).toContain("<p>没有机构有应办的工作。</p>");
  expect(zh).not.toMatch(/0家机构|绿 0/);
  expect((await page("?period=2026-05&lang=en")).text).toContain("<p>Nothing was asked of any organization.</p>");
});

it("covers the reader's organizations, and those selected", async () => {
  const [a, b, c] = city;
  for (const role of ["authority", "supervisory-board"] as const) {
    const own = await desk.session(b.person(role));
    const { text } = await page("?lang=en", own);
    expect(rowsOf(text, "list")).toHaveLength(1);
    expect(text).toContain(b.code);
    expect(text).not.toContain(a.code);
    expect(text).not.toContain('name="authority"');
    // Neither by requesting another's report, nor by requesting as another person.
    expect((await page(`?organization=${a.code}`, own)).status).toBe(404);
    expect(rowsOf((await page(`?authority=${c.email("authority")}`, own)).text, "list")).toHaveLength(1);
    const csv = await desk.get("/board/report/table.csv", { cookie: own });
    expect(csv.text).toContain(b.code);
    expect(csv.text).not.toContain(a.code);
  }
  expect((await page("", await desk.session(b.person("secretariat")))).status).toBe(403);
  expect((await desk.get("/board/report")).status).toBe(401);
  expect(rowsOf((await page(`?authority=${c.email("authority")}`)).text, "list")).toHaveLength(1);
  const wrong = await page("?period=2031-W20&lang=zh-CN");
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("一个月、季度、半年或一年");
  expect((await page("?duty=999")).status).toBe(404);
});

it("is saved as CSV and XLSX", async () => {
  const csv = await desk.get("/board/report/table.csv?lang=zh-CN", { cookie: administrator });
  expect(csv.headers.get("content-disposition")).toBe('attachment; filename="report-2031-05.csv"');
  expect(csv.text).toMatch(/\r\n1,GZ-CITY-A,/);
  const xlsx = await desk.app.request("http://127.0.0.1:8080/board/report/tables.xlsx?period=2031-05", {
    headers: { cookie: administrator },
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await xlsx.arrayBuffer());
  expect(book.worksheets).toHaveLength(6);
  expect((await desk.get("/board/report/table.csv?period=x", { cookie: administrator })).status).toBe(404);
});

it("becomes a circular: its bulletin is put into the form, edited, and issued", async () => {
  const opened = await desk.get("/board/report/issue?lang=zh-CN&type=IND", { cookie: administrator });
  expect(opened.status).toBe(200);
  expect(opened.text).toContain('value="关于2031年5月社会组织履职情况的通报"');
  expect(opened.text).toContain("2031年5月共有1家社会组织应办工作6项");
  expect(opened.text).toMatch(/name="type-IND" value="yes" checked/);
  expect(opened.text).not.toContain('role="alert"');
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(opened.text)?.[1] ?? "";
  const body = new FormData();
  for (const [name, value] of Object.entries({
    ...{ key: hidden("key"), token: hidden("token"), event: "policy-issued", source: "authority" },
    ...{ title: "关于2031年5月社会组织履职情况的通报", text: "改过的通报。", "type-IND": "yes" },
  }))
    body.set(name, value);
  const issued = await desk.app.request("http://127.0.0.1:8080/board/circulars/issue", {
    method: "POST",
    body,
    headers: { cookie: administrator },
  });
  expect(issued.status).toBe(303);
  const { text } = await desk.get(issued.headers.get("location") ?? "", { cookie: administrator });
  expect(text).toContain("改过的通报。");
  // A reader who cannot issue circulars gets no link.
  const board = await desk.session(city[1].person("supervisory-board"));
  expect((await page("", board)).text).not.toContain("/board/report/issue");
  expect((await desk.get("/board/report/issue", { cookie: board })).status).toBe(404);
});

it("shows the current and earlier formulas, who changed them and why", async () => {
  await setFormula(desk.context, {
    change: { late: 30 },
    because: "逾期少计分",
    actor: { personId: city[0].person("authority") },
  });
  const { text } = await page("?lang=zh-CN");
  expect(text).toContain("逾期完成×30");
  expect(text).toMatch(/[^<]+：逾期少计分<br>/);
  expect(text).toContain("启用以来");
});

const setTo = async (fields: Record<string, string>, cookie = administrator, query = "") => {
  const shown = (await page(query, administrator)).text;
  const token = /action="\/board\/report\/formula[^"]*"><input type="hidden" name="token" value="([^"]+)"/.exec(
    shown,
  )?.[1];
  const now = Object.fromEntries(
    [...shown.matchAll(/<input id="([a-z-]+)" name="\1" inputmode="decimal"[^>]* value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    ),
  );
  const body = new URLSearchParams({ token: token ?? "", ...now, because: "按会议决定", ...fields });
  const response = await desk.app.request(`http://127.0.0.1:8080/board/report/formula${query}`, {
    method: "POST",
    body,
    headers: { cookie },
  });
  return { status: response.status, location: response.headers.get("location") ?? "", text: await response.text() };
};

it("lets only the administrator change its formula; who, when and why is on every report", async () => {
  const query = "?period=2031-05&lang=zh-CN";
  for (const [name, value] of [
    ["late", "101"],
    ["least", "1.5"],
    ["yellow", "95"],
    ["because", ""],
    ["rung", "二"],
  ] as const) {
    const { status, text } = await setTo({ [name]: value }, administrator, query);
    expect([name, status]).toEqual([name, 422]);
    expect(text).toMatch(new RegExp(`id="${name}-problem"`));
    // The typed values are kept.
    if (name !== "because")
      expect(text).toContain(`name="${name}" inputmode="decimal" required maxlength="5" value="${value}"`);
  }
  const before = rowsOf((await page(query)).text, "list").map((cells) => cells.at(-1));
  const { status, location } = await setTo({ "in-time": "80" }, administrator, query);
  expect([status, location]).toEqual([303, "/board/report?period=2031-05&done=formula#formula"]);
  const { text } = await desk.get(`${location.split("#")[0]}&lang=zh-CN`, { cookie: administrator });
  expect(text).toContain("已改用新的评分办法");
  expect(text).toContain("按期完成×80");
  expect(text).toMatch(/2031年6月10日（周二）\d\d:\d\d · 管理员：按会议决定/);
  expect(rowsOf(text, "list").map((cells) => cells.at(-1))).not.toEqual(before);

  const board = await desk.session(city[1].person("authority"));
  const read = (await page("?lang=zh-CN", board)).text;
  expect(read).toContain("管理员：按会议决定");
  expect(read).not.toContain("/board/report/formula");
  expect((await setTo({ late: "60" }, board)).status).toBe(404);
  expect((await setTo({ late: "60", token: "made up" })).status).toBe(403);
  expect((await setTo({ "in-time": "100", because: "恢复" })).status).toBe(303);
});

it("is exported as PDF if a browser is configured, and otherwise says how to print it", async () => {
  expect((await desk.get("/board/report/print.pdf", { cookie: administrator })).status).toBe(404);
  const plain = await page("?page=0&lang=zh-CN");
  expect(plain.text).not.toContain("print.pdf");
  expect(plain.text).toContain("用浏览器的“打印”保存为PDF或打印在A4纸上。");

  const chromium = await browserPath();
  const other = createPortal({
    context: desk.context,
    secretKey,
    publicUrl: origin,
    chromium,
    health: async () => ({}),
    log: () => undefined,
  });
  const get = (path: string) => other.request(`${origin}${path}`, { headers: { cookie: administrator } });
  expect(await (await get("/board/report")).text()).toContain('href="/board/report/print.pdf?by=organization"');
  const pdf = await get("/board/report/print.pdf?period=2031-05&lang=zh-CN");
  expect(pdf.headers.get("content-type")).toBe("application/pdf");
  expect(pdf.headers.get("content-disposition")).toBe('attachment; filename="report-2031-05.pdf"');
  const bytes = Buffer.from(await pdf.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  // A4, in points.
  expect(bytes.toString("latin1")).toMatch(/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
  if (process.env.PICTURES) await writeFile(`${process.env.PICTURES}/report.pdf`, bytes);
});

it("reports a browser that ends before it has printed, and leaves no files behind", async () => {
  await expect(printed("/bin/false", "<p>x</p>")).rejects.toThrow(/browser/);
  await expect(printed("/no/such/browser", "<p>x</p>")).rejects.toThrow(/browser/);
});
