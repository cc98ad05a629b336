import type { Duty } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { climbsByClock } from "../../domain/escalation/advance.ts";
import { type Phase, phasesIn } from "../../domain/procedures/phases.ts";
import { find } from "../../domain/tasks/people.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { Text } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, childrenOf, countedOf, findCase } from "../../records/cases/cases.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { holdersOf, type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import type { Coverage } from "../../records/tasks/coverage.ts";
import { type TaskRow, tasksOfCase } from "../../records/tasks/tasks.ts";
import { missingOf } from "./gate.ts";
import { coverageIn } from "./parent-task.ts";

/** A task in the progress of its case. */
export interface ProgressTask extends TaskRow {
  /** Names of those who do it now, or did it. */
  who: readonly string[];
  /** What is missing before it can be submitted. */
  missing: readonly Text[];
  /** Progress of a step of many people. */
  coverage: Coverage | null;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
}

/** State of a case: its phases, who is waited for, and what is missing. */
export interface Progress {
  case: CaseRow;
  organization: OrganizationRow;
  duty: Duty;
  tasks: readonly ProgressTask[];
  phases: readonly Phase<ProgressTask>[];
  parent: CaseRow | null;
  children: readonly CaseRow[];
  /** The case that counts instead; null: it counts itself. */
  countedBy: CaseRow | null;
  /** Cases for which it counts. */
  counted: readonly CaseRow[];
  /** Why no reminders are sent: its organization or its duty there is paused; null: neither, or it is settled. */
  paused: "organization" | "duty" | null;
}

/** Progress of a case. @returns null: no such case */
export async function progressOf(tx: Tx, caseId: string, now: Date): Promise<Progress | null> {
  const found = await findCase(tx, caseId);
  const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (!found || !organization) return null;
  const duty = dutyOf(found.duty);
  const [rows, held, policies, parent, children, countedBy, counted, paused] = await Promise.all([
    tasksOfCase(tx, caseId),
    holdersOf(tx, [organization.id], now),
    policiesOf(tx),
    found.parentId ? findCase(tx, found.parentId) : null,
    childrenOf(tx, caseId),
    found.countedBy ? findCase(tx, found.countedBy) : null,
    countedOf(tx, caseId),
    found.state === "open" ? pauseOf(tx, organization, duty) : null,
  ]);
  const holders = held.get(organization.id) ?? [];
  const people = new Map(
    rows.map((task) => [
      task.id,
      isSettled(task.state)
        ? [task.submittedById ?? task.personId].filter((id) => id !== null)
        : [...find("doer", task, holders).people],
    ]),
  );
  const names = await namesOf(tx, [...new Set([...people.values()].flat())]);
  const tasks: ProgressTask[] = [];
  for (const task of rows) {
    const taskContext = { task, case: found, organization, duty: dutyOf(task.duty) };
    tasks.push({
      ...task,
      who: (people.get(task.id) ?? []).map((id) => names.get(id) ?? id),
      missing: isSettled(task.state) ? [] : await missingOf(tx, taskContext, {}, now),
      coverage: await coverageIn(tx, task),
      byClock: climbsByClock(task, policies),
    });
  }
  return {
    case: found,
    organization,
    duty,
    tasks,
    phases: phasesIn(duty, tasks, profileOf(organization)),
    ...{ parent, children, countedBy, counted, paused },
  };
}

async function pauseOf(tx: Tx, { id, pausedAt }: OrganizationRow, duty: Duty): Promise<Progress["paused"]> {
  if (pausedAt) return "organization";
  return (await settingsOf(tx)).paused(duty, id) ? "duty" : null;
}
