import ExcelJS from "exceljs";
import { beforeAll, expect, it } from "vitest";
import { createToken } from "../../../client/api/tokens.ts";
import { commandLine } from "../../cli/typed.ts";
import { smallCity, smallCityNow } from "../../support/small-city.ts";
import { type Desk, openDesk, origin } from "../portal.ts";
import { cellsOf } from "./cells.ts";

/**
 * The May of the small city, computed by hand from its list of tasks. A: five were requested, four in time, one waived: 400 ÷ 4. B: six,
 * two in time, one late, one overdue, one missed at the second rung, one credited, one return: (200 + 60 − 5 − 4) ÷ 5. C: two, one in
 * time, one late: (100 + 60) ÷ 2, too few to be ranked. In total 7 of the 11 that are rated.
 */
const byHand = {
  total: { asked: 13, inTime: 7, late: 2, overdue: 1, missed: 1, credited: 1, waived: 1 },
  punctuality: "63.6%",
  organizations: [
    { code: "GZ-CITY-A", rank: 1, asked: 5, inTime: 4, score: 100 },
    { code: "GZ-CITY-B", rank: 2, asked: 6, inTime: 2, score: 50.2 },
    { code: "GZ-CITY-C", rank: null, asked: 2, inTime: 1, score: 80 },
  ],
};
type Told = typeof byHand.organizations;
interface Json {
  total: { counts: Record<string, number>; punctuality: number };
  organizations: { code: string; rank: number | null; score: number; counts: Record<string, number> }[];
}

let desk: Desk;
let cookie: string;
beforeAll(async () => {
  desk = await openDesk();
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  await smallCity(desk.db);
  cookie = await desk.session(null);
});

const page = async (path: string): Promise<string> => (await desk.get(path, { cookie })).text;
/** Cells of the rows of a table below a heading. */
const rowsOf = (text: string, id: string): string[][] =>
  [
    ...(new RegExp(`<h[23] id="${id}">[\\s\\S]*?(?:</section>|</table>)`).exec(text)?.[0] ?? "").matchAll(
      /<tr>(<t[dh][\s\S]*?)<\/tr>/g,
    ),
  ].map(([, row = ""]) => cellsOf(row));
const ofJson = ({ total, organizations }: Json) => ({
  total: Object.fromEntries(Object.keys(byHand.total).map((name) => [name, total.counts[name]])),
  punctuality: `${(total.punctuality * 100).toFixed(1)}%`,
  organizations: organizations.map(({ code, rank, score, counts }) => ({
    code,
    rank,
    asked: counts.asked,
    inTime: counts.inTime,
    score,
  })),
});

it("the report's page, its bulletin and the desk show the figures worked out by hand", async () => {
  const report = await page("/board/report?period=2031-05&lang=zh-CN");
  const total = new Map(rowsOf(report, "total").map(([name = "", now = ""]) => [name, now]));
  const names = {
    asked: "应办",
    inTime: "按期完成",
    late: "逾期完成",
    overdue: "逾期未完成",
    missed: "未完成",
    credited: "同时计入",
    waived: "免除",
  };
  expect(Object.fromEntries(Object.entries(names).map(([key, name]) => [key, Number(total.get(name))]))).toEqual(
    byHand.total,
  );
  expect(total.get("按期完成率")).toBe(byHand.punctuality);
  // The first row is the header.
  const [, ...rows] = rowsOf(report, "list");
  const listed = rows.map((cells): Told[number] => ({
    code: /GZ-CITY-\w/.exec(cells[1] ?? "")?.[0] ?? "",
    rank: cells[0] === "不排名" ? null : Number(cells[0]),
    asked: Number(cells[2]),
    inTime: Number(cells[3]),
    score: Number(cells.at(-1)?.split(" ")[0]),
  }));
  expect(listed).toEqual(byHand.organizations);
  expect(report).toContain(
    "应办工作13项，其中按期完成7项，逾期完成2项，逾期未完成1项，未完成1项，同时计入1项，免除1项。按期完成率63.6%",
  );
  // On the desk: the month, its share, and the number it is a share of.
  expect(
    rowsOf(await page("/board?lang=zh-CN"), "punctuality")
      .find((cells) => cells.join(" ").includes("5月"))
      ?.join(" "),
  ).toMatch(/64%|63\.6%/);
});

it("the command line, the tables and the HTTP API show the same figures", async () => {
  const { duban } = commandLine(desk.db, desk.now);
  expect(ofJson((await duban("report", "--period", "2031-05", "--json")).data as Json)).toEqual(byHand);

  const { token } = await createToken(desk.context, {
    name: "report",
    scopes: ["reports:read"],
    actor: "administrator",
  });
  const api = await desk.app.request(`${origin}/api/v1/report?period=2031-05`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(ofJson((await api.json()) as Json)).toEqual(byHand);

  const csv = (await page("/board/report/table.csv?period=2031-05&lang=en"))
    .replace(/^\ufeff/, "")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const xlsx = await desk.app.request(`${origin}/board/report/tables.xlsx?period=2031-05&lang=en`, {
    headers: { cookie },
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await xlsx.arrayBuffer());
  const sheet = book.worksheets.find(
    (one) => String(one.getCell("A1").value) === csv[0]?.[0] && String(one.getCell("B1").value) === csv[0]?.[1],
  );
  const cells = (sheet?.getSheetValues().slice(1) ?? []).map((row) =>
    (row as unknown[]).slice(1).map((cell) => String(cell ?? "")),
  );
  for (const [head = [], ...rows] of [csv, cells]) {
    const at = (row: readonly string[], name: string): string => row[head.indexOf(name)] ?? "";
    // The sum is below the organizations.
    const printed = rows
      .filter((row) => at(row, "code") !== "")
      .map((row): Told[number] => ({
        code: at(row, "code"),
        rank: at(row, "rank") === "" ? null : Number(at(row, "rank")),
        asked: Number(at(row, "asked")),
        inTime: Number(at(row, "in time")),
        score: Number(at(row, "score")),
      }));
    expect(printed).toEqual(byHand.organizations);
  }
});
