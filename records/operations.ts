import { Prisma, type Statements } from "../prisma/client.ts";
import { isLateAt } from "./tasks/lateness.ts";

/** State of an installation at an instant, as counts without personal data. */
export interface Operations {
  /** Number of late tasks by step. */
  late: { step: string; n: number }[];
  /** Number of tasks that are due within a day. */
  dueSoon: number;
  setAside: number;
  /** Tasks whose rung should have been processed, the number of their rounds, and since when the oldest waits. */
  rungsBehind: number;
  roundsBehind: number;
  rungDueSince: Date | null;
  /** Notices that may be sent and have not been, by channel, and since when the oldest may. */
  queued: { channel: string; n: number }[];
  queuedSince: Date | null;
  nudges: number;
  nudgedSince: Date | null;
  organizations: number;
}

/** In milliseconds: a rung that is due for less than this is not behind; its round is processing it. */
const graceMs = 30_000;

export async function operationsNow(tx: Statements, now: Date): Promise<Operations> {
  const [row] = await tx.$queryRaw<Operations[]>(operationsQuery(now));
  if (!row) throw new Error("the database answered nothing; expected one row of counts");
  return row;
}

/**
 * Reads all counts in one statement. Each part uses an index on open rows (tasks by due day and next rung, notices by state), so that settled rows
 * cost nothing. test/records/operations.test.ts verifies the plans.
 */
export function operationsQuery(now: Date): Prisma.Sql {
  const behind = new Date(now.getTime() - graceMs);
  const soon = new Date(now.getTime() + 86_400_000);
  return Prisma.sql`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('step', step, 'n', n) order by step), '[]') from (
        select t.step, count(*)::int as n from task t
        where t.settled_at is null and ${isLateAt(now)} group by t.step) by_step) as late,
      (select count(*)::int from task t where t.settled_at is null and t.due_at >= ${now} and t.due_at < ${soon}) as "dueSoon",
      (select count(*)::int from task t where t.poison is not null and t.settled_at is null) as "setAside",
      coalesce(rungs.n, 0) as "rungsBehind", coalesce(rungs.rounds, 0) as "roundsBehind", rungs.oldest as "rungDueSince",
      (select coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'n', n) order by channel), '[]') from (
        select n.channel, count(*)::int as n from notice n
        where n.state = 'queued' and n.send_at <= ${now} group by n.channel) by_channel) as queued,
      (select min(n.send_at) from notice n where n.state = 'queued' and n.send_at <= ${now}) as "queuedSince",
      (select count(*)::int from nudge) as nudges, (select min(created_at) from nudge) as "nudgedSince",
      (select count(*)::int from organization where closed_at is null) as organizations
    from (select count(*)::int as n, count(distinct t.round)::int as rounds, min(t.next_at) as oldest
          from task t where t.next_at < ${behind}) rungs`;
}

/** Id of the log's last line. */
export async function lastEventId(tx: Statements): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`select coalesce(max(id), 0) as id from event`;
  return row?.id ?? 0n;
}

/** Number of acts since a line of the log, by verb, and the last line counted. @param limit maximum number of lines */
export async function actsSince(
  tx: Statements,
  after: bigint,
  limit: number,
): Promise<{ last: bigint; acts: { verb: string; n: number }[] }> {
  const rows = await tx.$queryRaw<{ verb: string; n: number; last: bigint }[]>`
    select verb, count(*)::int as n, max(id) as last from (
      select id, verb from event where id > ${after} order by id limit ${limit}) recent group by verb order by verb`;
  let last = after;
  for (const row of rows) if (row.last > last) last = row.last;
  return { last, acts: rows.map(({ verb, n }) => ({ verb, n })) };
}
