import type { Statements } from "../../prisma/client.ts";

/** What a reader saw of the roster, as PostgreSQL names it. */
export interface RosterSeen {
  snapshot: string;
  /** Nobody has changed the roster since an earlier look. */
  same: boolean;
}

/**
 * What is seen of the roster now. A transaction that changes it writes itself down (the triggers `roster_changed_…`), and is seen from the
 * moment at which its changes are: nothing that was read before it counts as the same after it, whoever made it, in whichever process.
 * @param before what an earlier look saw; null: there was none
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
