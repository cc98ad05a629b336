import { type BoardFilter, type BoardView, boardViews } from "../../domain/desk/filter.ts";
import type { Tx } from "../../prisma/client.ts";
import { type BoardRow, boardCounts, boardRows, unreachableIn, unreachableRows } from "./board.ts";
import { type BoardScope, scopeOf } from "./board-scope.ts";
import { zoneOfMost } from "./listings.ts";

/** A saved view outside the board: the rows of one table, and the number of rows of each. */
export interface ViewTable {
  /** The table that the filter names; by default the late tasks. */
  table: BoardView;
  rows: readonly BoardRow[];
  counts: Readonly<Record<BoardView, number>>;
  /** The tables that the filter names. */
  asked: readonly BoardView[];
}

/** Reads a saved view. @param limit maximum number of rows */
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
