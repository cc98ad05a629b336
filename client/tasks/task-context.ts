import type { Duty } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import { holdersOf, type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, type Settings, settingsOf } from "../../records/settings.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";

/** What stands around a task when somebody acts on it. */
export interface TaskContext {
  task: TaskRow;
  case: CaseRow;
  organization: OrganizationRow;
  holders: readonly Holder[];
  duty: Duty;
  policies: ReadonlyMap<string, Policy>;
  settings: Settings;
  calendar: Calendar;
  /** Organization or duty: its tasks have no steps. */
  paused: boolean;
}

export async function loadTaskContext(tx: Tx, task: TaskRow, calendar: Calendar, now: Date): Promise<TaskContext> {
  const found = await findCase(tx, task.caseId);
  const organization = (await organizationsById(tx, [task.organizationId])).get(task.organizationId);
  if (!found || !organization) throw new NotFoundError(cause("no-case", { value: task.caseId }));
  const holders = (await holdersOf(tx, [task.organizationId], now)).get(task.organizationId) ?? [];
  const policies = await policiesOf(tx);
  const duty = dutyOf(task.duty);
  const settings = await settingsOf(tx);
  const paused = organization.pausedAt !== null || settings.paused(duty, organization.id);
  return { task, case: found, organization, holders, duty, policies, settings, calendar, paused };
}
