import { type Db, Prisma } from "../../prisma/client.ts";

/** Two routine mails of one day to one person about the same task. */
export interface TwiceADay {
  person: string;
  task: string;
  day: string;
  mails: string[];
  /** A mail on the next morning would come after the task is due. */
  tooLate: boolean;
}

const ever = new Date(0);

/** Beginning of the day of an instant; mails are compared with those of the same day. */
const dayOf = (instant: Date): Prisma.Sql =>
  Prisma.sql`(date_trunc('day', ${instant}::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')`;

/**
 * Settling a task is notified at once, in addition to the mail of the day; so is a severe finding that is to be done or verified.
 * @param since of mails from that day on
 */
export const twiceOfATask = (db: Db, since = ever): Promise<TwiceADay[]> => db.$queryRaw`
  with mail as (
    select n.person_id as person, n.task_id as task, date(d.handed_at at time zone 'Asia/Shanghai') as day, d.id, d.handed_at as at,
      string_agg(to_char(d.handed_at, 'HH24:MI ') || n.shape || ' ' || n.part || ' ' || n.step, ', ') as says,
      bool_and(n.shape = 'due' and coalesce(c.facts->>'severity', '') in ('major', 'critical')) as prompt
    from delivery d join notice n on n.delivery_id = d.id join "case" c on c.id = n.case_id
    where d.channel = 'email' and n.urgency = 'routine' and n.shape <> 'settled' and d.state in ('sent', 'unknown')
      and d.handed_at >= ${dayOf(since)}
    group by 1, 2, 3, 4),
  numbered as (select *, row_number() over (partition by person, task, day order by at, id) as nth from mail)
  select person, task, day::text, array_agg(says order by at) as mails,
    (day + 1 + time '09:00') at time zone 'Asia/Shanghai' >= t.climb_due_at as "tooLate"
  from numbered join task t on t.id = task
  group by 1, 2, numbered.day, t.climb_due_at having bool_or(nth > 1 and not prompt)`;

/** A routine mail that followed another one on the same day. */
export interface SecondMail {
  id: string;
  person: string;
  at: string;
  /** Its contents. */
  says: string[];
  /** Whether everything in it could have waited for the mail of the next morning. */
  couldWait: boolean;
}

/**
 * Routine mails that were not the first of their day for their recipient. Exceptions are contents that cannot wait (`activities/triage.ts`): what is
 * settled or cancelled, a severe finding, a late task that was not notified today, what would be too late tomorrow, what was retried, and what
 * reaches a supervisor about a task that was not mentioned today.
 * @param since of mails from that day on
 */
export const secondMails = (db: Db, since = ever): Promise<SecondMail[]> => db.$queryRaw`
  with mail as (
    select d.id, d.person_id, d.handed_at, (date(d.handed_at at time zone 'Asia/Shanghai') + time '00:00') at time zone 'Asia/Shanghai' as today
    from delivery d where d.channel = 'email' and d.routine and d.state in ('sent', 'unknown') and d.handed_at >= ${dayOf(since)}),
  said as (
    select m.id, m.person_id, m.handed_at, m.today, n.task_id, n.shape from mail m join notice n on n.delivery_id = m.id)
  select m.id, m.person_id as person, to_char(m.handed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as at,
    array_agg(n.shape || ' ' || n.part || ' ' || n.step order by n.id) as says,
    bool_and(n.urgency = 'routine' and n.attempts <= 1 and n.shape not in ('settled', 'call')
      and case when t.climb_due_at <= m.handed_at then exists (
          select 1 from said s where s.person_id = m.person_id and s.task_id = n.task_id and s.today = m.today and s.handed_at < m.handed_at
          and s.shape = n.shape)
        else m.today + interval '33 hours' < t.climb_due_at
          and not (n.shape = 'due' and coalesce(c.facts->>'severity', '') in ('major', 'critical'))
          and ((n.shape in ('due', 'reminder') and n.part = 'doer') or exists (
            select 1 from said s where s.person_id = m.person_id and s.task_id = n.task_id and s.today = m.today and s.handed_at < m.handed_at))
        end) as "couldWait"
  from mail m join notice n on n.delivery_id = m.id join task t on t.id = n.task_id join "case" c on c.id = t.case_id
  where exists (select 1 from mail e where e.person_id = m.person_id and e.today = m.today and e.handed_at < m.handed_at)
  group by 1, 2, 3`;
