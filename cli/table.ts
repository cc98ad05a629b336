import pc from "picocolors";
import { type Column, headOf, isHandle, isLongId, isWhole, leastOf } from "./columns.ts";
import { fitted, padded, widthOf } from "./width.ts";

export interface Table {
  head: readonly Column[];
  rows: readonly (readonly string[])[];
}

const gap = "  ";
/** Texts are cut to so much while what is copied stays whole; after that to the least at which they still say something. */
const legible = 10;
const least = 5;
/** Of an id so much is shown where there is no room for more: commands take it as well. */
const idShown = 8;

/**
 * Renders a table as lines: names first, copied columns last, late rows in red. Without rules between columns, which would be copied along.
 * @param columns width of the terminal; undefined: not a terminal, nothing is shortened
 */
export function tableLines(table: Table, columns: number | undefined): string[] {
  const { table: shown, widths } = laidOut(handlesLast(table), columns);
  const { head, rows } = shown;
  const heads = head.map(headOf);
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

interface Layout {
  table: Table;
  widths: number[];
}

/** A table that fits: without what is empty, with texts cut, at last with ids cut to what is enough to name them. */
function laidOut(table: Table, columns: number | undefined): Layout {
  const whole = { table, widths: naturalWidths(table) };
  if (columns === undefined || excess(whole.widths, columns) <= 0) return whole;
  const full = withoutEmpty(table);
  const short = withShortIds(full);
  const tries: readonly (readonly [Table, number])[] = [
    [full, legible],
    [short, legible],
    [short, least],
  ];
  let layout: Layout = whole;
  for (const [tried, floor] of tries) {
    layout = { table: tried, widths: narrowed(naturalWidths(tried), tried.head, columns, floor) };
    if (excess(layout.widths, columns) <= 0) break;
  }
  return layout;
}

const naturalWidths = ({ head, rows }: Table): number[] =>
  head.map((column, at) => Math.max(widthOf(headOf(column)), ...rows.map((row) => widthOf(row[at] ?? ""))));

const excess = (widths: readonly number[], columns: number): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1) - columns;

/** Columns of which no row says anything are left out. */
function withoutEmpty({ head, rows }: Table): Table {
  const kept = [...head.keys()].filter((at) => rows.some((row) => (row[at] ?? "") !== ""));
  return { head: kept.map((at) => head[at] ?? ""), rows: rows.map((row) => kept.map((at) => row[at] ?? "")) };
}

const withShortIds = ({ head, rows }: Table): Table => ({
  head,
  rows: rows.map((row) => row.map((text, at) => (isLongId(head[at] ?? "") ? text.slice(0, idShown) : text))),
});

/** The widest columns that may be cut give up a column each, until all fit or none has any left. */
function narrowed(natural: readonly number[], head: readonly Column[], columns: number, floor: number): number[] {
  const widths = [...natural];
  for (let over = excess(widths, columns); over > 0; over -= 1) {
    let widest = -1;
    widths.forEach((width, at) => {
      const column = head[at] ?? "";
      const cuttable = !isWhole(column, natural[at] ?? 0) && width > Math.max(floor, leastOf(column));
      if (cuttable && (widest < 0 || width > (widths[widest] ?? 0))) widest = at;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
