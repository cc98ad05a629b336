import { ownSteps } from "../../domain/procedures/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { settlePlain } from "../../records/cases/cases.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { cancelOwnTasks, releaseTasks, withoutRole } from "../../records/roster/people.ts";
import type { RoleChange } from "../../records/roster/roster.ts";
import { endBoardLinks, endSessions } from "../../records/roster/sessions.ts";
import type { CaseNote, Touched } from "../../records/tasks/pauses.ts";
import type { ActContext } from "../context.ts";
import { actIn } from "../tasks/act.ts";
import { doneParents } from "../tasks/parent-task.ts";
import { endLostDelegations } from "./delegations.ts";

/**
 * Signs people who lose a role out everywhere. If it was their last one, their board links are revoked too. Neither is restored if they come back.
 */
export async function signOut(
  tx: Tx,
  roles: readonly Pick<RoleChange, "personId" | "held">[],
  now: Date,
): Promise<void> {
  const people = [...new Set(roles.flatMap(({ personId, held }) => (held ? [] : personId)))];
  if (people.length === 0) return;
  await endSessions(tx, people, now);
  await endBoardLinks(tx, await withoutRole(tx, people, now), now);
}

/**
 * Returns tasks of people who have left an organization or a role to the role, and requests them from its next holder. Tasks that only they could do
 * (confirm, acknowledge, sign) are cancelled, and the last part closes its covering task. People for whom they stood in do their own work again.
 * @returns lines for the logs of the cases, and the tasks that were returned to the role
 */
export async function releaseWorkOfLeavers(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  organizationIds: readonly string[],
  now: Date,
): Promise<{ notes: CaseNote[]; released: Touched[] }> {
  await endLostDelegations(tx, organizationIds, now);
  const given = await cancelOwnTasks(tx, organizationIds, ownSteps(), now);
  const parents = new Set(given.flatMap(({ parentTaskId }) => parentTaskId ?? []));
  for (const taskId of await doneParents(tx, [...parents])) {
    const submission = { values: {}, files: [] };
    await actIn(tx, context, { taskId, verb: "submit", actor: "system", submission }, now);
  }
  for (const { caseId, workflowType } of given) if (!workflowType) await settlePlain(tx, caseId, "cancelled", now);
  await wakeCases(
    tx,
    given.map(({ caseId }) => caseId),
    now,
  );
  const released = await releaseTasks(tx, organizationIds, now);
  const notes = [...given.map(({ personId, ...one }) => ({ ...one, after: { personId } })), ...released];
  return { notes: notes.map((note) => ({ ...note, verb: "left" })), released };
}
