import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Tx } from "../../prisma/client.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import type { BoardScope } from "../../records/views/board-scope.ts";
import { type DeskRow, deskRows, verdictMarks } from "../../records/views/desk.ts";

export interface AwaitedVerdicts {
  total: number;
  /** The most urgent ones. */
  rows: readonly DeskRow[];
}

/** Tasks that wait for a person's verdict, most urgent first: all are counted, some are returned. */
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
