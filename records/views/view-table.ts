import { type BoardFilter, type BoardView, boardViews } from "../../domain/desk/filter.ts";
import type { Tx } from "../../prisma/client.ts";
import { type BoardRow, boardCounts, boardRows, unreachableIn, unreachableRows } from "./board.ts";
import { type BoardScope, scopeOf } from "./board-scope.ts";
import { zoneOfMost } from "./listings.ts";

/** What a saved view shows away from the board: the rows of one table, and how many stand in each. */
export interface ViewTable {
  /** The table that the filter names; what is late, where it names none. */
  table: BoardView;
  rows: readonly BoardRow[];
  counts: Readonly<Record<BoardView, number>>;
  /** Tables that the filter asks for. */
  asked: readonly BoardView[];
}

/** @param limit maximum number of rows */
export async function viewTable(
  tx: Tx,
  filter: BoardFilter,
  organizationIds: BoardScope["organizationIds"],
  now: Date,
  limit: number,
): Promise<ViewTable> {
  const scope = scopeOf(filter, organizationIds, now, await zoneOfMost(tx));
  const unreachable = await unreachableIn(tx, scope, now);
  const table = filter.view ?? "late";
  return {
    table,
    rows:
      table === "unreachable"
        ? await unreachableRows(tx, unreachable, now, { limit, offset: 0 })
        : await boardRows(tx, table, scope, now, { limit, offset: 0 }),
    counts: { ...(await boardCounts(tx, scope, now)), unreachable: unreachable.length },
    asked: filter.view ? [filter.view] : boardViews,
  };
}
