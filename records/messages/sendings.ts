import { prefixedNameOf } from "../../domain/escalation/rung-id.ts";
import { rolesInOrder } from "../../domain/messages/because.ts";
import type { Part } from "../../domain/messages/message.ts";
import type { Sending } from "../../domain/messages/sendings.ts";
import type { TaskRoles } from "../../domain/tasks/role-chain.ts";
import type { Role } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";

/** A message of a task. */
export interface SendingRow extends Sending {
  taskId: string;
  /** Step of the procedure. */
  taskStep: string;
}

/** The role by which a reader is named. */
interface Reader extends Pick<TaskRoles, "roles" | "verifier"> {
  part: Part;
  holds: Role[];
}

/**
 * Messages of tasks, or of all tasks of a case, oldest first; without notices of a level or of holidays, which are attached to a task only to be
 * opened. @param as name recipients by role or by name
 */
export async function sendingsOf(
  tx: Statements,
  of: { taskIds: readonly string[] } | { caseId: string },
  as: "role" | "name",
): Promise<SendingRow[]> {
  if ("taskIds" in of && of.taskIds.length === 0) return [];
  // Messages of a case are found by its tasks: no index has them by case.
  const which =
    "taskIds" in of ? Prisma.sql`n.task_id = any(${[...of.taskIds]}::text[])` : Prisma.sql`t.case_id = ${of.caseId}`;
  const holds =
    as === "name"
      ? Prisma.sql`'{}'::text[]`
      : Prisma.sql`array(select h.role from holding h
          where h.person_id = p.id and h.organization_id = n.organization_id and ${isHeldAt(Prisma.sql`n.created_at`)})`;
  const rows = await tx.$queryRaw<(SendingRow & Reader & { because: string | null })[]>`
    select n.task_id as "taskId", t.step as "taskStep", n.channel, n.state, d.state as delivery, n.dropped,
      n.created_at as "createdAt", n.send_at as "sendAt", d.finished_at as "finishedAt",
      n.details->>'because' as because, n.step, l.opened_at as "openedAt",
      p.name as who, n.part, t.roles, t.verifier, ${holds} as holds
    from notice n join task t on t.id = n.task_id join person p on p.id = n.person_id
      left join delivery d on d.id = n.delivery_id
      left join lateral (select opened_at from link where person_id = n.person_id and task_id = n.task_id and purpose = 'task' offset 0) l
        on true
    where ${which} and not n.details ?| array['level', 'calendar'] order by n.created_at, n.id`;
  return rows.map(({ because, part, roles, verifier, holds, who, ...row }) => ({
    ...row,
    step: because ?? prefixedNameOf(row.step),
    who: rolesInOrder(holds, { part, task: { roles, verifier } })[0] ?? who,
  }));
}
