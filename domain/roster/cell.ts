import { type Cause, type Expectation, expected, unusable } from "../reasons/index.ts";

/** A rejected cell of a sheet. Rows are numbered as in the spreadsheet: the header is row 1. */
export interface CellError {
  row: number;
  column: string;
  /** The value, shortened and with control characters escaped, safe for printing. */
  value: string;
  expected: Expectation;
}

/** The reason of a rejected cell. */
export const cellCause = ({ row, column, value, expected: instead }: CellError): Cause =>
  unusable(column, value, instead, row > 0 ? row : undefined);

/** Control and format characters, line and paragraph separators, unpaired surrogates: not allowed in a cell. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const everyUnprintable = new RegExp(unprintable, "gu");
/** Prefixes that a spreadsheet would evaluate as a formula after an export, including full-width ones. */
const formula = /^[=@+\-\uff1d\uff20\uff0b\uff0d]/;
const phoneLike = /^\+[\d(][\d ().-]{5,}$/;

/** The problem of a cell, independent of its column; undefined: none. */
export function cellProblem(value: string, longest: number): Expectation | undefined {
  if (value.length > longest) return expected("at-most-characters", { most: longest, has: value.length });
  if (unprintable.test(value)) return expected("plain-line");
  return looksLikeFormula(value) ? expected("no-formula") : undefined;
}

export function looksLikeFormula(value: string): boolean {
  const text = value.trim();
  return formula.test(text) && !phoneLike.test(text);
}

/** A value for an error message: at most 80 characters, without terminal control characters. */
export function printable(value: string): string {
  const cut = value.length > 80 ? `${value.slice(0, 79)}…` : value;
  return cut.replace(everyUnprintable, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
