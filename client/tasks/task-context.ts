import type { Duty } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCases } from "../../records/cases/cases.ts";
import { holdersOf, type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, type Settings, settingsOf } from "../../records/settings.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";

/** The context of a task when somebody acts on it. */
export interface TaskContext {
  task: TaskRow;
  case: CaseRow;
  organization: OrganizationRow;
  holders: readonly Holder[];
  duty: Duty;
  policies: ReadonlyMap<string, Policy>;
  settings: Settings;
  calendar: Calendar;
  /** Its organization or duty is paused: its ladder has no next step. */
  paused: boolean;
}

/** Rules that are the same for all tasks; an act on many tasks reads them once. */
export type TaskRules = Pick<TaskContext, "policies" | "settings">;

export async function taskRules(tx: Tx): Promise<TaskRules> {
  const [policies, settings] = await Promise.all([policiesOf(tx), settingsOf(tx)]);
  return { policies, settings };
}

/** The case and the organization of a task, which never change. */
export type Near = Pick<TaskRow, "caseId" | "organizationId">;

/** Reads the context of a task. @param rules @default read now */
export async function loadTaskContext(
  tx: Tx,
  task: TaskRow,
  calendar: Calendar,
  now: Date,
  rules?: TaskRules,
): Promise<TaskContext> {
  return contextIn(await loadAround(tx, [task], now, rules), task, calendar);
}

/**
 * Reads or locks a task and loads its context: concurrently if its case and organization are known, which is one round trip where statements are
 * sent together. Each statement has a snapshot of its own, so that the context is read as it is once the lock is held.
 * @param read reads or locks the task @returns null: no such task
 */
export async function loadWith(
  tx: Tx,
  read: () => Promise<TaskRow | null>,
  { near, calendar, now, rules }: { near?: Near; calendar: Calendar; now: Date; rules?: TaskRules },
): Promise<TaskContext | null> {
  const [task, around] = near ? await Promise.all([read(), loadAround(tx, [near], now, rules)]) : [await read()];
  return task && contextIn(around ?? (await loadAround(tx, [task], now, rules)), task, calendar);
}

function contextIn(around: Around, task: TaskRow, calendar: Calendar): TaskContext {
  const found = contextOf(around, task, calendar);
  if (!found) throw new NotFoundError(cause("no-case", { value: task.caseId }));
  return found;
}

/** The same for several tasks, with one statement for each part of the context. */
export async function loadTaskContexts(
  tx: Tx,
  tasks: readonly TaskRow[],
  calendar: Calendar,
  now: Date,
  rules?: TaskRules,
): Promise<TaskContext[]> {
  const around = await loadAround(tx, tasks, now, rules);
  return tasks.flatMap((task) => contextOf(around, task, calendar) ?? []);
}

/** What is read around several tasks. */
interface Around extends TaskRules {
  cases: ReadonlyMap<string, CaseRow>;
  organizations: ReadonlyMap<string, OrganizationRow>;
  holders: ReadonlyMap<string, readonly Holder[]>;
}

async function loadAround(tx: Tx, tasks: readonly Near[], now: Date, known?: TaskRules): Promise<Around> {
  const organizationIds = [...new Set(tasks.map(({ organizationId }) => organizationId))];
  const [cases, organizations, holders, rules] = await Promise.all([
    findCases(tx, [...new Set(tasks.map(({ caseId }) => caseId))]),
    organizationsById(tx, organizationIds),
    holdersOf(tx, organizationIds, now),
    known ?? taskRules(tx),
  ]);
  return { cases, organizations, holders, ...rules };
}

function contextOf(
  { cases, organizations, holders, policies, settings }: Around,
  task: TaskRow,
  calendar: Calendar,
): TaskContext | null {
  const found = cases.get(task.caseId);
  const organization = organizations.get(task.organizationId);
  if (!found || !organization) return null;
  const duty = dutyOf(task.duty);
  const paused = organization.pausedAt !== null || settings.paused(duty, organization.id);
  return {
    ...{ task, case: found, organization, duty, policies, settings, calendar, paused },
    holders: holders.get(organization.id) ?? [],
  };
}
