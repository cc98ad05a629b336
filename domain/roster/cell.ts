import { type Cause, type Expectation, expected, unusable } from "../reasons/index.ts";

/** A cell of an imported sheet that cannot be taken. Rows count as the spreadsheet does: the header is row 1. */
export interface CellError {
  row: number;
  column: string;
  /** As it stood, cut and with control characters written out, so that it may be printed. */
  value: string;
  expected: Expectation;
}

/** Why a cell cannot be taken. */
export const cellCause = ({ row, column, value, expected: instead }: CellError): Cause =>
  unusable(column, value, instead, row > 0 ? row : undefined);

/** Control and format characters, line and paragraph separators, halves of a character: none belongs in a cell. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const everyUnprintable = new RegExp(unprintable, "gu");
/** A spreadsheet would run these as a formula when the data is exported again; full-width signs included. */
const formula = /^[=@+\-\uff1d\uff20\uff0b\uff0d]/;
const phoneLike = /^\+[\d(][\d ().-]{5,}$/;

/** What is wrong with a cell before its meaning is looked at; undefined where nothing is. */
export function cellProblem(value: string, longest: number): Expectation | undefined {
  if (value.length > longest) return expected("at-most-characters", { most: longest, has: value.length });
  if (unprintable.test(value)) return expected("plain-line");
  return looksLikeFormula(value) ? expected("no-formula") : undefined;
}

export function looksLikeFormula(value: string): boolean {
  const text = value.trim();
  return formula.test(text) && !phoneLike.test(text);
}

/** A value as an error may print it: at most 80 characters, nothing that moves a terminal's cursor. */
export function printable(value: string): string {
  const cut = value.length > 80 ? `${value.slice(0, 79)}…` : value;
  return cut.replace(everyUnprintable, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
