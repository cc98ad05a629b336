import { dayBins } from "../../domain/reporting/counts.ts";
import { type Outcome, outcomeOfState } from "../../domain/reporting/outcome.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import { Prisma } from "../../prisma/client.ts";
import { handedInLate, isLateAt } from "../tasks/lateness.ts";

const statesOf = (wanted: (typeof outcomeOfState)[TaskState]): Prisma.Sql => {
  const states = Object.entries(outcomeOfState).flatMap(([state, outcome]) => (outcome === wanted ? [state] : []));
  return Prisma.sql`(${Prisma.join(states)})`;
};
const is = (outcome: Outcome): Prisma.Sql => Prisma.sql`${outcome}::text`;

/** SQL: open task `t` is with its verifier. Other open tasks count only if they are late. */
export const isHandedIn = Prisma.sql`t.state = 'submitted'`;

/** SQL of `outcomeOf` (domain/reporting/outcome.ts): the outcome of task `t`. */
export const outcomeAt = (now: Date): Prisma.Sql => Prisma.sql`(case
  when t.state in ${statesOf("handed-in")} then case when ${handedInLate} then ${is("late")} else ${is("in-time")} end
  when t.state in ${statesOf("missed")} then ${is("missed")}
  when t.state in ${statesOf("credited")} then ${is("credited")}
  when t.state in ${statesOf("waived")} then ${is("waived")}
  when ${isLateAt(now)} then ${is("overdue")} end)`;

/** SQL: the month in which task `t` is due, in the zone of organization `o`; 24:00 of the last day belongs to the month. */
const month = Prisma.sql`to_char((t.due_at - interval '1 millisecond') at time zone o.zone, 'YYYY-MM')`;

const localDay = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`(${at} at time zone o.zone)::date`;

/**
 * Tasks as reports count them, one row each. Parts of a covering task count with it.
 * @param depths depth of each policy's rungs as JSON: a lookup, because a join compared each task with each rung
 */
export function countedTasks(which: Prisma.Sql, depths: Prisma.Sql, now: Date): Prisma.Sql {
  const days = Prisma.sql`${localDay(Prisma.sql`coalesce(t.submitted_at, t.settled_at)`)} - ${localDay(Prisma.sql`t.opened_at`)}`;
  return Prisma.sql`
    select one.*, case when outcome in ('late', 'overdue', 'missed') then coalesce((${depths} -> policy ->> rung)::int, 0) else 0 end as depth,
      case when outcome in ('in-time', 'late') then width_bucket(greatest(took, 0) - 1, ${[...dayBins]}::int[]) end as bin
    from (select t.organization_id, o.shard, t.duty, ${month} as month, ${outcomeAt(now)} as outcome, t.self_declared, t.returns,
            t.policy, split_part(t.highest_rung, '#', 1) as rung, ${days} as took
          from task t join organization o on o.id = t.organization_id where t.parent_task_id is null and ${which}) one
    where outcome is not null`;
}

/** Sums of {@link countedTasks}, one for each column of `report_month`. */
export const countedSums: Prisma.Sql = Prisma.join([
  Prisma.sql`count(*)::int as asked`,
  ...(
    [
      ["in-time", "in_time"],
      ["late", "late"],
      ["overdue", "overdue"],
      ["missed", "missed"],
      ["credited", "credited"],
      ["waived", "waived"],
    ] as const satisfies readonly (readonly [Outcome, string])[]
  ).map(([outcome, column]) => Prisma.sql`count(*) filter (where outcome = ${outcome})::int as ${Prisma.raw(column)}`),
  Prisma.sql`count(*) filter (where self_declared)::int as self_declared, sum(returns)::int as returns`,
  Prisma.sql`count(*) filter (where depth > 0)::int as escalated, sum(depth)::int as depth`,
  Prisma.sql`array[${Prisma.join(
    [...dayBins, null].map((_, bin) => Prisma.sql`count(*) filter (where bin = ${bin})::int`),
  )}] as days`,
]);

/** Count columns of `report_month`, in the order of {@link countedSums}; `days` follows them. */
export const countColumns = [
  "asked",
  "in_time",
  "late",
  "overdue",
  "missed",
  "credited",
  "waived",
  "self_declared",
  "returns",
  "escalated",
  "depth",
] as const;
