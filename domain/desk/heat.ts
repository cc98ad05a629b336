/** A cell of a heat map: number of late tasks of a duty in a district or an organization. */
export interface HeatCell {
  row: string;
  /** Label of its row, if not its key. */
  label?: string;
  column: string;
  count: number;
}

export interface HeatMap {
  rows: readonly { key: string; label: string; total: number }[];
  columns: readonly { key: string; total: number }[];
  count(row: string, column: string): number;
  /** Shade of a cell, from 0 (nothing late) to 4 (as many as anywhere, and at least four). */
  level(row: string, column: string): number;
}

/** The darkest shade needs at least this many late tasks. */
const fewest = 4;

/** With more organizations than this, a map shows districts. */
export const mostOrganizations = 200;

/** The rows and columns with the most late tasks, up to a maximum of each; ties are ordered by key, so that the map is stable. */
export function heatMapOf(cells: readonly HeatCell[], { rows, columns }: { rows: number; columns: number }): HeatMap {
  const most = Math.max(fewest, ...cells.map(({ count }) => count));
  const counts = new Map(cells.map((cell) => [`${cell.row}\n${cell.column}`, cell.count]));
  const count = (row: string, column: string): number => counts.get(`${row}\n${column}`) ?? 0;
  const labels = new Map(cells.map(({ row, label }) => [row, label ?? row]));
  const top = (of: "row" | "column", many: number): { key: string; total: number }[] => {
    const totals = new Map<string, number>();
    for (const cell of cells) totals.set(cell[of], (totals.get(cell[of]) ?? 0) + cell.count);
    return [...totals]
      .map(([key, total]) => ({ key, total }))
      .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
      .slice(0, many);
  };
  return {
    rows: top("row", rows).map((one) => ({ ...one, label: labels.get(one.key) ?? one.key })),
    columns: top("column", columns),
    count,
    level: (row, column) => Math.ceil((count(row, column) / most) * 4),
  };
}
