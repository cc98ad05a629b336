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

export const taskRules = async (tx: Tx): Promise<TaskRules> => ({
  policies: await policiesOf(tx),
  settings: await settingsOf(tx),
});

/** Reads the context of a task. @param rules @default read now */
export async function loadTaskContext(
  tx: Tx,
  task: TaskRow,
  calendar: Calendar,
  now: Date,
  rules?: TaskRules,
): Promise<TaskContext> {
  const [found] = await loadTaskContexts(tx, [task], calendar, now, rules);
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
  const organizationIds = [...new Set(tasks.map(({ organizationId }) => organizationId))];
  const cases = await findCases(tx, [...new Set(tasks.map(({ caseId }) => caseId))]);
  const organizations = await organizationsById(tx, organizationIds);
  const holders = await holdersOf(tx, organizationIds, now);
  const { policies, settings } = rules ?? (await taskRules(tx));
  return tasks.flatMap((task) => {
    const found = cases.get(task.caseId);
    const organization = organizations.get(task.organizationId);
    if (!found || !organization) return [];
    const duty = dutyOf(task.duty);
    const paused = organization.pausedAt !== null || settings.paused(duty, organization.id);
    return [
      {
        ...{ task, case: found, organization, duty, policies, settings, calendar, paused },
        holders: holders.get(organization.id) ?? [],
      },
    ];
  });
}
