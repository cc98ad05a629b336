import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, describe, expect, it } from "vitest";
import { withLanguage } from "../../../cli/language.ts";
import { cellsOfSheet, sheetAt } from "../../../client/sheets/sheet.ts";
import { workbook } from "../../support/files/workbook.ts";
import { bookOf, zipped } from "../../support/files/zipped.ts";
import { promised } from "../../support/timeouts.ts";

const folder = await mkdtemp(join(tmpdir(), "duban-sheet-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const cells = (bytes: Buffer): string[][] => withLanguage("en", () => cellsOfSheet(bytes, "sheet"));

describe("a sheet", () => {
  const rows = [
    ["code", "name"],
    ["GZ-1", "木棉社"],
  ];
  const csv = "code,name\r\nGZ-1,木棉社\r\n";

  it("has the same cells in UTF-8, with a byte order mark, in GBK, in GB18030 and as XLSX, whatever the file's name", async () => {
    for (const bytes of [
      Buffer.from(csv),
      Buffer.from(`\ufeff${csv}`),
      iconv.encode(csv, "gbk"),
      iconv.encode(csv, "gb18030"),
      await workbook(rows),
    ]) {
      const file = join(folder, "sheet.txt");
      await writeFile(file, bytes);
      expect(await withLanguage("en", () => sheetAt(file))).toEqual(rows);
    }
    expect(cells(iconv.encode("name\n㐂\n", "gb18030"))).toEqual([["name"], ["㐂"]]);
  });

  it("has days and numbers as typed, and the stored result of a formula", async () => {
    const day = new Date("2031-03-04T00:00:00Z");
    const book = await workbook(
      [
        ["a", "b", "c", "d"],
        [day, 12_345.6, 13_800_138_000, true],
        [new Date("2031-03-04T09:30:00Z"), 0.1 + 0.2, { formula: "1+1", result: 2 }, { formula: "1+1" }],
        [{ richText: [{ text: "木" }, { text: "棉" }] }, { text: "li@example.org", hyperlink: "mailto:x" }, "007", -5],
      ],
      "yyyy/m/d",
    );
    expect(cells(book)).toEqual([
      ["a", "b", "c", "d"],
      ["2031-03-04", "12345.6", "13800138000", "TRUE"],
      ["2031-03-04 09:30", "0.3", "2", "=1+1"],
      ["木棉", "li@example.org", "007", "-5"],
    ]);
    const chinese = await workbook([["on"], [day]], 'yyyy"年"m"月"d"日"');
    expect(cells(chinese)[1]).toEqual(["2031-03-04"]);
  });

  it("keeps the row numbers of blank rows, and leaves out blank rows and columns at its end", async () => {
    expect(cells(await workbook([["a", "b"], [], ["1", "", " "], [" "]]))).toEqual([
      ["a", "b"],
      ["", ""],
      ["1", ""],
    ]);
  });

  const cell = '<c t="inlineStr"><is><t>x</t></is></c>';
  const book = (data: string): Buffer => bookOf(`<worksheet><sheetData>${data}</sheetData></worksheet>`);
  it.each<[string, () => Buffer, RegExp]>([
    ["unpacks to gigabytes", () => book(" ".repeat(200_000_000)), /too large; expected a sheet of at most 24 MB/],
    ["names a row far down", () => book(`<row r="1048576">${cell}</row>`), /at most 100000 rows/],
    ["names a column far out", () => book('<row r="1"><c r="XFD1"><v>1</v></c></row>'), /at most 100 columns/],
    ["has too many cells", () => book(`<row>${"<c/>".repeat(99)}</row>`.repeat(2_600)), /at most 250000 cells/],
    ["is nested deeply", () => book("<a>".repeat(3_000_000)), /no XLSX file that can be read/],
    [
      "has a million attributes",
      () => book(`<row ${Array.from({ length: 1_000_000 }, (_, n) => `a${n}=""`).join(" ")}/>`),
      /no XLSX file that can be read/,
    ],
    ["is a CSV of blank lines", () => Buffer.from("\n".repeat(9_000_000)), /at most 100000 rows/],
    ["is a CSV of commas", () => Buffer.from(",".repeat(9_000_000)), /at most 1000000 cells/],
    ["is a CSV of one cell", () => Buffer.from("a".repeat(9_000_000)), /too large/],
    [
      "expands an entity",
      () => bookOf('<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><row><c><v>&b;</v></c></row></worksheet>'),
      /no XLSX file that can be read/,
    ],
    ["is cut off", () => book("<row/>").subarray(0, 200), /no XLSX file that can be read/],
    ["is another archive", () => zipped({ "a.txt": "a" }), /no XLSX file that can be read/],
    ["is an old workbook", () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), /old workbook \(XLS\)/],
    ["is a picture", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff]), /line 1 that is neither UTF-8 nor GBK/],
    ["is UTF-16", () => Buffer.from(`\ufeff${csv}`, "utf16le"), /neither UTF-8 nor GBK/],
    ["is no CSV", () => Buffer.from('code,name\n"open,x\n'), /line 2: .*; expected a CSV/],
  ])("that %s is refused, within a second", (_what, make, said) => {
    const bytes = make();
    const began = performance.now();
    expect(() => cells(bytes)).toThrow(said);
    expect(performance.now() - began).toBeLessThan(promised(1_000));
  });

  it("does not materialize merged, validated or named ranges, even with billions of cells", () => {
    const everywhere = "A1:XFD1048576";
    const sheet = `<worksheet><sheetData><row r="1">${cell}</row></sheetData><mergeCells><mergeCell ref="${everywhere}"/></mergeCells>
      <dataValidations><dataValidation sqref="${everywhere}"/></dataValidations></worksheet>`;
    const began = performance.now();
    expect(cells(bookOf(sheet))).toEqual([["x"]]);
    expect(performance.now() - began).toBeLessThan(promised(1_000));
  });

  it("is not read if the file is too large, or missing", async () => {
    const large = join(folder, "large.csv");
    await writeFile(large, "");
    await truncate(large, 11 * 1024 * 1024);
    await expect(withLanguage("en", () => sheetAt(large))).rejects.toThrow("at most 10 MB");
    const missing = { reason: "file-unreadable", values: { code: "ENOENT", kind: "sheet" } };
    await expect(sheetAt(join(folder, "none.csv"))).rejects.toMatchObject(missing);
  });
});
