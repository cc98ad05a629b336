import { Prisma, type Statements } from "../../prisma/client.ts";
import { hasNotEndedAt } from "../roster/held.ts";

/** Conditions under which a notice waits to be bundled with others: rounds that are still writing, and how long a notice may wait for them. */
export interface Unbundled {
  /** Routine notices written before this instant wait no longer. */
  routine: Date;
  emergency: Date;
  /** Shards of organizations with a round that has not processed this instant yet. */
  shards: readonly number[];
}

/** In milliseconds. Rungs that are less than this apart count as one instant and are sent in one message. */
const soon = 60_000;

/**
 * SQL: notice `n` may still wait for the round of its own task, which has not processed this instant; all notices about a task at one instant are
 * sent in one message.
 */
const awaitsItsRound = ({ routine, emergency }: Unbundled, now: Date): Prisma.Sql => Prisma.sql`
  case when n.urgency = 'emergency' then n.send_at > ${emergency} and speaking.next_at <= ${now}
       else n.send_at > ${routine} and speaking.next_at <= ${new Date(now.getTime() + soon)} end`;

/**
 * SQL: the reader of notice `n` has a role in an organization with a round that has not processed this instant, so that more notices may follow. The
 * notice's own organization is checked first: for most readers it is the only one.
 */
const readerAwaitsRounds = (shards: readonly number[], now: Date): Prisma.Sql => Prisma.sql`(
  (select o.shard from organization o where o.id = n.organization_id) = any(${[...shards]}::int[])
  or exists(select 1 from holding h join organization o on o.id = h.organization_id
            where h.person_id = n.person_id and h.organization_id <> n.organization_id and o.shard = any(${[...shards]}::int[])
              and ${hasNotEndedAt(now)}))`;

/** SQL: a new notice waits. A routine one waits for other notices of its reader at this instant, any notice waits for its own task's round. */
export const bundled = (since: Unbundled, now: Date): Prisma.Sql => Prisma.sql`n.attempts = 0 and (
  (n.urgency = 'routine' and n.send_at > ${since.routine} and ${readerAwaitsRounds(since.shards, now)})
  or exists(select 1 from task speaking where speaking.id = n.task_id and ${awaitsItsRound(since, now)}))`;

/**
 * Rounds that have a rung to process at an instant. The statement steps from one round to the next by the index, because there are few rounds and
 * many tasks; settled tasks are not in that index.
 * @param among rounds that were behind a moment ago @default all
 */
export async function roundsDue(tx: Statements, now: Date, among?: readonly string[]): Promise<string[]> {
  // "offset 0" makes PostgreSQL look up each round by the index, even before it has statistics of newly written tasks.
  const speaks = Prisma.sql`exists(select 1 from task t where t.round = r.round and t.next_at <= ${now} offset 0)`;
  if (among) {
    if (among.length === 0) return [];
    const rows = await tx.$queryRaw<{ round: string }[]>`
      select r.round from unnest(${[...among]}::text[]) as r(round)
      where ${speaks}`;
    return rows.map(({ round }) => round);
  }
  const rows = await tx.$queryRaw<{ round: string }[]>`
    with recursive r(round) as (
      (select round from task where next_at is not null order by round limit 1)
      union all
      select (select t.round from task t where t.round > r.round and t.next_at is not null order by t.round limit 1)
      from r where r.round is not null)
    select r.round from r where r.round is not null and ${speaks}`;
  return rows.map(({ round }) => round);
}

/** When the rounds for which notices of this shard wait will have finished writing: now or soon. @returns null: no notice waits */
export async function roundsBehind(tx: Statements, shard: number, now: Date, since: Unbundled): Promise<Date | null> {
  const waiting = Prisma.sql`n.shard = ${shard} and n.state = 'queued' and n.send_at <= ${now} and n.attempts = 0`;
  const rows = await tx.$queryRaw<{ until: Date | null }[]>`
    select case
      when ${since.shards.length > 0}
       and exists(select 1 from notice n where ${waiting} and n.urgency = 'routine' and n.send_at > ${since.routine}) then ${now}
      else (select min(greatest(speaking.next_at, ${now})) from notice n join task speaking on speaking.id = n.task_id
            where ${waiting} and n.send_at > ${since.routine} and ${awaitsItsRound(since, now)}) end as until`;
  return rows[0]?.until ?? null;
}
