import { CsvError, parse } from "csv-parse/sync";
import { BadInputError } from "../../domain/errors.ts";
import { type Cause, cause } from "../../domain/reasons/index.ts";
import { type CellError, cellCause } from "../../domain/roster/cell.ts";

/** Maximum number of errors reported for a sheet. */
const mostProblems = 10_000;

/** Errors of a sheet: their total number, then each with row, column, value and what was expected. */
export function problemsOf(
  errors: readonly CellError[],
  header: readonly string[],
  rows: readonly (readonly string[])[],
): BadInputError {
  const told = errors.slice(0, mostProblems).map(cellCause);
  const more = errors.length - told.length;
  const summary: Cause[] =
    errors.length > 1 ? [cause("cells-unusable", { bad: errors.length, cells: rows.length * header.length })] : [];
  return new BadInputError(...summary, ...told, ...(more > 0 ? [cause("more-cells", { more })] : []));
}

/** Parses CSV. @throws {BadInputError} names the line at which the file is no longer valid */
export function cellsOf(csv: string): string[][] {
  const at = csv.indexOf("\ufffd");
  if (at >= 0) throw new BadInputError(cause("not-utf-8", { line: csv.slice(0, at).split("\n").length }));
  try {
    const rows: string[][] = parse(csv, { bom: true, relaxColumnCount: true, max_record_size: 1_000_000 });
    // Blank lines are kept, so that errors have the row numbers of the spreadsheet; those at the end are removed.
    while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === "")) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? Number(error.lines) : 0;
    throw new BadInputError(cause("not-csv", { line, fault: error.message }));
  }
}
