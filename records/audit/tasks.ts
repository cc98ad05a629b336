import { doing, waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";

/** A task with which something is wrong, as the audit reports it. */
export interface TaskGap {
  organizationId: string;
  what: string;
  since: Date;
}

/** Maximum number of rows of one check; the next audit finds the rest. */
export const mostNamed = 10_000;

const open = Prisma.sql`t.settled_at is null and t.state in (${Prisma.join([...waiting])})
  and o.paused_at is null and o.closed_at is null`;
const dutyRuns = Prisma.sql`not exists (select 1 from duty_setting s where s.duty = t.duty and s.paused_at is not null
  and (s.organization_id is null or s.organization_id = t.organization_id))`;

const found = (tx: Tx, since: Prisma.Sql, where: Prisma.Sql): Promise<TaskGap[]> => tx.$queryRaw<TaskGap[]>`
  select t.id as what, t.organization_id as "organizationId", ${since} as since
  from task t join organization o on o.id = t.organization_id
  where ${open} and ${where} order by 3, t.id limit ${mostNamed}`;

/** Open tasks that have no next step, wait for no other task and are not paused. */
export const withoutStep = (tx: Tx): Promise<TaskGap[]> =>
  found(
    tx,
    Prisma.sql`coalesce(t.processed_through, t.opened_at)`,
    Prisma.sql`t.next_at is null and t.poison is null and t.waits_for = 0 and ${dutyRuns}`,
  );

/** Open tasks that were set aside because their step failed. */
export const setAside = (tx: Tx): Promise<TaskGap[]> =>
  found(tx, Prisma.sql`coalesce(t.processed_through, t.opened_at)`, Prisma.sql`t.poison is not null`);

/** Open tasks that wait for other tasks although all of those are settled. */
export const waitingForNothing = (tx: Tx): Promise<TaskGap[]> =>
  found(
    tx,
    Prisma.sql`t.opened_at`,
    Prisma.sql`t.waits_for > 0 and not exists (
      select 1 from task_after a join task b on b.id = a.after_id where a.task_id = t.id and b.settled_at is null)`,
  );

/** Tasks that were assigned to, or acknowledged by, a person who no longer holds a role in the organization. */
export const ofLeavers = (tx: Tx, now: Date): Promise<TaskGap[]> => tx.$queryRaw<TaskGap[]>`
  with doer as materialized (
    select t.id, t.organization_id, t.opened_at, coalesce(t.person_id, (
      select e.actor from event e where e.task_id = t.id and e.verb = 'acknowledge' order by e.id desc limit 1)) as person
    from task t join organization o on o.id = t.organization_id
    where ${open} and t.state in (${Prisma.join([...doing])}) and (t.person_id is not null or t.state = 'acknowledged'))
  select d.id as what, d.organization_id as "organizationId", coalesce((
      select max(h.until_at) from holding h where h.organization_id = d.organization_id and h.person_id = d.person), d.opened_at) as since
  from doer d join person p on p.id = d.person
  where not exists (select 1 from holding h where h.organization_id = d.organization_id and h.person_id = d.person
                    and ${isHeldAt(now)})
  order by 3, d.id limit ${mostNamed}`;

/** Rounds in which a task's next step was due before an instant, with the number of such tasks. */
export const lateRounds = (tx: Tx, before: Date): Promise<{ round: string; tasks: number; since: Date }[]> =>
  tx.$queryRaw`
    select t.round, count(*)::int as tasks, min(t.next_at) as since from task t join organization o on o.id = t.organization_id
    where t.next_at < ${before} and ${open} group by t.round order by t.round`;
