import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Tx } from "../../prisma/client.ts";
import { carriedOut, findCase, settleCase } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { waitingTasks } from "../../records/tasks/tasks.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { actIn } from "../tasks/act.ts";
import { type NewCase, startCaseIn } from "./start.ts";

export { type NewCase, type NewHappening, raiseEvent, raiseEventIn, startCaseIn } from "./start.ts";

/**
 * Starts a case of a duty by an event: case, first tasks, event and nudges in one transaction.
 * @throws {NotFoundError} no such organization or duty · {RefusedError} the organization is closed
 */
export async function startCase(context: ActContext, input: NewCase): Promise<{ caseId: string; created: boolean }> {
  const now = context.now();
  const started = await context.db.$transaction((tx) => startCaseIn(tx, context, input, now));
  await context.flush();
  return started;
}

export interface CancelCaseInput {
  caseId: string;
  actor: Actor;
  reason: string;
}

/**
 * Cancels a case: its open tasks are cancelled with a notice to those who have them, and its workflow and that of its parent are woken. Cases that
 * only carry it out (a resolution on a circular) are cancelled with it.
 * @throws {NotFoundError} no such case · {RefusedError} it is done
 */
export async function cancelCase(context: ActContext, input: CancelCaseInput): Promise<{ changed: boolean }> {
  const now = context.now();
  const changed = await context.db.$transaction((tx) => cancelCaseIn(tx, context, input, now));
  await context.flush();
  return { changed };
}

/** The same inside a larger transaction; the caller flushes. @returns whether it was open */
export async function cancelCaseIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  input: CancelCaseInput,
  now: Date,
): Promise<boolean> {
  const found = await findCase(tx, input.caseId);
  if (!found) throw new NotFoundError(cause("no-case", { value: input.caseId }));
  if (found.state === "cancelled") return false;
  if (found.state === "done") throw new RefusedError(cause("not-open", { act: "cancel", what: "case", state: "done" }));
  if (!input.reason.trim()) throw new RefusedError(cause("no-reason-given", { act: "cancel" }));
  // Tasks are locked before their case, as in every verb. The case is settled before its last task, so that it does not count as done.
  await waitingTasks(tx, found.id);
  if (!(await settleCase(tx, found.id, "cancelled", "cancelled", now))) return false;
  const actor = typeof input.actor === "object" ? "system" : input.actor;
  // Read again: its workflow may have requested another task until the case was settled.
  for (const task of await waitingTasks(tx, found.id))
    await actIn(tx, context, { taskId: task.id, verb: "cancel", actor, reason: input.reason }, now);
  await wakeCases(tx, found.parentId ? [found.id, found.parentId] : [found.id], now);
  await appendEvents(tx, [
    {
      caseId: found.id,
      taskId: null,
      organizationId: found.organizationId,
      at: now,
      actor: actorId(input.actor),
      verb: "cancelled",
      after: { reason: input.reason.trim() },
    },
  ]);
  for (const caseId of await carriedOut(tx, found.id)) await cancelCaseIn(tx, context, { ...input, caseId }, now);
  return true;
}
