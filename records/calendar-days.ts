import { type Calendar, chinaCalendar } from "../domain/time/calendar.ts";
import type { Announcement } from "../domain/time/holidays.ts";
import type { Statements, Tx } from "../prisma/client.ts";
import { newId, rowsOf } from "./rows.ts";

const kept = new Map<string, Calendar>();

/** The announced calendar, overlaid by imported years and by the administrator's corrections. Returns the same object until one of them changes. */
export async function calendarOf(tx: Statements): Promise<Calendar> {
  const rows = await tx.$queryRaw<{ day: string | null; worked: boolean; year: number | null }[]>`
    select d.date::text as day, d.worked, y.year from (select max(year) as year from calendar_year) y
    left join calendar_day d on d.district = '' order by d.date`;
  const days = (worked: boolean): string[] =>
    rows.flatMap((row) => (row.day !== null && row.worked === worked ? row.day : []));
  const [open, closed] = [days(true), days(false)];
  const year = rows[0]?.year ?? null;
  const key = `${open}/${closed}/${year}`;
  let calendar = kept.get(key);
  if (!calendar) {
    if (kept.size > 20) kept.clear();
    const until = year === null ? {} : { until: `${year}-12-31` };
    calendar = chinaCalendar(open.length + closed.length > 0 || year !== null ? { open, closed, ...until } : undefined);
    kept.set(key, calendar);
  }
  return calendar;
}

/** Locks a year until commit, so that only one transaction imports it. @returns when it was imported; null: it was not */
export async function lockYear(tx: Tx, year: number): Promise<Date | null> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban.calendar-year'))`;
  const rows = await tx.$queryRaw<{ at: Date }[]>`select imported_at as at from calendar_year where year = ${year}`;
  return rows[0]?.at ?? null;
}

/** Stores the announcement of a year; its days replace those stored for the year. */
export async function writeYear(tx: Tx, { year, days }: Announcement, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into calendar_year (year, imported_at, imported_by) values (${year}, ${now}, ${by})
    on conflict (year) do update set imported_at = ${now}, imported_by = ${by}`;
  await tx.$executeRaw`update "case" set provisional = false where provisional and starts_with(key, ${String(year)})`;
  const rows = days.map(({ date, worked }) => ({ id: newId(), date, worked }));
  await tx.$executeRaw`
    insert into calendar_day (id, date, district, worked)
    select r.id, r.date, '', r.worked from jsonb_to_recordset(${rowsOf(rows)}) as r(id text, date date, worked bool)
    on conflict (date, district) do update set worked = excluded.worked`;
}

/** Ids of the people who have already been sent the notice of a step (a year's holidays). */
export async function recipientsOfStep(tx: Tx, step: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`select distinct person_id as id from notice where step = ${step}`;
  return new Set(rows.map(({ id }) => id));
}

/** An open task whose due day may move with the calendar. */
export interface DatedTask {
  id: string;
  caseId: string;
  organizationId: string;
  duty: string;
  step: string;
  policy: string;
  dueAt: Date;
  openedAt: Date;
  /** Period of a planned case; null: the case was started by an event. */
  period: string | null;
}

/** Open tasks that are due at or after an instant, of organizations that are not closed; tasks without a fixed due day are left out. */
export const datedTasks = (tx: Tx, from: Date): Promise<DatedTask[]> => tx.$queryRaw<DatedTask[]>`
  select t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.duty, t.step, t.policy, t.due_at as "dueAt",
    t.opened_at as "openedAt", case when c.cadence is not null then c.key end as period
  from task t join "case" c on c.id = t.case_id join organization o on o.id = t.organization_id
  where t.settled_at is null and t.state in ('open', 'acknowledged', 'returned') and t.waits_for = 0 and t.due_at >= ${from}
    and o.closed_at is null order by t.organization_id, t.id`;
