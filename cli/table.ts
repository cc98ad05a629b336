import pc from "picocolors";
import { type Column, headOf, isHandle, isWhole } from "./columns.ts";
import { fitted, padded, widthOf } from "./width.ts";

export interface Table {
  head: readonly Column[];
  rows: readonly (readonly string[])[];
}

const gap = "  ";
/** Minimum width of a shortened column. */
const least = 6;

/**
 * Renders a table as lines: names first, copied columns last, late rows in red. Without rules between columns, which would be copied along.
 * @param columns width of the terminal; undefined: not a terminal, nothing is shortened
 */
export function tableLines(table: Table, columns: number | undefined): string[] {
  const { head, rows } = handlesLast(table);
  const heads = head.map(headOf);
  const natural = heads.map((one, at) => Math.max(widthOf(one), ...rows.map((row) => widthOf(row[at] ?? ""))));
  const widths = columns === undefined ? natural : narrowed(natural, head, columns);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        const shown = fitted(cell, width);
        return at === cells.length - 1 ? shown : padded(shown, width);
      })
      .join(gap)
      .trimEnd();
  const late = head.indexOf("late");
  const isLate = (row: readonly string[]): boolean => late >= 0 && !["", "0"].includes(row[late] ?? "");
  return [pc.bold(line(heads)), ...rows.map((row) => (isLate(row) ? pc.red(line(row)) : line(row)))];
}

function handlesLast({ head, rows }: Table): Table {
  const order = [...head.keys()].sort(
    (a, b) => Number(isHandle(head[a] ?? "")) - Number(isHandle(head[b] ?? "")) || a - b,
  );
  return { head: order.map((at) => head[at] ?? ""), rows: rows.map((row) => order.map((at) => row[at] ?? "")) };
}

/** Shortens the widest of the columns that may be shortened, one character at a time, until the table fits or no column can be shortened further. */
function narrowed(natural: readonly number[], head: readonly Column[], columns: number): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1) - columns;
  for (; over > 0; over -= 1) {
    let widest = -1;
    widths.forEach((width, at) => {
      if (width > least && !isWhole(head[at] ?? "") && (widest < 0 || width > (widths[widest] ?? 0))) widest = at;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
