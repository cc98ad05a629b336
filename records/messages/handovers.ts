import { Prisma, type Tx } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";
import { idsOf } from "../rows.ts";
import { climbs } from "../tasks/pauses.ts";
import { type TaskRow, taskColumns } from "../tasks/tasks.ts";

/** Open tasks of organizations that are waiting for somebody now: not behind other tasks, not set aside, not paused. */
export async function tasksAtWork(tx: Tx, organizationIds: readonly string[], now: Date): Promise<TaskRow[]> {
  return tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t join organization o on o.id = t.organization_id
    where t.organization_id = any(${[...organizationIds]}::text[]) and t.opened_at <= ${now} and o.closed_at is null and ${climbs}
    order by t.due_at, t.id`;
}

/** Organizations in which the given people hold a role. */
export async function organizationsHeldBy(tx: Tx, personIds: readonly string[], now: Date): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select distinct organization_id as id from holding
    where person_id = any(${idsOf(personIds)}) and ${isHeldAt(now, "")}`);
  return rows.map(({ id }) => id);
}

/** Tasks that a person was notified of because they became theirs after a change of people. */
export async function handedTo(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct task_id as id from notice
    where person_id = ${personId} and task_id is not null and details->>'because' = 'new-role' and state <> 'dropped'`;
  return rows.map(({ id }) => id);
}
