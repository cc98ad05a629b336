import { CsvError, parse } from "csv-parse/sync";
import { BadInputError } from "../../domain/errors.ts";
import { type Cause, cause } from "../../domain/reasons/index.ts";
import { type CellError, cellCause } from "../../domain/roster/cell.ts";

/** A sheet of ten thousand rows whose every cell is wrong is told in part. */
const mostProblems = 10_000;

/** What is wrong with a sheet, the same of each: bad cells counted in all, then each with row, column, value and what was expected. */
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

/** @throws {BadInputError} naming the line where the file stops being a CSV */
export function cellsOf(csv: string): string[][] {
  const at = csv.indexOf("\ufffd");
  if (at >= 0) throw new BadInputError(cause("not-utf-8", { line: csv.slice(0, at).split("\n").length }));
  try {
    const rows: string[][] = parse(csv, { bom: true, relaxColumnCount: true, max_record_size: 1_000_000 });
    // Blank lines keep their number, so that an error names the row as a spreadsheet does; those at the end are none.
    while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === "")) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? Number(error.lines) : 0;
    throw new BadInputError(cause("not-csv", { line, fault: error.message }));
  }
}
