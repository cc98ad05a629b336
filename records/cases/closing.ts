import { waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { type TaskRow, taskColumns } from "../tasks/tasks.ts";

/** Cases and tasks of a closing organization that are still open. */
export interface OpenMatter {
  tasks: TaskRow[];
  cases: { id: string; workflowType: string | null }[];
}

/**
 * Closes an organization and cancels its open tasks and cases, set-wise. Locks are taken in the order of every verb: tasks, cases, organization.
 * Whoever starts a case share-locks the organization, so none is missed.
 * @returns what was open; null: it was closed before
 */
export async function closeOrganization(tx: Tx, id: string, reason: string, now: Date): Promise<OpenMatter | null> {
  await lockOpen(tx, id);
  const closed = await tx.$executeRaw`
    update organization set closed_at = ${now}, closed_because = ${reason}, paused_at = null
    where id = ${id} and closed_at is null`;
  if (closed === 0) return null;
  // Read again: tasks may have been requested until the organization was locked.
  const open = await lockOpen(tx, id);
  await cancelAll(tx, open, now);
  return open;
}

/** Cancels tasks and cases, which the caller has locked. */
export async function cancelAll(
  tx: Tx,
  { tasks, cases }: { tasks: readonly { id: string }[]; cases: readonly { id: string }[] },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update task set state = 'cancelled', settled_at = ${now}, next_at = null, asked_until = null, poison = null
    where id = any(${tasks.map((task) => task.id)}::text[])`;
  await tx.$executeRaw`
    update "case" set state = 'cancelled', outcome = 'cancelled', settled_at = ${now}
    where id = any(${cases.map((one) => one.id)}::text[])`;
}

async function lockOpen(tx: Tx, organizationId: string): Promise<OpenMatter> {
  const tasks = await tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t
    where t.organization_id = ${organizationId} and t.state in (${Prisma.join([...waiting])}) order by t.id for update`;
  const cases = await tx.$queryRaw<OpenMatter["cases"]>`
    select id, workflow_type as "workflowType" from "case"
    where organization_id = ${organizationId} and state = 'open' order by id for update`;
  return { tasks, cases };
}
