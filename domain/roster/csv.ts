/** A spreadsheet would run what begins like this, full-width signs included. */
const formula = /^[\s]*[=@+\-\t\r\uff1d\uff20\uff0b\uff0d]/;
const number = /^-?\d+(?:\.\d+)?$/;

/** One line of a CSV file, with its end. What a spreadsheet would run as a formula stands behind an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string): string {
  const safe = formula.test(value) && !number.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
