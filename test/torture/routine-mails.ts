import { type Db, Prisma } from "../../prisma/client.ts";

/** Two routine mails of one day to one person that both speak of one task. */
export interface TwiceADay {
  person: string;
  task: string;
  day: string;
  mails: string[];
  /** The mail of the next morning would come after the task is due. */
  tooLate: boolean;
}

const ever = new Date(0);

/** The beginning of the day in which an instant lies: mails are held against those of their day. */
const dayOf = (instant: Date): Prisma.Sql =>
  Prisma.sql`(date_trunc('day', ${instant}::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')`;

/**
 * That a task is settled is said at once, beside the mail of the day; and so is a grave finding that is to be done or verified.
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

/** A routine mail that came after another of the same day. */
export interface SecondMail {
  id: string;
  person: string;
  at: string;
  /** What it says. */
  says: string[];
  /** All that it says could have waited for the mail of the next morning. */
  couldWait: boolean;
}

/**
 * Routine mails that were not the first of their day to their reader. What cannot wait (`activities/triage.ts`) is an exception: what is
 * settled or called off, a grave finding, what is late and was not said so today, what would come too late tomorrow, what was tried again,
 * and what reaches a supervisor of a task of which nothing was said today.
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
