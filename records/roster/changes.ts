import type { Statements } from "../../prisma/client.ts";

/** A reader's view of the roster, as a PostgreSQL snapshot. */
export interface RosterSeen {
  snapshot: string;
  /** Whether the roster is unchanged since the earlier snapshot. */
  same: boolean;
}

/**
 * The current snapshot of the roster. Every transaction that changes the roster records itself (triggers `roster_changed_…`) and is visible from its
 * commit on, in every process, so that rows read before it are not taken for current after it.
 * @param before an earlier snapshot; null: none
 */
export async function rosterSeen(tx: Statements, before: string | null): Promise<RosterSeen> {
  const [row] = await tx.$queryRaw<RosterSeen[]>`
    select pg_current_snapshot()::text as snapshot, ${before}::text is not null and not exists (
      select 1 from roster_change
      where xid >= pg_snapshot_xmin(${before}::pg_snapshot)::text::bigint
        and not pg_visible_in_snapshot(xid::text::xid8, ${before}::pg_snapshot)) as same`;
  if (!row) throw new Error("a statement without tables gives one row");
  return row;
}
