import { Prisma, type Statements } from "../../prisma/client.ts";
import { hasNotEndedAt } from "../roster/held.ts";

/** What still keeps notices from leaving: rounds that have not spoken, and since when one has waited long enough for them. */
export interface Unbundled {
  /** An older one has waited long enough. */
  routine: Date;
  emergency: Date;
  /** Shards of organizations of which a round is still to speak at this instant. */
  shards: readonly number[];
}

/** A rung that comes so soon (milliseconds) is one instant for whoever reads it. */
const soon = 60_000;

/** It has not waited too long for what its own task's round is still to say of it, which comes at this instant: whatever leaves at one instant about one task is one message. */
const awaitsItsRound = ({ routine, emergency }: Unbundled, now: Date): Prisma.Sql => Prisma.sql`
  case when n.urgency = 'emergency' then n.send_at > ${emergency} and speaking.next_at <= ${now}
       else n.send_at > ${routine} and speaking.next_at <= ${new Date(now.getTime() + soon)} end`;

/**
 * A round is still to speak in an organization in which the reader of notice `n` has a role: they may be told more at this instant. The
 * notice's own organization is looked at first, which is one look and for most readers the only one.
 */
const readerAwaitsRounds = (shards: readonly number[], now: Date): Prisma.Sql => Prisma.sql`(
  (select o.shard from organization o where o.id = n.organization_id) = any(${[...shards]}::int[])
  or exists(select 1 from holding h join organization o on o.id = h.organization_id
            where h.person_id = n.person_id and h.organization_id <> n.organization_id and o.shard = any(${[...shards]}::int[])
              and ${hasNotEndedAt(now)}))`;

/** New ones wait: a routine one for what else its reader is to be told at this instant, any for its own task's round. */
export const bundled = (since: Unbundled, now: Date): Prisma.Sql => Prisma.sql`n.attempts = 0 and (
  (n.urgency = 'routine' and n.send_at > ${since.routine} and ${readerAwaitsRounds(since.shards, now)})
  or exists(select 1 from task speaking where speaking.id = n.task_id and ${awaitsItsRound(since, now)}))`;

/**
 * Rounds that have something to say at an instant: each is sought by the one before it, for there are few rounds and many tasks.
 * What is settled has no next instant and is not in the index by which they are sought.
 * @param among those that were behind a moment ago @default all
 */
export async function roundsSpeaking(tx: Statements, now: Date, among?: readonly string[]): Promise<string[]> {
  // "offset 0": each round is looked up by the index, whatever the statistics say of a city that has just been written.
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

/** When rounds will have spoken for whom notices of this shard wait: now, or soon; null: none waits. */
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
