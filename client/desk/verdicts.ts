import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Tx } from "../../prisma/client.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import type { BoardScope } from "../../records/views/board-scope.ts";
import { type DangerRow, verdictRows } from "../../records/views/desk.ts";

/** Looked at for somebody's verdicts: what is theirs is a rule of the domain. */
const most = 300;

/** What waits for the verdict of a person, the one that must come first at the top. */
export async function awaitedVerdicts(db: Tx, scope: BoardScope, personId: string, at: Date): Promise<DangerRow[]> {
  const rows = await verdictRows(db, scope, most);
  const holders = await holdersOf(
    db,
    rows.map(({ organizationId }) => organizationId),
    at,
  );
  return rows.filter((task) =>
    relationshipOf(task, personId, holders.get(task.organizationId) ?? []).includes("verifier"),
  );
}
