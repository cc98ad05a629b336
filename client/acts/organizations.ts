import { CsvError, parse } from "csv-parse/sync";
import { wakePlanner } from "../../domain/ids.ts";
import { parseRoster } from "../../domain/roster.ts";
import { nudge } from "../../records/nudges.ts";
import { type Imported, importRoster, shardsOfCodes } from "../../records/roster.ts";
import { type ActContext, BadInput } from "./context.ts";

/** What an import comes to; `steps` of it are told as they begin. */
export type ImportStep = "reading" | "checking" | "writing" | "done";

/**
 * Imports organizations with their people from a sheet (columns: examples/README.md), all or nothing, and has their plan made at once.
 * @throws {BadInput} a problem for each bad cell: row, column, value and what was expected
 */
export async function importOrganizations(
  context: ActContext,
  csv: string,
  onStep: (step: ImportStep) => void = () => undefined,
): Promise<Imported> {
  onStep("reading");
  const [header = [], ...rows] = cellsOf(csv);
  onStep("checking");
  const roster = parseRoster(header, rows);
  if (roster.errors.length > 0)
    throw new BadInput(
      ...roster.errors.map(
        ({ row, column, value, expected }) =>
          `row ${row}, column ${column || "(all)"}: "${value}"; expected ${expected}`,
      ),
    );
  onStep("writing");
  const now = context.now();
  const imported = await context.db.$transaction(async (tx) => {
    const done = await importRoster(tx, roster, now);
    const shards = await shardsOfCodes(
      tx,
      roster.organizations.map(({ code }) => code),
    );
    await nudge(tx, shards.map(wakePlanner), now);
    return done;
  });
  await context.flush();
  onStep("done");
  return imported;
}

/** @throws {BadInput} naming the line where the file stops being a CSV */
export function cellsOf(csv: string): string[][] {
  try {
    const rows: string[][] = parse(csv, { bom: true, relaxColumnCount: true });
    // Blank lines keep their number, so that an error names the row as a spreadsheet does; those at the end are none.
    while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === "")) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? Number(error.lines) : 0;
    throw new BadInput(
      `line ${line}: ${error.message}; expected a CSV in UTF-8, cells with commas or quotes in double quotes`,
    );
  }
}
