import { CsvError, parse } from "csv-parse/sync";
import { cellWords } from "../../domain/donations/donation-sheet.ts";
import type { CellError } from "../../domain/roster/cell.ts";
import { BadInputError } from "../context.ts";

/** A sheet with cells that cannot be used: how many they are in all, before each of them. */
class BadSheet extends BadInputError {
  constructor(summary: string, ...problems: readonly string[]) {
    super(...problems);
    if (summary) this.message = `${summary}\n${this.message}`;
  }
}

/** A sheet of ten thousand rows whose every cell is wrong is told in part. */
const mostProblems = 10_000;

/** What is wrong with a sheet, the same of each: bad cells counted in all, then each with row, column, value and what was expected. */
export function problemsOf(
  errors: readonly CellError[],
  header: readonly string[],
  rows: readonly (readonly string[])[],
): BadInputError {
  const told = errors.slice(0, mostProblems).map(cellWords);
  const more = errors.length - told.length;
  const summary = `${errors.length} of ${rows.length * header.length} cells cannot be used; nothing was taken`;
  return new BadSheet(errors.length > 1 ? summary : "", ...told, ...(more > 0 ? [`and ${more} more`] : []));
}

/** @throws {BadInputError} naming the line where the file stops being a CSV */
export function cellsOf(csv: string): string[][] {
  const at = csv.indexOf("\ufffd");
  if (at >= 0)
    throw new BadInputError(
      `line ${csv.slice(0, at).split("\n").length}: a sign that is no UTF-8; expected a file saved as CSV UTF-8`,
    );
  try {
    const rows: string[][] = parse(csv, { bom: true, relaxColumnCount: true, max_record_size: 1_000_000 });
    // Blank lines keep their number, so that an error names the row as a spreadsheet does; those at the end are none.
    while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === "")) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? Number(error.lines) : 0;
    throw new BadInputError(
      `line ${line}: ${error.message}; expected a CSV, cells with commas or quotes in double quotes`,
    );
  }
}
