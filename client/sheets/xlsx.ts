import { posix } from "node:path";
import { SaxesParser } from "saxes";
import { isDateFormat, serialWords } from "./xlsx-values.ts";
import { Zip } from "./zip.ts";

/** A sheet exceeds a limit, which errors may name. */
export class SheetTooLarge extends Error {
  readonly bound: "bytes" | "rows" | "columns" | "cells";
  constructor(bound: SheetTooLarge["bound"]) {
    super(bound);
    this.bound = bound;
  }
}

/** Limits of a sheet: well above the largest import; more would keep the reader busy for long. */
export const sheetBounds = { bytes: 24 * 1024 * 1024, rows: 100_000, columns: 100, cells: 250_000 };
/** Limits of a part of a workbook, beyond which it is treated as an attack. */
const partBounds = { elements: 600_000, depth: 32, attributes: 60 };

type Attributes = Readonly<Record<string, string>>;
interface Reader {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Cells of the first sheet of an XLSX file, as in a CSV of it: blank rows are kept, dates are YYYY-MM-DD, and a formula gives its stored result or,
 * without one, its text (nothing is calculated). exceljs is not used: it materializes every cell of a merged, validated or named range, which can be
 * billions.
 * @throws {ZipError} · {SheetTooLarge} · an error of the parser if it is not XLSX
 */
export function xlsxCells(bytes: Buffer): string[][] {
  const zip = new Zip(bytes, sheetBounds.bytes);
  const { path, epoch1904 } = firstSheet(zip);
  const texts = sharedTexts(zip.text("xl/sharedStrings.xml"));
  const dates = dateStyles(zip.text("xl/styles.xml"));
  const rows: string[][] = [];
  let cells = 0;
  let row = 0;
  let column = 0;
  let type = "";
  let style = 0;
  let value: string | undefined;
  let formula: string | undefined;
  let within = "";
  let phonetic = false;
  scan(zip.text(path) ?? missing(path), {
    open(name, attributes) {
      if (name === "row") {
        row = Number(attributes.r ?? row + 1);
        column = 0;
        if (!(row >= 1 && row <= sheetBounds.rows)) throw new SheetTooLarge("rows");
      } else if (name === "c") {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        if (!(column >= 1 && column <= sheetBounds.columns)) throw new SheetTooLarge("columns");
        cells += 1;
        if (cells > sheetBounds.cells) throw new SheetTooLarge("cells");
        type = attributes.t ?? "n";
        style = Number(attributes.s ?? 0);
        value = undefined;
        formula = undefined;
      } else if (name === "rPh") phonetic = true;
      within = name;
    },
    text(text) {
      if (within === "v" || (within === "t" && !phonetic)) value = (value ?? "") + text;
      else if (within === "f") formula = (formula ?? "") + text;
    },
    close(name) {
      within = "";
      if (name === "rPh") phonetic = false;
      if (name !== "c" || (value === undefined && formula === undefined)) return;
      while (rows.length < row) rows.push([]);
      const line = rows[row - 1] ?? [];
      while (line.length < column) line.push("");
      line[column - 1] = value === undefined ? `=${formula}` : shown(value);
    },
  });
  return rows;

  function shown(given: string): string {
    if (type === "s") return texts[Number(given)] ?? "";
    if (type === "b") return given === "1" ? "TRUE" : "FALSE";
    if (type !== "n" || given.trim() === "" || !Number.isFinite(Number(given))) return given;
    if (dates[style]) return serialWords(Number(given), epoch1904);
    // Spreadsheets show fifteen digits; further ones are noise of binary fractions.
    return String(Number(Number(given).toPrecision(15)));
  }
}

function scan(xml: string, { open, text, close }: Reader): void {
  const parser = new SaxesParser({});
  const local = (name: string): string => name.slice(name.indexOf(":") + 1);
  parser.on("error", (error) => {
    throw error;
  });
  let elements = 0;
  let depth = 0;
  let attributesOfTag = 0;
  parser.on("attribute", () => {
    attributesOfTag += 1;
    if (attributesOfTag > partBounds.attributes) throw new Error("too many attributes");
  });
  parser.on("opentag", ({ name, attributes }) => {
    attributesOfTag = 0;
    elements += 1;
    depth += 1;
    if (elements > partBounds.elements) throw new SheetTooLarge("cells");
    if (depth > partBounds.depth) throw new Error("too deep");
    open?.(local(name), attributes as Attributes);
  });
  parser.on("text", (words) => text?.(words));
  parser.on("cdata", (words) => text?.(words));
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    close?.(local(name));
  });
  parser.write(xml).close();
}

function firstSheet(zip: Zip): { path: string; epoch1904: boolean } {
  let relation = "";
  let epoch1904 = false;
  scan(zip.text("xl/workbook.xml") ?? missing("xl/workbook.xml"), {
    open(name, attributes) {
      if (name === "workbookPr") epoch1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      if (name === "sheet" && relation === "") relation = attributes["r:id"] ?? "";
    },
  });
  let path = "xl/worksheets/sheet1.xml";
  scan(zip.text("xl/_rels/workbook.xml.rels") ?? "<none/>", {
    open(name, { Id, Target }) {
      if (name === "Relationship" && Id === relation && Target !== undefined)
        path = Target.startsWith("/") ? Target.slice(1) : posix.join("xl", Target);
    },
  });
  return { path, epoch1904 };
}

function sharedTexts(xml: string | undefined): string[] {
  const texts: string[] = [];
  if (xml === undefined) return texts;
  let within = "";
  let phonetic = false;
  let text = "";
  scan(xml, {
    open(name) {
      within = name;
      if (name === "si") text = "";
      if (name === "rPh") phonetic = true;
    },
    text(words) {
      if (within === "t" && !phonetic) text += words;
    },
    close(name) {
      within = "";
      if (name === "rPh") phonetic = false;
      if (name === "si") texts.push(text);
    },
  });
  return texts;
}

/** Whether each style, by its index, shows a number as a date. */
function dateStyles(xml: string | undefined): boolean[] {
  const styles: boolean[] = [];
  if (xml === undefined) return styles;
  const formats = new Map<number, string>();
  let inCells = false;
  scan(xml, {
    open(name, { numFmtId, formatCode }) {
      if (name === "numFmt") formats.set(Number(numFmtId), formatCode ?? "");
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) styles.push(isDateFormat(Number(numFmtId ?? 0), formats.get(Number(numFmtId))));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return styles;
}

/** `AB12` → 28; 0: no column. */
function columnOf(reference: string): number {
  let column = 0;
  for (const sign of /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0] ?? "") column = column * 26 + sign.charCodeAt(0) - 64;
  return column;
}

function missing(part: string): never {
  throw new Error(`no ${part}`);
}
