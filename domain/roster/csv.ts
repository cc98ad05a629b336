/** Prefixes that a spreadsheet would evaluate as a formula, including full-width ones. */
const formula = /^[\s]*[=@+\-\t\r\uff1d\uff20\uff0b\uff0d]/;
const number = /^-?\d+(?:\.\d+)?$/;

/** One line of CSV, with its end. Possible formulas are preceded by an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string): string {
  const safe = formula.test(value) && !number.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
