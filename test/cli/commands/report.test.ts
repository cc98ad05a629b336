import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { expect } from "vitest";
import { countMonths } from "../../../records/reporting/months.ts";
import { chapters } from "../../support/chapters.ts";
import { unChinese } from "../../support/chinese.ts";
import { freshDatabase } from "../../support/database.ts";
import { atEnd } from "../../support/ending.ts";
import { smallCityNow as now, smallCity } from "../../support/small-city.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const { duban } = commandLine(db, () => now);
const [a, b, c] = await smallCity(db);
const folder = await mkdtemp(join(tmpdir(), "duban-report-"));
atEnd(() => rm(folder, { recursive: true }));

/** Worked out by hand from test/support/small-city.ts. */
const may = {
  ...{ asked: 13, inTime: 7, late: 2, overdue: 1, missed: 1, credited: 1, waived: 1 },
  ...{ selfDeclared: 1, returns: 1, escalated: 1, depth: 2 },
};

const chapter = chapters();

chapter("refuses a future period, and prints no share for a period in which nothing was due", async () => {
  const refused = await duban("report", "--period", "2031-12", "--lang", "zh-CN");
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/期间：“2031-12”无法使用；应为已经开始的期间（今天为2031-\d\d-\d\d）/);
  const empty = await duban("report", "--period", "2030-01", "--lang", "zh-CN");
  expect(empty.out).toContain("没有按期完成率");
  expect(empty.out).not.toMatch(/无，无|在无内/);
});

chapter("prints the figures worked out by hand for a small city, before and after they are stored", async () => {
  const first = await duban("report", "--json");
  expect(first.code).toBe(0);
  expect(first.data).toMatchObject({
    period: { key: "2031-05", from: "2031-05-01", to: "2031-05-31" },
    before: { key: "2031-04" },
    running: false,
    // 7 of 11; in April 2 of 4. Of 0, 1, 2, 2, 3, 4, 5, 9, 12 days, at least half are 3 or less.
    total: { counts: may, punctuality: 7 / 11, punctualityBefore: 0.5, change: 13.6, medianDays: 3, meanDepth: 2 },
    lights: { green: 1, yellow: 1, red: 1 },
    organizations: [
      {
        code: a.code,
        rank: 1,
        score: 100,
        light: "green",
        punctuality: 1,
        change: 50,
        counts: { asked: 5, waived: 1 },
      },
      // (2 × 100 + 60 − 5 − 2 × 2) ÷ 5
      { code: b.code, rank: 2, score: 50.2, light: "red", punctuality: 0.4, change: null, medianDays: 3 },
      // (100 + 60) ÷ 2, with too few tasks to be ranked.
      { code: c.code, rank: null, score: 80, light: "yellow", punctuality: 0.5 },
    ],
    duties: [
      { key: "66", counts: { asked: 11, inTime: 5 } },
      { key: "22a", counts: { asked: 2, inTime: 2 } },
    ],
    types: [{ key: "IND" }, { key: "SVC" }, { key: "CHA" }],
    months: [
      { month: "2031-04", punctuality: 0.5 },
      { month: "2031-05", counts: may },
    ],
  });
  while (await countMonths(db, 0, now));
  const counted = await db.$queryRaw<unknown[]>`select 1 from report_month`;
  expect(counted.length).toBeGreaterThan(0);
  expect((await duban("report", "--json")).data).toEqual(first.data);
  expect((await duban("report", "recount")).code).toBe(0);
  expect((await duban("report", "--json")).data).toEqual(first.data);
});

chapter("covers a duty, an organization, a type, an authority's organizations, and longer periods", async () => {
  const requested = async (...options: string[]) =>
    ((await duban("report", "--json", ...options)).data as { total: { counts: { asked: number } } }).total.counts.asked;
  expect(await requested("--duty", "22a")).toBe(2);
  expect(await requested("--org", b.code)).toBe(6);
  expect(await requested("--type", "SVC")).toBe(2);
  expect(await requested("--district", "越秀区")).toBe(13);
  expect(await requested("--district", "天河区")).toBe(0);
  expect(await requested("--authority", c.email("authority"))).toBe(2);
  expect(await requested("--authority", c.email("secretariat"))).toBe(0);
  expect(await requested("--authority", c.email("authority"), "--org", b.code)).toBe(0);
  // Includes the tasks due in April, and those already done for June.
  expect(await requested("--period", "2031-Q2")).toBe(18);
  expect(await requested("--period", "2031")).toBe(18);
  expect((await duban("report", "--period", "2031-W20")).code).toBe(2);
  expect((await duban("report", "--duty", "999")).code).toBe(3);
  expect((await duban("report", "--type", "XXX")).code).toBe(2);
});

chapter("prints the same figures for people, and a bulletin in office style", async () => {
  const shown = (await duban("report", "--lang", "zh-CN")).out;
  expect(shown).toContain("2031年5月，3家机构");
  expect(shown).toContain(
    "应办 13、按期完成 7、逾期完成 2、逾期未完成 1、未完成 1、同时计入 1、免除 1、自行申报 1、退回 1",
  );
  expect(shown).toContain("按期完成率63.6%（上期50.0%，+13.6）");
  expect(shown).toContain("得分＝（按期完成×100＋逾期完成×60");
  expect((await duban("report", "--by", "duty")).out).toMatch(/22a .* 100\.0%/);
  const { out } = await duban("report", "--text", "--lang", "zh-CN");
  expect(unChinese(out)).toEqual([]);
  expect(out).toContain("《关于2031年5月社会组织履职情况的通报》");
  expect(out).toContain("2031年5月共有3家社会组织应办工作13项，其中按期完成7项，逾期完成2项，逾期未完成1项，未完成1项");
  expect(out).toContain("按期完成率63.6%，比2031年4月提高13.6个百分点。已提交的工作中，半数以上在开始后3天内提交。");
  expect(out).toContain("90分及以上的1家，75分及以上、不足90分的1家，不足75分的1家。");
  expect(out).toMatch(/下列1家机构得分不足75分：测试机构\d+（50\.2分，逾期未完成1项，未完成1项）。/);
  expect((await duban("report", "--text")).out).toContain(
    "63.6% was done in time, 13.6 points more than in April 2031.",
  );
});

chapter("writes the tables as CSV and XLSX", async () => {
  const [csv, xlsx] = [join(folder, "may.csv"), join(folder, "may.xlsx")];
  expect((await duban("report", "--csv", csv, "--xlsx", xlsx, "--lang", "zh-CN")).code).toBe(0);
  const lines = (await readFile(csv, "utf8")).split("\r\n");
  expect(lines[0]).toMatch(/^\ufeff名次,代码,机构,区,应办,按期完成,逾期完成/);
  expect(lines[2]).toMatch(/^2,GZ-CITY-B,测试机构\d+,越秀区,6,2,1,1,1,1,0,0,1,1,2,40,,3,2,50\.2,红$/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await readFile(xlsx)) as never);
  expect(book.worksheets.map(({ name }) => name)).toEqual(["机构", "职责", "区", "类型", "各月", "说明"]);
  const row = book.getWorksheet("机构")?.getRow(3).values as unknown[];
  expect(row.slice(1, 7)).toEqual([2, "GZ-CITY-B", expect.stringMatching(/^测试机构/), "越秀区", 6, 2]);
  const refused = await duban("report", "--csv", join(folder, "none", "x.csv"), "--json");
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("file-unwritable");
});

chapter("ranks by a formula that can be changed; each report shows it, with who changed it, when and why", async () => {
  expect((await duban("report", "formula", "late=0")).code).toBe(2);
  expect((await duban("report", "formula", "late=101", "--because", "x")).code).toBe(2);
  expect((await duban("report", "formula", "lateness=1", "--because", "x")).code).toBe(2);
  expect((await duban("report", "formula", "green=60", "--because", "x")).code).toBe(2);
  const set = await duban("report", "formula", "late=0", "least=2", "--because", "逾期不计分", "--json");
  expect(set.data).toMatchObject({
    changed: true,
    formula: { late: 0, least: 2, "in-time": 100 },
    because: "逾期不计分",
  });
  expect((await duban("report", "formula", "late=0", "--because", "again", "--json")).data).toMatchObject({
    changed: false,
  });
  const { data } = await duban("report", "--json");
  // C: 100 ÷ 2; B: (200 − 5 − 4) ÷ 5.
  expect((data as { organizations: unknown }).organizations).toMatchObject([
    { code: a.code, rank: 1 },
    { code: c.code, rank: 2, score: 50, light: "red" },
    { code: b.code, rank: 3, score: 38.2 },
  ]);
  expect((await duban("report")).out).toContain("done late × 0");
  const { out } = await duban("report", "formula", "--lang", "zh-CN");
  expect(out).toMatch(/late=0 least=2\s+逾期不计分/);
  expect(out).toContain("启用以来");
});
