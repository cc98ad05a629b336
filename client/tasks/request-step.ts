import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Tx } from "../../prisma/client.ts";
import { findCase } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { insertSteps, setFor } from "../../records/cases/starts.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { findTaskByKey, type TaskRow, waitingTasks } from "../../records/tasks/tasks.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";

export interface StepAsked {
  caseId: string;
  step: string;
  /** Idempotency key, unique in the case. */
  key: string;
  /** Facts of the task: a day from which its term counts, figures for its reader. */
  facts: Facts;
  /** Additional reason in the log. */
  reason?: string;
  actor: Actor;
}

/**
 * Requests a step of an open case for an event in the meantime, inside a larger transaction; the case workflow is woken. The caller flushes.
 * @throws {NotFoundError} no such case · {RefusedError} it is settled
 */
export async function requestStepIn(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  { caseId, step, key, facts, reason, actor }: StepAsked,
  now: Date,
): Promise<{ task: TaskRow; created: boolean }> {
  await waitingTasks(tx, caseId);
  const found = await findCase(tx, caseId, true);
  const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (!found || !organization) throw new NotFoundError(cause("no-case", { value: caseId }));
  const known = await findTaskByKey(tx, caseId, key);
  if (known) return { task: known, created: false };
  if (found.state !== "open")
    throw new RefusedError(cause("not-open", { act: step, what: "case", state: found.state }));
  const duty = dutyOf(found.duty);
  const rules = { calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
  const set = setFor(duty, found.facts, organization.id, rules.settings);
  const opening = { caseId, duty, key, openedAt: now, caseFacts: found.facts, facts, ...set };
  await insertSteps(tx, organization, opening, [step], rules, now);
  const task = await findTaskByKey(tx, caseId, key);
  if (!task) throw new RefusedError(cause("step-does-not-apply", { step, organization: organization.code }));
  await wakeCases(tx, [caseId], now);
  await appendEvents(tx, [
    {
      caseId,
      taskId: task.id,
      organizationId: organization.id,
      at: now,
      actor: actorId(actor),
      verb: "asked",
      after: { step, key, dueAt: task.dueAt, ...(reason && { reason }) },
    },
  ]);
  return { task, created: true };
}
