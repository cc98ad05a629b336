import type { Facts } from "../../domain/catalogue/due-rule.ts";
import type { Duties } from "../../domain/tasks/people.ts";
import { type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import type { Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isAwayAt, isHeldAt } from "../roster/held.ts";
import { isByClock } from "./lateness.ts";
import { askedDueIn, wordingColumn } from "./tasks.ts";

/** An open task that may concern a person; the domain decides in which way. */
export interface OpenTask extends Duties {
  id: string;
  organizationId: string;
  organization: string;
  zone: Zone;
  duty: string;
  step: string;
  /** Facts on which its wording depends. */
  facts: Facts;
  state: TaskState;
  dueAt: Date;
  waitsFor: number;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
  /** The due instant shown to the doer: before a statutory day off, the last workday, as long as that is still to come. */
  askedDue: Date;
  climbDueAt: Date;
  subject: string;
  /** It was escalated to this person. */
  escalated: boolean;
}

/** Maximum number of tasks read: a person with more of them uses the board. */
const most = 2_000;

/**
 * Open tasks that a person was notified of, or of a role that they or somebody for whom they act hold, by due instant. Tasks that wait for others are
 * left out.
 */
export const openTasksOf = (tx: Tx, personId: string, now: Date): Promise<OpenTask[]> =>
  tasksOf(tx, personId, now, Prisma.sql`t.state = any(${[...waiting]}::text[]) and t.waits_for = 0`);

/** Such tasks that were missed since an instant and have not been answered. */
export const missedTasksOf = (tx: Tx, personId: string, since: Date, now: Date): Promise<OpenTask[]> =>
  tasksOf(tx, personId, now, Prisma.sql`t.state = 'missed' and t.settled_at >= ${since}`);

/** Such tasks that are open or settled since an instant. */
export const tasksSince = (tx: Tx, personId: string, since: Date, now: Date): Promise<OpenTask[]> =>
  tasksOf(
    tx,
    personId,
    now,
    Prisma.sql`(t.settled_at >= ${since} or (t.state = any(${[...waiting]}::text[]) and t.waits_for = 0))`,
  );

async function tasksOf(tx: Tx, personId: string, now: Date, which: Prisma.Sql): Promise<OpenTask[]> {
  return tx.$queryRaw<OpenTask[]>`
    with recursive acting as (
      select distinct organization_id, person_id from holding
      where person_id = ${personId} and ${isHeldAt(now, "")}
      union
      select a.organization_id, a.person_id from absence a
      join acting on acting.organization_id = a.organization_id and acting.person_id = a.delegate_id
      where ${isAwayAt(now)}),
    mine as (
      select h.organization_id, array_agg(h.role) as roles, array_agg(h.person_id) as people
      from acting join holding h on h.organization_id = acting.organization_id and h.person_id = acting.person_id
      where ${isHeldAt(now)} group by h.organization_id),
    told as (
      select task_id, bool_or(part = 'supervisor' and shape = 'escalated') as escalated from notice
      where person_id = ${personId} and part in ('doer', 'verifier', 'supervisor') and state <> 'dropped' group by task_id)
    select t.id, t.organization_id as "organizationId", o.name as organization, o.zone, t.duty, t.step, ${wordingColumn}, t.state, t.roles,
      t.person_id as "personId", t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds",
      t.due_at as "dueAt", t.waits_for as "waitsFor", ${isByClock} as "byClock", ${askedDueIn(now)} as "askedDue", t.climb_due_at as "climbDueAt", c.subject, coalesce(told.escalated, false) as escalated
    from mine m join organization o on o.id = m.organization_id
    join task t on t.organization_id = o.id join "case" c on c.id = t.case_id left join told on told.task_id = t.id
    where ${which} and o.paused_at is null and o.closed_at is null
      and (told.task_id is not null or t.person_id = any(m.people) or (t.person_id is null and t.roles && m.roles)
           or (t.state = 'submitted' and t.verifier = any(m.roles)))
    order by case t.state when 'submitted' then t.climb_due_at else t.due_at end, t.id limit ${most}`;
}
