import { wakeCase } from "../../domain/ids.ts";
import { kindsAtOnce } from "../../domain/procedures/kinds.ts";
import { waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { nudge } from "../nudges.ts";

/**
 * SQL of `workflowIsDue` (domain/procedures/workflow-due.ts): whether the workflow of case `c` should exist. Every list of cases uses this fragment.
 */
export const workflowDue = Prisma.sql`(c.workflow_type is not null and c.state = 'open'
  and (c.cadence is null or c.kind = any(${[...kindsAtOnce]}::text[])
       or coalesce((select bool_or(t.state not in (${Prisma.join([...waiting])})) from task t where t.case_id = c.id), true)))`;

/**
 * Wakes the workflows of cases after a change to what they depend on. A workflow that is due is started if it does not run. One that is not due (a
 * planned case without a submission, a case that has ended) is signalled only if it runs, as one of an earlier version may.
 */
export async function wakeCases(tx: Statements, caseIds: readonly string[], now: Date): Promise<void> {
  if (caseIds.length === 0) return;
  const led = await tx.$queryRaw<{ id: string; workflowType: string; starts: boolean }[]>`
    select c.id, c.workflow_type as "workflowType", ${workflowDue} as starts from "case" c
    where c.id = any(${[...caseIds]}::text[]) and c.workflow_type is not null`;
  await nudge(
    tx,
    led.map(({ id, workflowType, starts }) => ({ ...wakeCase(workflowType, id), starts })),
    now,
  );
}

/** Number of open cases that have a workflow, and how many of those workflows are not due yet. */
export async function countLed(tx: Tx): Promise<{ due: number; notYet: number }> {
  const [found] = await tx.$queryRaw<{ due: number; notYet: number }[]>`
    select (count(*) filter (where ${workflowDue}))::int as due, (count(*) filter (where not ${workflowDue}))::int as "notYet"
    from "case" c where c.state = 'open' and c.workflow_type is not null`;
  return found ?? { due: 0, notYet: 0 };
}
