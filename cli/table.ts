import pc from "picocolors";
import { type Column, headOf, isHandle, isWhole } from "./columns.ts";
import { fitted, padded, widthOf } from "./width.ts";

export interface Table {
  head: readonly Column[];
  rows: readonly (readonly string[])[];
}

const gap = "  ";
/** A column is not cut below this. */
const least = 6;

/**
 * A table as lines: names first and what is copied last, what is late in red. No rules between: they break when a line is copied.
 * @param columns of the terminal; undefined: nobody looks, and nothing is cut
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

/** The widest columns that may be cut give up a column each, until all fit or none has any left. */
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
