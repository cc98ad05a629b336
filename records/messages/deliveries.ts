import { sparingChannels } from "../../domain/channels/index.ts";
import type { Part } from "../../domain/messages/message.ts";
import type { SentCount, SentToday } from "../../domain/messages/routine-day.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import {
  channels as allChannels,
  type Channel,
  type LanguageCode,
  type Role,
  type Shape,
  type Urgency,
  type Zone,
} from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { hasLeftAt, isHeldAt } from "../roster/held.ts";
import { rowsOf } from "../rows.ts";
import { bundled, type Unbundled } from "./bundling.ts";
import type { NoticeDetails } from "./notices.ts";

/** A due notice, with everything that decides whether it is still to be sent. All of it is read again in the claiming transaction. */
export interface ClaimedNotice {
  id: string;
  taskId: string;
  caseId: string;
  organizationId: string;
  personId: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  whileStates: string[];
  dueRevision: number;
  details: NoticeDetails;
  step: string;
  sendAt: Date;
  notAfter: Date | null;
  attempts: number;
  deliveryId: string | null;
  /** Provider reference, outcome and time of the earlier attempt. */
  reference: string | null;
  earlierState: string | null;
  earlierAt: Date | null;
  /** Trace of the transaction that wrote the notice; null: not traced. */
  trace: string | null;
  personName: string;
  language: LanguageCode;
  /** The hour at which the reader prefers routine notices; null: no preference. */
  dailyHour: number | null;
  routineChannel: string | null;
  /** The reader's address for the notice's channel, and whether it works; null: they have none. */
  to: string | null;
  toState: string | null;
  /** Other channels that reach the reader; read only if this one does not. */
  otherwise: Channel[];
  /** For a channel that sends sparingly: no other channel reaches the reader. */
  alone: boolean;
  left: boolean;
  /** Roles that the reader now holds in the organization. */
  holds: Role[];
  organizationName: string;
  zone: Zone;
  paused: boolean;
  duty: string;
  taskStep: string;
  taskState: TaskState;
  openedAt: Date;
  taskDueRevision: number;
  dueAt: Date;
  climbDueAt: Date;
  personOfTask: boolean;
  /** Roles of the doer and of the verifier, by which the ladder finds recipients. */
  roles: Role[];
  taskPersonId: string | null;
  passedById: string | null;
  verifier: Role | null;
  didIds: string[];
  policy: string;
  verifierPolicy: string;
  facts: Record<string, unknown>;
  subject: string;
  /** Severity of the case; null: none was given. */
  severity: string | null;
  /** The circular that the case is about; null: none. */
  circularId: string | null;
  /** Requested new due instant of a pending extension. */
  askedUntil: Date | null;
}

/** Shards with queued notices, and since when. A worker that starts with other channels than before wakes the couriers of all of them. */
export async function queuedShards(tx: Statements): Promise<{ shard: number; at: Date }[]> {
  return tx.$queryRaw<{ shard: number; at: Date }[]>`
    select shard, min(send_at) as at from notice where state = 'queued' group by shard`;
}

/** Ids of those of the given couriers in whose shards a notice is due. */
export async function couriersDue(tx: Statements, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from unnest(${[...ids]}::text[]) as c(id)
    where exists(select 1 from notice n where n.shard = substring(c.id from 'courier-(.*)')::int and n.state = 'queued' and n.send_at <= ${now})`;
  return rows.map(({ id }) => id);
}

/** SQL: the notice's channel has a transport; no condition if all channels have one. */
export const onChannels = (channels: readonly Channel[]): Prisma.Sql =>
  channels.length === allChannels.length ? Prisma.empty : Prisma.sql`and n.channel = any(${[...channels]}::text[])`;

/**
 * Claims due notices in a shard: those of the readers of the first `page` notices, all of each reader. They are locked; notices that another claim
 * has locked are skipped.
 * @param unbundled state of the rounds; notices that wait to be bundled are left
 * @param channels channels that have a transport; notices of others are held
 * @param off channels that are switched off; their notices go over another channel
 */
export async function claimNotices(
  tx: Statements,
  shard: number,
  now: Date,
  page: number,
  unbundled: Unbundled | null = null,
  channels: readonly Channel[] = allChannels,
  off: readonly Channel[] = [],
): Promise<ClaimedNotice[]> {
  const carried = onChannels(channels);
  const ripe = unbundled ? Prisma.sql`${carried} and not (${bundled(unbundled, now)})` : carried;
  // Two statements: in one join, PostgreSQL scanned the readers for each notice.
  const readers = await tx.$queryRaw<{ id: string }[]>`
    select distinct person_id as id from (
      select n.person_id from notice n where n.shard = ${shard} and n.state = 'queued' and n.send_at <= ${now}
        ${ripe}
      order by n.send_at limit ${page}) as first`;
  if (readers.length === 0) return [];
  return tx.$queryRaw<ClaimedNotice[]>`
    with due as materialized (
      select n.* from notice n
      where n.person_id = any(${readers.map(({ id }) => id)}::text[]) and n.shard = ${shard} and n.state = 'queued'
        and n.send_at <= ${now} ${ripe}
      for update of n skip locked)
    select n.id, n.task_id as "taskId", n.case_id as "caseId", n.organization_id as "organizationId", n.person_id as "personId",
      n.channel, n.shape, n.part, n.urgency, n.while_states as "whileStates", n.due_revision as "dueRevision", n.details, n.step, n.send_at as "sendAt",
      n.not_after as "notAfter", n.attempts, n.delivery_id as "deliveryId", d.reference, d.state as "earlierState",
      d.created_at as "earlierAt", n.trace,
      p.name as "personName", p.language, p.daily_hour as "dailyHour", p.routine_channel as "routineChannel", a.value as "to", a.state as "toState",
      case when a.state = 'ok' and p.routine_channel is null and n.channel <> all(${[...off]}::text[]) then '{}' else array(
        select o.channel from address o where o.person_id = p.id and o.channel <> n.channel and o.state = 'ok') end as otherwise,
      n.channel = any(${[...sparingChannels]}::text[]) and not exists (
        select 1 from address o where o.person_id = p.id and o.channel <> n.channel and o.state = 'ok') as alone,
      ${hasLeftAt(now)} as left,
      array(select h.role from holding h where h.person_id = p.id and h.organization_id = n.organization_id and ${isHeldAt(now)}) as holds,
      o.name as "organizationName", o.zone, o.paused_at is not null as paused,
      t.duty, t.step as "taskStep", t.state as "taskState", t.opened_at as "openedAt", t.due_revision as "taskDueRevision", t.due_at as "dueAt",
      t.climb_due_at as "climbDueAt", t.person_id = p.id as "personOfTask", t.roles, t.person_id as "taskPersonId",
      t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds", t.policy, t.verifier_policy as "verifierPolicy", t.facts, c.subject,
      c.facts->>'severity' as severity, c.circular_id as "circularId", t.asked_until as "askedUntil"
    from due n
    join person p on p.id = n.person_id join organization o on o.id = n.organization_id
    join task t on t.id = n.task_id join "case" c on c.id = n.case_id
    left join address a on a.person_id = n.person_id and a.channel = n.channel
    left join delivery d on d.id = n.delivery_id
    order by n.person_id, n.channel, t.due_at, n.id`;
}

export interface NewDelivery {
  id: string;
  personId: string;
  channel: Channel;
  reference: string;
  run: string;
  routine: boolean;
  place: number;
  noticeIds: readonly string[];
}

/** Inserts deliveries in state `sending`, before anything is sent. */
export async function openDeliveries(tx: Statements, deliveries: readonly NewDelivery[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.$executeRaw`
    insert into delivery (id, person_id, channel, reference, state, run, routine, place, created_at)
    select r.id, r."personId", r.channel, r.reference, 'sending', r.run, r.routine, r.place, ${now}
    from jsonb_to_recordset(${rowsOf(deliveries)})
      as r(id text, "personId" text, channel text, reference text, run text, routine bool, place int)`;
  const claims = deliveries.flatMap(({ id, noticeIds }) => noticeIds.map((notice) => ({ notice, id })));
  await tx.$executeRaw`
    update notice n set state = 'sending', delivery_id = r.id, attempts = n.attempts + 1
    from jsonb_to_recordset(${rowsOf(claims)}) as r(notice text, id text) where n.id = r.notice`;
}

/** A delivery that is about to be handed to its provider. */
export interface HandedOver {
  id: string;
  /** Its position, from 1, in the order in which this run hands deliveries over. */
  place: number;
  /** Notices that it carries. */
  noticeIds: readonly string[];
}

/** The run of a shard's courier that hands deliveries over. */
export interface Courier {
  shard: number;
  run: string;
}

/** From now on only this run may hand over deliveries of the shard. A run that was given up but still works is refused. */
export async function beginHandOver(tx: Statements, { shard, run }: Courier): Promise<void> {
  await tx.$executeRaw`
    insert into hand_over (shard, run, through) values (${shard}, ${run}, 0)
    on conflict (shard) do update set run = excluded.run, through = 0`;
}

/**
 * Marks deliveries as handed over. Their notices are checked once more: a delivery about which somebody acted since it was claimed stays, and the
 * notices that still apply are claimed again.
 * @param next in the order of their positions, without gaps
 * @returns ids of those that stay; null: another run hands over now, and none of them may be sent
 */
export async function handOver(
  db: Statements,
  { shard, run }: Courier,
  next: readonly HandedOver[],
  now: Date,
): Promise<Set<string> | null> {
  const through = next.at(-1)?.place ?? 0;
  const notices = next.flatMap(({ noticeIds }) => noticeIds);
  const [row] = await db.$queryRaw<{ mine: boolean; overtaken: string[] }[]>`
    with mark as (update hand_over set through = ${through} where shard = ${shard} and run = ${run} returning shard)
    select exists(select 1 from mark) as mine, array(
      select distinct n.delivery_id from notice n
      join task t on t.id = n.task_id join person p on p.id = n.person_id join organization o on o.id = n.organization_id
      where n.id = any(${notices}::text[]) and (
        n.due_revision <> t.due_revision or (cardinality(n.while_states) > 0 and t.state <> all(n.while_states)) or o.paused_at is not null
        or (${hasLeftAt(now)} and n.part <> 'asker'))) as overtaken`;
  if (!row?.mine) return null;
  const stays = new Set(row.overtaken);
  const detail = "somebody acted before it was handed over; what is still true goes out now";
  await finishDeliveries(
    db,
    next.flatMap(({ id, noticeIds }): Finished[] =>
      stays.has(id)
        ? [{ id, noticeIds, handed: false, state: "failed", provider: "", code: "OVERTAKEN", detail, again: now }]
        : [],
    ),
    now,
  );
  return stays;
}

export interface Finished {
  id: string;
  /** Notices that it carries. */
  noticeIds: readonly string[];
  /** It was handed to its provider, or may have been. */
  handed: boolean;
  state: "sent" | "failed" | "refused" | "unknown";
  provider: string;
  code: string;
  detail: string;
  /** When the notices of a failed or unknown delivery are tried again; null: not again. */
  again: Date | null;
}

/**
 * Records outcomes. Notices of interrupted deliveries are queued again, those of refused ones are dropped. Outcomes that another run has recorded
 * meanwhile are kept: a delivery with an unknown outcome was sent again.
 */
export async function finishDeliveries(tx: Statements, finished: readonly Finished[], now: Date): Promise<void> {
  if (finished.length === 0) return;
  const deliveries = finished.map(({ noticeIds: _, again: __, ...one }) => one);
  // With literal ids PostgreSQL uses the index; with a join it scans the whole table as long as it has no statistics.
  const ids = deliveries.map(({ id }) => id);
  const notices = finished.flatMap(({ id, noticeIds, state, again }) =>
    noticeIds.map((notice) => ({ notice, id, state, again })),
  );
  await tx.$executeRaw`
    with outcome as (
      update delivery d set state = r.state, provider = r.provider, code = r.code, detail = r.detail, finished_at = ${now},
        handed_at = case when r.handed then coalesce(d.handed_at, ${now}) end
      from jsonb_to_recordset(${rowsOf(deliveries)}) as r(id text, handed bool, state text, provider text, code text, detail text)
      where d.id = any(${ids}::text[]) and d.id = r.id and d.state = 'sending'),
    carried as (
      update notice n set
        state = case when r.state = 'sent' then 'sent' when r.again is not null then 'queued' else 'dropped' end,
        dropped = case when r.state = 'sent' or r.again is not null then n.dropped
                       when r.state = 'refused' then 'refused' else 'undeliverable' end,
        send_at = coalesce(r.again, n.send_at)
      from jsonb_to_recordset(${rowsOf(notices)}) as r(notice text, id text, state text, again timestamptz)
      where n.id = any(${notices.map(({ notice }) => notice)}::text[]) and n.id = r.notice and n.delivery_id = r.id
        and (n.state = 'sending') is true)
    select 1`;
}

export async function dropNotices(tx: Statements, dropped: readonly { id: string; why: string }[]): Promise<void> {
  if (dropped.length === 0) return;
  await tx.$executeRaw`
    update notice n set state = 'dropped', dropped = r.why
    from jsonb_to_recordset(${rowsOf(dropped)}) as r(id text, why text) where n.id = r.id`;
}

export async function holdNotices(tx: Statements, held: readonly { id: string; until: Date }[]): Promise<void> {
  if (held.length === 0) return;
  await tx.$executeRaw`
    update notice n set send_at = r.until
    from jsonb_to_recordset(${rowsOf(held)}) as r(id text, until timestamptz) where n.id = r.id`;
}

/** Moves notices to another channel, unless the same notice exists there already. */
export async function switchChannel(tx: Statements, ids: readonly string[], channel: Channel): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    update notice n set channel = ${channel} where n.id = any(${[...ids]}::text[])
      and not exists (select 1 from notice o where o.task_id = n.task_id and o.step = n.step and o.person_id = n.person_id
                      and o.channel = ${channel})
    returning id`;
  return rows.map((row) => row.id);
}

export interface CutOff {
  id: string;
  noticeIds: string[];
  personId: string;
  channel: Channel;
  reference: string;
  createdAt: Date;
  /** False: it cannot have been sent. */
  handed: boolean;
  to: string | null;
}

/** Deliveries that another run left in state `sending`, whose outcome is therefore unknown. They are found by their notices. */
export async function cutOffDeliveries(tx: Statements, shard: number, run: string): Promise<CutOff[]> {
  return tx.$queryRaw<CutOff[]>`
    with carried as (
      select delivery_id, array_agg(id order by id) as ids from notice
      where shard = ${shard} and state = 'sending' group by delivery_id)
    select d.id, n.ids as "noticeIds", d.person_id as "personId", d.channel, d.reference, d.created_at as "createdAt",
           (d.handed_at is not null or coalesce(h.run = d.run and d.place <= h.through, false)) as handed, a.value as "to"
    from carried n join delivery d on d.id = n.delivery_id left join address a on a.person_id = d.person_id and a.channel = d.channel
      left join hand_over h on h.shard = ${shard}
    where d.state = 'sending' and d.run <> ${run} order by d.id for update of d`;
}

/** For each person who was sent a message with routine notices since `since`: the tasks in it, each with its message shapes. */
export async function sentToday(
  tx: Statements,
  personIds: readonly string[],
  since: Date,
  daily: readonly Channel[],
): Promise<ReadonlyMap<string, SentToday>> {
  const told = new Map<string, Map<string, Set<string>>>();
  if (personIds.length === 0) return told;
  const rows = await tx.$queryRaw<{ personId: string; taskId: string | null; shape: string | null }[]>`
    select distinct d.person_id as "personId", n.task_id as "taskId", n.shape
    from delivery d left join notice n on n.person_id = d.person_id and n.delivery_id = d.id and n.urgency = 'routine'
    where d.person_id = any(${[...personIds]}::text[]) and d.channel = any(${[...daily]}::text[]) and d.created_at >= ${since} and d.routine
      and d.state in ('sent', 'delivered', 'sending', 'unknown')`;
  for (const { personId, taskId, shape } of rows) {
    const tasks = told.get(personId) ?? new Map<string, Set<string>>();
    told.set(personId, tasks);
    if (taskId && shape) tasks.set(taskId, (tasks.get(taskId) ?? new Set()).add(shape));
  }
  return told;
}

/** Which of these people had a message about which of these circulars since `since`, whatever its urgency. */
export async function sentOfCirculars(
  tx: Statements,
  wanted: readonly { personId: string; circularId: string }[],
  since: Date,
  daily: readonly Channel[],
): Promise<{ personId: string; circularId: string }[]> {
  if (wanted.length === 0) return [];
  const people = [...new Set(wanted.map(({ personId }) => personId))];
  const circulars = [...new Set(wanted.map(({ circularId }) => circularId))];
  return tx.$queryRaw<{ personId: string; circularId: string }[]>`
    select distinct d.person_id as "personId", c.circular_id as "circularId"
    from delivery d join notice n on n.person_id = d.person_id and n.delivery_id = d.id join "case" c on c.id = n.case_id
    where d.person_id = any(${people}::text[]) and d.channel = any(${[...daily]}::text[]) and d.created_at >= ${since}
      and c.circular_id = any(${circulars}::text[]) and d.state in ('sent', 'delivered', 'sending', 'unknown')`;
}

/** Number of messages with routine notices that people were sent in a week and on its last day, by `person/channel`. */
export async function sentInWeek(
  tx: Statements,
  personIds: readonly string[],
  since: { week: Date; today: Date },
  sparing: readonly Channel[],
): Promise<ReadonlyMap<string, SentCount>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(SentCount & { key: string })[]>`
    select d.person_id || '/' || d.channel as key, count(*)::int as week,
      (count(*) filter (where d.created_at >= ${since.today}))::int as today
    from delivery d where d.person_id = any(${[...personIds]}::text[]) and d.channel = any(${[...sparing]}::text[])
      and d.created_at >= ${since.week} and d.routine and d.state in ('sent', 'delivered', 'sending', 'unknown') group by 1`;
  return new Map(rows.map(({ key, ...count }) => [key, count]));
}
