import { bookOf, zipped } from "../support/files/zipped.ts";
import type { Trial } from "./line.ts";

const sheetOf = (cells: string): string => `<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`;
const head = '<c t="str"><v>on</v></c>';
/** Cache: packing the files takes longer than refusing them. */
const kept = new Map<string, Buffer>();
const once = (name: string, make: () => Buffer) => (): Buffer => {
  const there = kept.get(name) ?? make();
  kept.set(name, there);
  return there;
};
const dayStyles = {
  "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
};
/** Derived from the seed, so that what is written and what should be read agree. */
const serialOf = ({ seed }: Trial): number => 40_000 + (seed % 10_000);
const isoOf = (serial: number): string => new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10);

export interface Book {
  book(trial: Trial): Buffer;
  /** Expected cells; null: the file is refused. */
  reads: ((trial: Trial) => string[][]) | null;
}
/** Workbooks that would occupy their reader for long, or that hide something in a cell. */
export const books: Readonly<Record<string, Book>> = {
  "a part of 200 MB": {
    book: once("part", () => bookOf(sheetOf(head), { "xl/sharedStrings.xml": Buffer.alloc(200 * 1024 * 1024, "<") })),
    reads: null,
  },
  "a sheet of 200 MB": {
    book: once("sheet", () => bookOf(Buffer.alloc(200 * 1024 * 1024, " ").toString())),
    reads: null,
  },
  "an archive in an archive": {
    book: once("archive", () => bookOf(zipped({ a: Buffer.alloc(50 * 1024 * 1024) }).toString("latin1"))),
    reads: null,
  },
  "elements in elements": { book: once("deep", () => bookOf("<a>".repeat(1_000_000))), reads: null },
  "elements by millions": {
    book: once("many", () => bookOf(`<worksheet>${"<a/>".repeat(3_000_000)}</worksheet>`)),
    reads: null,
  },
  "attributes by thousands": {
    book: once("attributes", () =>
      bookOf(`<worksheet ${Array.from({ length: 50_000 }, (_, i) => `a${i}="x"`).join(" ")}/>`),
    ),
    reads: null,
  },
  "entities of entities": {
    book: once("entities", () =>
      bookOf(
        `<!DOCTYPE a [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join("")}]>${sheetOf('<c t="str"><v>&a30;</v></c>')}`,
      ),
    ),
    reads: null,
  },
  "an entity that is a file": {
    book: once("file", () =>
      bookOf(`<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>${sheetOf('<c t="str"><v>&f;</v></c>')}`),
    ),
    reads: null,
  },
  "a formula without a result": {
    book: () => bookOf(sheetOf(`${head}</row><row r="2"><c><f>HYPERLINK("//x")</f></c>`)),
    reads: () => [["on"], ['=HYPERLINK("//x")']],
  },
  "a formula with a result": {
    book: () => bookOf(sheetOf(`${head}</row><row r="2"><c t="str"><f>1+1</f><v>好机构</v></c>`)),
    reads: () => [["on"], ["好机构"]],
  },
  "a day": {
    book: (trial) => bookOf(sheetOf(`${head}</row><row r="2"><c s="1"><v>${serialOf(trial)}</v></c>`), dayStyles),
    reads: (trial) => [["on"], [isoOf(serialOf(trial))]],
  },
  "a number like a day": {
    book: (trial) => bookOf(sheetOf(`${head}</row><row r="2"><c s="0"><v>${serialOf(trial)}</v></c>`), dayStyles),
    reads: (trial) => [["on"], [String(serialOf(trial))]],
  },
};
