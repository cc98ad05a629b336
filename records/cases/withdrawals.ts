import { formatAct } from "../../domain/escalation/rung-id.ts";
import { type Circular, carriesOut } from "../../domain/procedures/circular.ts";
import { find, type Holder } from "../../domain/tasks/people.ts";
import { waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { insertNotices, type NewNotice } from "../messages/notices.ts";
import { holdersOf } from "../roster/holders.ts";
import { type TaskRow, taskColumns } from "../tasks/tasks.ts";
import type { OpenCase } from "./circulars.ts";
import { cancelAll } from "./closing.ts";
import { appendEvents } from "./events.ts";

/** The withdrawal of a circular. */
export interface Withdrawal extends Pick<Circular, "id"> {
  reason: string;
  /** A person's id, or `administrator`. */
  by: string;
}

/** Marks a circular as withdrawn, so that it is distributed no further. @returns false: it was withdrawn before, or does not exist */
export async function withdraw(tx: Tx, { id, reason, by }: Withdrawal, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update circular set withdrawn_at = ${now}, withdrawn_because = ${reason}, withdrawn_by = ${by}
    where id = ${id} and withdrawn_at is null`;
  return changed > 0;
}

/** Prevents a withdrawal until commit. @returns false: the circular is withdrawn */
export async function lockIssued(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from circular where id = ${id} and withdrawn_at is null for share`;
  return rows.length > 0;
}

/** Ids of the cases that end with a circular: its own, and those that came out of them to carry it out. */
const endingWith = (id: string): Prisma.Sql => Prisma.sql`(
  select own.id from "case" own where own.circular_id = ${id}
  union all
  select k.id from "case" k join "case" own on own.id = k.parent_id
  where own.circular_id = ${id} and split_part(k.key, ':', 1) = any(${[...carriesOut]}::text[]))`;

/** Number of organizations that have an open case that ends with the circular, by shard. */
export async function shardsOpen(tx: Tx, id: string): Promise<{ shard: number; organizations: number }[]> {
  return tx.$queryRaw<{ shard: number; organizations: number }[]>`
    select o.shard, count(distinct o.id)::int as organizations from "case" c join organization o on o.id = c.organization_id
    where c.id in ${endingWith(id)} and c.state = 'open' group by o.shard order by o.shard`;
}

/** Number of open cases that came out of a circular and continue after its withdrawal: findings are still rectified, approved texts still read. */
export async function countContinuing(tx: Tx, id: string): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number }[]>`
    with recursive of_it(id) as (
      select own.id from "case" own where own.circular_id = ${id}
      union
      select k.id from "case" k join of_it on k.parent_id = of_it.id)
    select count(*)::int as n from "case" c join of_it on of_it.id = c.id
    where c.state = 'open' and c.id not in ${endingWith(id)}`;
  return rows[0]?.n ?? 0;
}

/** Withdrawn circulars whose cases in a shard are not all cancelled yet. */
export async function pendingWithdrawals(tx: Tx, shard: number): Promise<Withdrawal[]> {
  return tx.$queryRaw<Withdrawal[]>`
    select x.id, x.withdrawn_because as reason, x.withdrawn_by as by from circular x
    where x.withdrawn_at is not null and not exists (
      select 1 from circular_shard s where s.circular_id = x.id and s.shard = ${shard} and s.withdrawn_at is not null)
    order by x.withdrawn_at, x.id`;
}

/** Organizations of a shard that have an open case that ends with the circular. */
export async function organizationsOpen(tx: Tx, id: string, shard: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select o.id from organization o where o.shard = ${shard} and exists (
      select 1 from "case" c where c.id in ${endingWith(id)} and c.organization_id = o.id and c.state = 'open') order by o.ordinal`;
  return rows.map((row) => row.id);
}

/** Marks the withdrawal as carried out in the shard: nothing of the circular is open there. */
export async function markWithdrawn(tx: Tx, id: string, shard: number, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into circular_shard (circular_id, shard, done_at, withdrawn_at) values (${id}, ${shard}, ${now}, ${now})
    on conflict (circular_id, shard) do update set withdrawn_at = ${now}`;
}

export interface CancelledWork {
  /** Cases for which a workflow may be running. */
  running: string[];
  /** Shards of people who are sent a notice. */
  couriers: { shard: number; at: Date }[];
}

/**
 * Cancels the open work of a withdrawn circular in some organizations, set-wise. Doers are notified as when a case is cancelled; tasks that had not
 * begun end without a notice.
 */
export async function cancelOpenWork(
  tx: Tx,
  { id, reason, by }: Withdrawal,
  organizationIds: readonly string[],
  now: Date,
): Promise<CancelledWork> {
  const cases = await lockEnding(tx, id, organizationIds);
  const caseIds = cases.map((one) => one.id);
  const tasks = await tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t
    where t.case_id = any(${caseIds}::text[]) and t.state in (${Prisma.join([...waiting])}) order by t.id for update`;
  await cancelAll(tx, { tasks, cases }, now);
  const holders = await holdersOf(tx, organizationIds, now);
  const notices = tasks
    .filter(({ waitsFor }) => waitsFor === 0)
    .flatMap((task) => wordsTo(task, holders.get(task.organizationId) ?? [], reason, now));
  const couriers = await insertNotices(tx, notices, now);
  await appendEvents(tx, [
    ...tasks.map(({ id: taskId, caseId, organizationId, state, dueAt }) => ({
      ...{ caseId, taskId, organizationId, at: now, actor: by, verb: "cancel" },
      before: { state, dueAt },
      after: { state: "cancelled", reason },
    })),
    ...cases.map(({ id: caseId, organizationId }) => ({
      ...{ caseId, taskId: null, organizationId, at: now, actor: by, verb: "withdrawn" },
      after: { reason },
    })),
  ]);
  const running = cases.flatMap(({ id, workflowType }) => (workflowType === null ? [] : [id]));
  return { running, couriers };
}

/** Tasks are locked before their cases, as in every verb. */
async function lockEnding(tx: Tx, id: string, organizationIds: readonly string[]): Promise<OpenCase[]> {
  const ids = [...organizationIds];
  await tx.$queryRaw`
    select t.id from task t
    where t.case_id in ${endingWith(id)} and t.organization_id = any(${ids}::text[]) and t.settled_at is null order by t.id for update of t`;
  return tx.$queryRaw<OpenCase[]>`
    select c.id, c.organization_id as "organizationId", c.duty, c.facts, c.workflow_type as "workflowType" from "case" c
    where c.id in ${endingWith(id)} and c.organization_id = any(${ids}::text[]) and c.state = 'open' order by c.id for no key update`;
}

/** A notice that could not be sent for a month is dropped. */
const month = 30 * 86_400_000;

const wordsTo = (task: TaskRow, holders: readonly Holder[], reason: string, now: Date): NewNotice[] =>
  find("doer", task, holders).people.map((personId) => ({
    taskId: task.id,
    caseId: task.caseId,
    organizationId: task.organizationId,
    personId,
    step: formatAct(task.dueRevision, "withdrawn"),
    channel: "email",
    shape: "settled",
    part: "doer",
    urgency: "routine",
    whileStates: [],
    dueRevision: task.dueRevision,
    details: { because: "withdrawn", reason },
    sendAt: now,
    notAfter: new Date(now.getTime() + month),
  }));
