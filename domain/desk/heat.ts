/** A cell of a heat map: how much of a duty is late in a district or an organization. */
export interface HeatCell {
  row: string;
  /** What its row is called, where that is not its key. */
  label?: string;
  column: string;
  count: number;
}

export interface HeatMap {
  rows: readonly { key: string; label: string; total: number }[];
  columns: readonly { key: string; total: number }[];
  count(row: string, column: string): number;
  /** From 0, nothing, to 4, as much as anywhere, and no less than four. */
  level(row: string, column: string): number;
}

/** Where one or two are late everywhere, nothing burns: the darkest begins here. */
const fewest = 4;

/** Over this many organizations a map shows districts. */
export const mostOrganizations = 200;

/** The rows and columns with the most, up to a number of each; ties by key, so that a map does not jump. */
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
