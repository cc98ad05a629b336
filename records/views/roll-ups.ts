import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import type { Figure } from "../../domain/forms/figures.ts";
import {
  type DutyCount,
  type OverdueItem,
  overdueFigures,
  periodFigures,
  type RaisedItem,
  raisedFigures,
} from "../../domain/forms/roll-up.ts";
import type { RollUp } from "../../domain/procedures/procedure.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { doing, type TaskState } from "../../domain/tasks/task-states.ts";
import type { Zone } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { rowsOf } from "../rows.ts";
import { isByClock, isLateAt } from "../tasks/lateness.ts";
import { wordingColumn } from "../tasks/tasks.ts";

/** The columns of a task that decide whether and which roll-up its reader sees. */
export interface Rolled {
  id: string;
  organizationId: string;
  duty: string;
  step: string;
  state: TaskState;
  openedAt: Date;
  zone: Zone;
}

/** Maximum number of overdue tasks or opinions in a list. */
const most = 20;

/** The roll-up that the reader of an open task sees; after the submission, the stored one in the task's facts is shown instead. */
export function rollUpOf({ duty, step, state }: Pick<Rolled, "duty" | "step" | "state">): RollUp | undefined {
  return doing.includes(state) ? stepOf(dutyOf(duty).kind, step).rollUp : undefined;
}

/**
 * Current figures by task: one query for each kind of roll-up, however many tasks there are. Tasks without a roll-up are left out; a task that is
 * named several times (once for each recipient) is computed once.
 */
export async function liveFigures(
  tx: Statements,
  tasks: readonly Rolled[],
  calendar: Calendar,
  now: Date,
): Promise<Map<string, Figure[]>> {
  const figures = new Map<string, Figure[]>();
  for (const sort of ["period", "overdue", "raised"] as const) {
    const wanted = [...new Map(tasks.filter((task) => rollUpOf(task) === sort).map((one) => [one.id, one])).values()];
    if (wanted.length === 0) continue;
    const rows = await reads[sort](tx, wantedOf(wanted), now);
    for (const task of wanted) {
      const own = rows.get(task.id) ?? [];
      if (sort === "period") figures.set(task.id, periodFigures(own as DutyCount[]));
      else if (sort === "raised") figures.set(task.id, raisedFigures(own as RaisedItem[]));
      else figures.set(task.id, overdueFigures(own as OverdueItem[], task.zone, calendar, now));
    }
  }
  return figures;
}

/**
 * Each task with the first and last day of its period. Without a period: from the first day of the month in which it opened to the end of the month
 * in which it is first due. Later entries belong to the next roll-up, however late this one is submitted.
 */
function wantedOf(tasks: readonly Rolled[]): Prisma.Sql {
  const rows = tasks.map(({ id, organizationId, zone, openedAt }) => ({
    id,
    organizationId,
    zone,
    since: instantAt(`${dateIn(openedAt, zone).slice(0, 8)}01`, "00:00", zone),
  }));
  return Prisma.sql`(
    select one.id, one."organizationId", one.zone, coalesce(period.first at time zone one.zone, one.since) as since,
      coalesce((period.first + period.length) at time zone one.zone,
        (date_trunc('month', own.first_due_at at time zone one.zone) + interval '1 month') at time zone one.zone) as until
    from jsonb_to_recordset(${rowsOf(rows)}) as one(id text, "organizationId" text, zone text, since timestamptz)
    join task own on own.id = one.id join "case" c on c.id = own.case_id
    left join lateral (select * from (values
      ('^\\d{4}-\\d{2}$', interval '1 month'), ('^\\d{4}-W\\d{2}$', interval '7 days'), ('^\\d{4}-Q[1-4]$', interval '3 months'),
      ('^\\d{4}-H[12]$', interval '6 months'), ('^\\d{4}$', interval '1 year')) as of(form, length)
      cross join lateral (select case of.length
        when interval '1 month' then to_date(c.key || '-01', 'YYYY-MM-DD')
        when interval '7 days' then to_date(c.key, 'IYYY"-W"IW')
        when interval '3 months' then make_date(left(c.key, 4)::int, 3 * right(c.key, 1)::int - 2, 1)
        when interval '6 months' then make_date(left(c.key, 4)::int, 6 * right(c.key, 1)::int - 5, 1)
        else make_date(left(c.key, 4)::int, 1, 1) end::timestamp as first) as begins
      where c.key ~ of.form) as period on true) w`;
}

type Read = (tx: Statements, wanted: Prisma.Sql, now: Date) => Promise<Map<string, unknown[]>>;

const reads: Readonly<Record<RollUp, Read>> = {
  // Tasks done in the period and tasks still open; tasks that each person does count with the covering task.
  period: async (tx, wanted, now) =>
    grouped(
      await tx.$queryRaw<(DutyCount & { task: string })[]>`
        select w.id as task, t.duty,
          count(*) filter (where t.settled_at is not null and t.state not in ('missed', 'belated'))::int as done,
          count(*) filter (where t.state in ('missed', 'belated'))::int as missed,
          count(*) filter (where t.self_declared)::int as "selfDeclared",
          count(*) filter (where t.settled_at is null and not (${isLateAt(now)}))::int as open,
          count(*) filter (where ${isLateAt(now)})::int as late
        from ${wanted} join task t on t.organization_id = w."organizationId"
        where t.id <> w.id and t.opened_at <= ${now} and t.parent_task_id is null and t.state not in ('cancelled', 'superseded')
          and (t.settled_at is null or t.settled_at >= w.since) and t.opened_at < w.until
        group by 1, 2`,
    ),
  overdue: async (tx, wanted, now) =>
    grouped(
      await tx.$queryRaw<(OverdueItem & { task: string })[]>`
        select * from (
          select w.id as task, t.id as "taskId", t.duty, t.step, c.subject, p.name as doer, t.roles[1] as role, ${wordingColumn}, t.due_at as "dueAt", ${isByClock} as "byClock",
            t.state = 'missed' as missed,
            (count(*) over (partition by w.id))::int as total, row_number() over (partition by w.id order by t.due_at, t.id) as n
          from ${wanted} join task t on t.organization_id = w."organizationId" join "case" c on c.id = t.case_id
            left join person p on p.id = t.person_id
          where t.id <> w.id and ((t.settled_at is null and ${isLateAt(now)})
            or (t.state = 'missed' and t.parent_task_id is null and t.settled_at >= w.since and t.settled_at < w.until))) late
        where n <= ${most} order by task, n`,
    ),
  raised: async (tx, wanted) =>
    grouped(
      await tx.$queryRaw<(RaisedItem & { task: string })[]>`
        select * from (
          select w.id as task, c.subject, c.outcome, (count(*) over (partition by w.id))::int as total,
            row_number() over (partition by w.id order by c.opened_at, c.id) as n
          from ${wanted} join "case" c on c.organization_id = w."organizationId"
          where c.kind = 'OL' and c.facts ->> 'raised' = 'opinion' and c.opened_at >= w.since
            and c.opened_at < w.until) raised
        where n <= ${most} order by task, n`,
    ),
};

function grouped<Row extends { task: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.task);
    if (known) known.push(row);
    else groups.set(row.task, [row]);
  }
  return groups;
}
