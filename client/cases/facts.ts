import { dueByRule, factsOfRule } from "../../domain/catalogue/due.ts";
import type { DueRule, Facts } from "../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { ruleWith } from "../../domain/catalogue/set-term.ts";
import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import type { Offset } from "../../domain/escalation/policy.ts";
import { policyOfCase } from "../../domain/procedures/kinds.ts";
import { notBeyond, policyOf, termFrom } from "../../domain/procedures/opening.ts";
import { ownLadder, stepOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCase, writeFacts } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { type TaskRow, waitingTasks, writeTask } from "../../records/tasks/tasks.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { actIn } from "../tasks/act.ts";

export interface FactsChange {
  caseId: string;
  /** The changed facts; days as YYYY-MM-DD. */
  facts: Facts;
  /** Name of the change in the log, such as `moved`. */
  verb: string;
  reason?: string;
  actor: Actor;
}

/**
 * Changes facts of an open case inside a larger transaction. Tasks whose day depends on one of them move with it, and its workflow is woken; the
 * caller flushes. Equal facts change nothing.
 * @throws {NotFoundError} no such case · {RefusedError} it is settled
 */
export async function changeFactsIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { caseId, facts, verb, reason, actor }: FactsChange,
  now: Date,
): Promise<{ changed: boolean }> {
  const tasks = await waitingTasks(tx, caseId);
  const found = await findCase(tx, caseId, true);
  const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (!found || !organization) throw new NotFoundError(cause("no-case", { value: caseId }));
  const changed = Object.keys(facts).filter(
    (name) => JSON.stringify(found.facts[name]) !== JSON.stringify(facts[name]),
  );
  if (changed.length === 0) return { changed: false };
  if (found.state !== "open")
    throw new RefusedError(cause("not-open", { act: verb, what: "case", state: found.state }));
  await writeFacts(tx, caseId, facts);
  const after = { ...found.facts, ...facts };
  const settings = await settingsOf(tx);
  for (const task of tasks) {
    const duty = dutyOf(task.duty);
    const form = stepOf(duty.kind, task.step);
    const set = settings.term(duty, task.step, organization.id);
    await regrade(tx, context, { found, after, task, organization, term: set ?? form.term }, now);
    const due = ruleWith(form.due, set);
    const moved = (rule: DueRule | undefined) => rule && factsOfRule(rule).some((fact) => changed.includes(fact));
    if (!moved(due) && !moved(form.latest)) continue;
    // A task that waits for others takes its day from the facts when it begins.
    if (task.floating && task.waitsFor > 0) continue;
    const day = (rule: DueRule | undefined) =>
      rule ? dueByRule(rule, { ...after, ...task.facts }, organization.zone, context.calendar) : null;
    const until = notBeyond(day(form.latest), day(due) ?? task.dueAt, now);
    if (until.getTime() !== task.dueAt.getTime())
      await actIn(tx, context, { taskId: task.id, verb: "move", actor: "system", until }, now);
  }
  await wakeCases(tx, [caseId], now);
  await appendEvents(tx, [
    {
      caseId,
      taskId: null,
      organizationId: found.organizationId,
      at: now,
      actor: actorId(actor),
      verb,
      before: Object.fromEntries(changed.map((name) => [name, found.facts[name] ?? null])),
      after: { ...Object.fromEntries(changed.map((name) => [name, facts[name]])), ...(reason && { reason }) },
    },
  ]);
  return { changed: true };
}

/** Moves a task whose policy depends on the case's facts to the policy that they now select; its term counts from this instant. */
async function regrade(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  {
    found,
    after,
    task,
    organization,
    term,
  }: { found: CaseRow; after: Facts; task: TaskRow; organization: OrganizationRow; term: Offset | undefined },
  now: Date,
): Promise<void> {
  const form = stepOf(dutyOf(task.duty).kind, task.step);
  const ladder = (facts: Facts): string | undefined =>
    form.policy === undefined ? policyOfCase(dutyOf(found.duty), facts) : ownLadder(form, facts);
  const name = ladder(after);
  if (name === undefined || name === ladder(found.facts)) return;
  const policy = policyOf(name, await policiesOf(tx));
  await writeTask(tx, task.id, { policy: name });
  // A task that waits for others has not begun; a submitted one takes the new policy if it is returned.
  if (task.waitsFor > 0 || !doing.includes(task.state)) return;
  const until = termFrom(term, policy, now, organization.zone, context.calendar);
  await actIn(tx, context, { taskId: task.id, verb: "move", actor: "system", until }, now);
}

/** The same in a transaction of its own. */
export async function changeFacts(context: ActContext, change: FactsChange): Promise<{ changed: boolean }> {
  const now = context.now();
  const done = await context.db.$transaction((tx) => changeFactsIn(tx, context, change, now));
  await context.flush();
  return done;
}
