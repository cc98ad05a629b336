import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { RefusedError } from "../../domain/errors.ts";
import type { Result } from "../../domain/forms/submission.ts";
import { type CaseView, type Condition, missingText } from "../../domain/procedures/procedure.ts";
import { phasesOf, stepOf, titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { unexcepted } from "../../domain/tasks/coverage.ts";
import type { Text } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import type { CaseRow } from "../../records/cases/cases.ts";
import { newestVersions } from "../../records/cases/versions.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { type TaskRow, tasksOfCase, waitedFor } from "../../records/tasks/tasks.ts";
import { coverageIn } from "./parent-task.ts";
import type { TaskContext } from "./task-context.ts";

/**
 * Checks a submission's gate: the tasks that it comes after are settled, the conditions of its step hold, and in a step of many people each has
 * finished or is excepted with a reason.
 * @param by null: the administrator, or the system when it closes a complete task
 * @returns how many were asked and have finished, if it covers many people
 * @throws {RefusedError} names everything that is missing
 */
export async function passGate(
  tx: Tx,
  { task, case: found, organization, duty }: TaskContext,
  result: Result,
  by: string | null,
  now: Date,
): Promise<Record<string, number> | undefined> {
  const missing = await missingOf(tx, { task, case: found, organization, duty }, result, now);
  const coverage = await coverageIn(tx, task);
  if (coverage && by !== null)
    missing.push(
      ...unexcepted(coverage.missing, exceptionsIn(result)).map(({ name }) => ({
        zh: `${name}：尚未完成（已完成${coverage.done}/${coverage.asked}；例外请写“${name}：原因”）`,
        en: `${name}: not done yet (${coverage.done} of ${coverage.asked} are; an exception is "${name}: why")`,
      })),
    );
  if (missing.length > 0) throw new RefusedError(cause("too-early", { verb: "submit" }), missing);
  return coverage
    ? { asked: coverage.asked, done: coverage.done, excused: coverage.excused, left: coverage.missing.length }
    : undefined;
}

/** Tasks for which a task waits, and conditions that do not hold. @param result the submission; empty: none yet */
export async function missingOf(
  tx: Tx,
  { task, case: found, organization, duty }: Pick<TaskContext, "task" | "case" | "organization" | "duty">,
  result: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<Text[]> {
  const waits = task.waitsFor > 0 ? await waitsOf(tx, task) : [];
  const { gate = [] } = stepOf(duty.kind, task.step);
  const lacks =
    gate.length > 0 ? lacking(gate, { ...(await viewOf(tx, found, organization, result, now)), task: task.facts }) : [];
  return [...waits, ...lacks];
}

/** Unsettled tasks that a task comes after, in the order of the phases. */
async function waitsOf(tx: Tx, { id, duty }: Pick<TaskRow, "id" | "duty">): Promise<Text[]> {
  const phases = phasesOf(dutyOf(duty));
  return (await waitedFor(tx, id))
    .sort((one, other) => phases.indexOf(one.step) - phases.indexOf(other.step))
    .map((one) => titleOf(dutyOf(one.duty), one.step));
}

/** Lines that except people. */
const exceptionsIn = ({ exceptions }: Result): string[] =>
  Array.isArray(exceptions) ? exceptions.filter((line) => typeof line === "string") : [];

/** Conditions of a gate that do not hold. */
export const lacking = (gate: readonly Condition[], view: CaseView): Text[] =>
  gate.filter((condition) => !condition.holds(view)).map((condition) => missingText(condition, view));

/** A case as the conditions of gates see it. */
export async function viewOf(
  tx: Tx,
  found: Pick<CaseRow, "id" | "facts">,
  organization: Pick<OrganizationRow, "id" | "zone" | "qualified">,
  submission: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<CaseView> {
  const tasks = (await tasksOfCase(tx, found.id)).map(
    ({ key, step, state, result }) =>
      [key, { step, state, result: (result ?? {}) as Readonly<Record<string, unknown>> }] as const,
  );
  const { id, zone, qualified } = organization;
  const versions = await newestVersions(tx, id);
  return {
    facts: found.facts,
    tasks: new Map(tasks),
    submission,
    now,
    zone,
    today: dateIn(now, zone),
    qualified,
    versions,
  };
}
