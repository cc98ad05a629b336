import { readFile, stat } from "node:fs/promises";
import iconv from "iconv-lite";
import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { cellsOf } from "../registry/sheet.ts";
import { SheetTooLarge, sheetBounds, xlsxCells } from "./xlsx.ts";
import { ZipError } from "./zip.ts";

const mostBytes = 10 * 1024 * 1024;
/** Maximum number of commas in a CSV, including those in cells. */
const mostCommas = 1_000_000;

/** Maximum number of characters in a line. */
const longestLine = 1_000_000;

function hasLongLine(text: string): boolean {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    if ((end < 0 ? text.length : end) - from > longestLine) return true;
    if (end < 0) return false;
    from = end + 1;
  }
  return false;
}

function countOf(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}

/**
 * Cells of a sheet in a file: XLSX, or CSV in UTF-8 or GB18030. The format is recognized by content, not by name.
 * @throws {BadInputError} missing, another format, or too large
 */
export async function sheetAt(file: string): Promise<string[][]> {
  return cellsOfSheet(await bytesAt(file), file);
}

/** The same from bytes. @param file its name, for errors */
export function cellsOfSheet(bytes: Buffer, file: string): string[][] {
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\x03\x04"))) return tidied(cellsOfXlsx(bytes, file));
  if (oldWorkbook(bytes)) throw new BadInputError(cause("old-workbook", { file: printable(file) }));
  const text = decoded(bytes, file);
  if (countOf(text, "\n") > sheetBounds.rows) throw tooLarge(file, "rows");
  if (countOf(text, ",") > mostCommas) throw tooLarge(file, "cells", mostCommas);
  if (hasLongLine(text)) throw tooLarge(file, "cells");
  return cellsOf(text);
}

async function bytesAt(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > mostBytes) throw tooLarge(file, "bytes", mostBytes);
    return await readFile(file);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInputError(cause("file-unreadable", { file: printable(file), code: code ?? "", kind: "sheet" }));
  }
}

/** Decodes text: UTF-8 if all bytes are valid, otherwise GB18030 (a superset of GBK), which spreadsheets in China write. */
function decoded(bytes: Buffer, file: string): string {
  try {
    return plain(new TextDecoder("utf-8", { fatal: true }).decode(bytes), file);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    return plain(iconv.decode(bytes, "gb18030"), file);
  }
}

function plain(text: string, file: string): string {
  // Invalid bytes, or characters that no text contains: UTF-16, a picture, an archive.
  const at = text.search(/\0|\ufffd|\p{Cs}/u);
  if (at < 0) return text;
  const line = text.slice(0, at).split("\n").length;
  throw new BadInputError(cause("sheet-encoding", { file: printable(file), line }));
}

const oldWorkbook = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));

function cellsOfXlsx(bytes: Buffer, file: string): string[][] {
  try {
    return xlsxCells(bytes);
  } catch (error) {
    if (error instanceof SheetTooLarge) throw tooLarge(file, error.bound);
    if (error instanceof ZipError && error.tooLarge) throw tooLarge(file, "bytes");
    throw new BadInputError(cause("not-xlsx", { file: printable(file) }));
  }
}

/** Removes blank rows at the end and blank cells beyond the header's last column; missing cells before it are empty. */
function tidied(rows: string[][]): string[][] {
  const blank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");
  while (rows.length > 0 && blank(rows.at(-1) ?? [])) rows.pop();
  const header = rows[0] ?? [];
  while (header.length > 0 && header.at(-1)?.trim() === "") header.pop();
  for (const cells of rows) {
    while (cells.length > header.length && cells.at(-1)?.trim() === "") cells.pop();
    while (cells.length < header.length) cells.push("");
  }
  return rows;
}

const tooLarge = (file: string, bound: SheetTooLarge["bound"], most: number = sheetBounds[bound]): BadInputError =>
  new BadInputError(cause("sheet-too-large", { file: printable(file), bound, most }));
