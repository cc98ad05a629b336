import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Tx } from "../../prisma/client.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import type { BoardScope } from "../../records/views/board-scope.ts";
import { type DeskRow, deskRows, verdictMarks } from "../../records/views/desk.ts";

export interface AwaitedVerdicts {
  total: number;
  /** Those that must come first. */
  rows: readonly DeskRow[];
}

/** What waits for the verdict of a person, the one that must come first at the top: all of it is counted, some of it is shown. */
export async function awaitedVerdicts(
  db: Tx,
  scope: BoardScope,
  { personId, at, most }: { personId: string; at: Date; most: number },
): Promise<AwaitedVerdicts> {
  const marks = await verdictMarks(db, scope, personId, at);
  const organizationIds = marks.map(({ organizationId }) => organizationId);
  const holders = await holdersOf(db, organizationIds, at);
  const mine = marks.filter((mark) =>
    relationshipOf(mark, personId, holders.get(mark.organizationId) ?? []).includes("verifier"),
  );
  const first = mine.slice(0, most).map(({ id }) => id);
  const rows = await deskRows(db, first);
  return { total: mine.length, rows: first.flatMap((id) => rows.get(id) ?? []) };
}
