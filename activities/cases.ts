import { wakeCase } from "../domain/ids.ts";
import { dueDay } from "../domain/ladder.ts";
import { open } from "../domain/opening.ts";
import { dutyOf } from "../domain/packs/index.ts";
import { asksOf } from "../domain/steps.ts";
import { isSettled } from "../domain/task.ts";
import { instantAt } from "../domain/zones.ts";
import type { Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { type CaseRow, childrenOf, findCase, settleCase } from "../records/cases.ts";
import { appendEvents } from "../records/events.ts";
import { type OrganizationRow, organizationsById } from "../records/holders.ts";
import { nudge, nudgeRounds } from "../records/nudges.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { findTaskByKey, insertTasks, type TaskRow } from "../records/tasks.ts";
import type { Answer, CaseFacts, CaseRef, Question } from "../workflows/protocol.ts";
import type { Deps } from "./deps.ts";
import { CaseGone } from "./failures.ts";

/** The case as its workflow takes it up. */
export async function takeUpCase(deps: Deps, { caseId }: CaseRef): Promise<CaseFacts> {
  const found = await caseOf(deps.db, caseId);
  const { endsAt } = found.facts;
  return {
    caseId,
    organizationId: found.organizationId,
    duty: found.duty,
    kind: found.kind,
    state: found.state,
    openedAt: found.openedAt.getTime(),
    endsAt: typeof endsAt === "string" ? Date.parse(endsAt) : null,
    parentId: found.parentId,
  };
}

/** Inserts the task if it is not there, and says what became of it; null: it is still waited for. */
export async function askTask(deps: Deps, question: Question, now: number): Promise<Answer | null> {
  const at = new Date(now);
  const answer = await deps.db.$transaction(async (tx) => {
    const found = await caseOf(tx, question.caseId);
    const organization = await organizationOf(tx, found);
    const key = question.key ?? question.step;
    let task = await findTaskByKey(tx, found.id, key);
    if (!task) {
      // Locked, so that a case that is given up at this moment is not asked for one task more.
      if ((await findCase(tx, found.id, true))?.state !== "open") return cancelled(at);
      await insertOne(tx, found, organization, question, at);
      task = await findTaskByKey(tx, found.id, key);
    }
    return task && answerOf(task, organization);
  });
  await deps.flush();
  return answer;
}

async function insertOne(
  tx: Tx,
  found: CaseRow,
  organization: OrganizationRow,
  question: Question,
  now: Date,
): Promise<void> {
  const calendar = await calendarOf(tx);
  const duty = dutyOf(found.duty);
  const policy = (await settingsOf(tx)).policy(duty, organization.id);
  const { endsAt } = found.facts;
  const latest = typeof endsAt === "string" ? dueDay(new Date(endsAt), organization.zone) : undefined;
  const task = open(
    {
      caseId: found.id,
      organizationId: organization.id,
      shard: organization.shard,
      zone: organization.zone,
      duty,
      step: question.step,
      ...(question.key !== undefined && { key: question.key }),
      openedAt: now,
      ...(question.dueAt !== undefined && { dueAt: new Date(question.dueAt) }),
      policy,
      ...(latest && question.step === "set-date" && { facts: { latest } }),
    },
    await policiesOf(tx),
    calendar,
  );
  const [inserted] = await insertTasks(tx, [task]);
  if (!inserted) return;
  await nudgeRounds(tx, [{ round: task.round, at: now }], now);
  await appendEvents(tx, [
    {
      caseId: found.id,
      taskId: inserted.id,
      organizationId: found.organizationId,
      at: now,
      actor: "system",
      verb: "asked",
      after: { step: task.step, key: task.key, dueAt: task.dueAt },
    },
  ]);
}

function answerOf(task: TaskRow, organization: OrganizationRow): Answer | null {
  if (!isSettled(task.state)) return null;
  const result = (task.result ?? {}) as Record<string, unknown>;
  const date = typeof result.date === "string" ? instantAt(result.date, "18:00", organization.zone).getTime() : null;
  return {
    taskId: task.id,
    state: task.state as Answer["state"],
    settledAt: task.settledAt?.getTime() ?? 0,
    date,
    findings: asksOf(dutyOf(task.duty), task.step)
      .filter((ask) => ask.type === "findings")
      .reduce((sum, { name }) => sum + (Array.isArray(result[name]) ? result[name].length : 0), 0),
  };
}

const cancelled = (at: Date): Answer => ({
  taskId: "",
  state: "cancelled",
  settledAt: at.getTime(),
  date: null,
  findings: 0,
});

/** How many cases that this one opened are still open. */
export async function openChildren(deps: Deps, { caseId }: CaseRef): Promise<number> {
  return (await childrenOf(deps.db, caseId)).filter((child) => child.state === "open").length;
}

/** The case is done; the one that opened it is told. */
export async function settle(deps: Deps, { caseId }: CaseRef, outcome: string, now: number): Promise<void> {
  const at = new Date(now);
  await deps.db.$transaction(async (tx) => {
    const found = await caseOf(tx, caseId);
    if (!(await settleCase(tx, caseId, "done", outcome, at))) return;
    const parent = found.parentId ? await findCase(tx, found.parentId) : null;
    if (parent?.workflowType && parent.state === "open")
      await nudge(tx, [wakeCase(parent.workflowType, parent.id)], at);
    await appendEvents(tx, [line(caseId, found.organizationId, at, "settled", { outcome })]);
  });
  await deps.flush();
}

const line = (caseId: string, organizationId: string, at: Date, verb: string, after: Record<string, unknown>) => ({
  caseId,
  taskId: null,
  organizationId,
  at,
  actor: "system",
  verb,
  after,
});

async function caseOf(tx: Tx, caseId: string): Promise<CaseRow> {
  const found = await findCase(tx, caseId);
  if (!found) throw CaseGone(caseId);
  return found;
}

async function organizationOf(tx: Tx, found: CaseRow): Promise<OrganizationRow> {
  const organization = (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (!organization) throw CaseGone(found.id);
  return organization;
}
