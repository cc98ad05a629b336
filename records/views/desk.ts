import type { Weighed } from "../../domain/desk/danger.ts";
import type { HeatCell } from "../../domain/desk/heat.ts";
import { needsHelp, outlooks } from "../../domain/tasks/outlook.ts";
import type { Duties } from "../../domain/tasks/people.ts";
import { doing, waiting } from "../../domain/tasks/task-states.ts";
import type { LocalDate, OrganizationType, Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isAwayAt, isHeldAt, isStayingAt } from "../roster/held.ts";
import { isByClock, isLateAt } from "../tasks/lateness.ts";
import { type TaskRow, taskColumns } from "../tasks/tasks.ts";
import type { Doubtful } from "./board.ts";
import { type BoardScope, isFew, openTasks, organizationsWithin, tasksAmongst, within } from "./board-scope.ts";

const does = Prisma.sql`t.state in (${Prisma.join([...doing])})`;
const helpless = Prisma.sql`(t.outlook in (${Prisma.join(outlooks.filter(needsHelp))}) and t.settled_at is null)`;

/** An open task that may be a danger. */
export interface DangerMark extends Weighed {
  organizationId: string;
}

/** A task as the desk shows it. */
export interface DeskRow extends TaskRow, Weighed {
  organization: string;
  district: string;
  subject: string;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
}

/** Literal, so that the partial index of these policies is used. */
const atNight = ["rectification-critical", "emergency", "incident-critical"];

/**
 * Open tasks that may be dangers: of critical cases, on ladders that send at night, reported at risk, or with a statutory deadline within a period.
 * Each group uses an index of its own; the domain decides which tasks are dangers. Not limited, and only the columns for that decision are read: on a
 * statutory day every organization may have one.
 * @param byLaw `duty/step` of steps with a statutory deadline
 * @param urgent names of the policies whose ladders send at night
 */
export async function dangerMarks(
  tx: Tx,
  scope: BoardScope,
  { from, to, byLaw, urgent }: { from: Date; to: Date; byLaw: readonly string[]; urgent: Iterable<string> },
): Promise<DangerMark[]> {
  // Of many organizations what each index finds is filtered below, once.
  const few = scope.organizationIds !== null && isFew(scope.organizationIds);
  const open = Prisma.sql`t.settled_at is null and t.waits_for = 0 ${few ? Prisma.sql`and ${tasksAmongst(scope.organizationIds)}` : Prisma.empty}`;
  const of = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`(select t.id from task t where ${open} and ${which})`;
  const own = [...urgent].filter((one) => !atNight.includes(one));
  return tx.$queryRaw<DangerMark[]>`
    select t.id, t.organization_id as "organizationId", t.policy, t.state, t.duty, t.step, t.due_at as "dueAt",
      t.waits_for as "waitsFor", t.outlook, t.outlook_answered_at as "outlookAnsweredAt", o.zone, c.facts->>'severity' as severity
    from (
      select t.id from "case" c join task t on t.case_id = c.id
      where c.state = 'open' and c.facts->>'severity' = 'critical' and ${open}
      union ${of(Prisma.sql`t.policy in (${Prisma.raw(atNight.map((one) => `'${one}'`).join(", "))})`)}
      ${own.length > 0 ? Prisma.sql`union ${of(Prisma.sql`t.policy = any(${own}::text[])`)}` : Prisma.empty}
      union ${of(helpless)}
      union ${of(Prisma.sql`t.due_at >= ${from} and t.due_at < ${to} and ${does}
        and t.duty || '/' || t.step = any(${[...byLaw]}::text[])`)}) d
    join task t on t.id = d.id join organization o on o.id = t.organization_id
    cross join lateral (select facts from "case" where id = t.case_id offset 0) c
    where ${within(scope)}`;
}

/** Tasks by id, as the desk shows them. */
export async function deskRows(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, DeskRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<DeskRow[]>`
    select ${shownColumns}
    from task t join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    where t.id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

const shownColumns = Prisma.sql`${taskColumns}, o.name as organization, o.district, o.zone, c.subject, c.facts->>'severity' as severity,
  ${isByClock} as "byClock"`;

/** A submitted task, with what decides who verifies it. */
export interface VerdictMark extends Duties {
  id: string;
  organizationId: string;
}

/**
 * Submitted tasks that may wait for a person's verdict, earliest verifier's day first: the person holds the verifier's role there, or no holder of it
 * is free to verify and the task escalates, or a holder is away. The domain decides whose verdict it is. Not limited, so that other people's tasks
 * cannot crowd out the person's own.
 */
export async function verdictMarks(tx: Tx, scope: BoardScope, personId: string, at: Date): Promise<VerdictMark[]> {
  const held = Prisma.sql`h.organization_id = t.organization_id and h.role = t.verifier
    and ${isHeldAt(at)}`;
  return tx.$queryRaw<VerdictMark[]>`
    select t.id, t.organization_id as "organizationId", t.duty, t.step, t.roles, t.person_id as "personId",
      t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds"
    from ${openTasks(scope)} and t.state = 'submitted' and (
      exists (select 1 from holding h where ${held} and h.person_id = ${personId})
      or not exists (
        select 1 from holding h join person p on p.id = h.person_id
        where ${held} and ${isStayingAt(at)} and h.person_id <> all(t.did_ids))
      or exists (select 1 from absence a where a.organization_id = t.organization_id and ${isAwayAt(at)}))
    order by t.climb_due_at, t.id`;
}

/** State of an organization with a problem. */
export interface StandingRow {
  id: string;
  district: string;
  late: number;
  untouched: number;
  lateSince: Date | null;
  lastContactAt: Date | null;
  atRisk: number;
  unreachable: boolean;
}

/** Organizations that have a late task or one at risk, or that cannot be reached. All others are in good order. */
export const standingRows = (tx: Tx, scope: BoardScope, now: Date, doubtful: Doubtful): Promise<StandingRow[]> =>
  tx.$queryRaw<StandingRow[]>`${standings(scope, now, doubtful)} order by o.ordinal`;

/** Number of organizations in the same state. */
export interface StandingSum extends Omit<StandingRow, "id" | "district"> {
  organizations: number;
}

/**
 * Numbers of organizations by state. Each group is described by one example: its `late` is 1 if anything is late, its `untouched` is 1 if all of that
 * is untouched, and its last contact is `now` if there was a recent one.
 * @param silentFrom the last instant that counts as long ago
 * @param recentContactFrom the first instant that counts as recent (domain/desk/standing.ts)
 */
export const standingSums = (
  tx: Tx,
  scope: BoardScope,
  now: Date,
  { doubtful, silentFrom, recentContactFrom }: { doubtful: Doubtful; silentFrom: Date; recentContactFrom: Date },
): Promise<StandingSum[]> =>
  tx.$queryRaw<StandingSum[]>`
    select count(*)::int as organizations, late, untouched, min(since) as "lateSince",
      case when recent then ${now}::timestamptz end as "lastContactAt", risk as "atRisk", unreachable
    from (
      select sign(s.late)::int as late, (s.late > 0 and s.untouched = s.late)::int as untouched, s."lateSince" as since,
        s."lateSince" <= ${silentFrom} as long,
        coalesce(s."lastContactAt" >= greatest(s."lateSince", ${recentContactFrom}::timestamptz), false) as recent, sign(s."atRisk")::int as risk, s.unreachable
      from (${standings(scope, now, doubtful)}) s) one
    group by late, untouched, long, recent, risk, unreachable`;

function standings(scope: BoardScope, now: Date, doubtful: Doubtful): Prisma.Sql {
  const among = tasksAmongst(scope.organizationIds);
  const mute = doubtful.flatMap((one) => (one.mute ? [one.id] : []));
  return Prisma.sql`
    select o.id, o.district, coalesce(sum(f.late), 0)::int as late, coalesce(sum(f.untouched), 0)::int as untouched,
      min(f.since) as "lateSince", o.heard_at as "lastContactAt", coalesce(sum(f.risk), 0)::int as "atRisk", bool_or(f.mute) as unreachable
    from (
      select t.organization_id as id, count(*) as late, count(*) filter (where t.state = 'open' and t.outlook is null and t.asked_until is null) as untouched,
        min(t.due_at) as since, 0 as risk, false as mute
      from task t where t.settled_at is null and ${isLateAt(now)} and ${among} group by t.organization_id
      union all
      select t.organization_id, 0, 0, null, count(*), false from task t
      where ${helpless} and ${does} and (t.outlook = 'blocked' or t.outlook_answered_at is null) and ${among} group by t.organization_id
      union all
      select m.id, 0, 0, null, 0, true from unnest(${mute}::text[]) m(id)) f
    join organization o on o.id = f.id
    where o.closed_at is null and ${organizationsWithin(scope)} group by o.id`;
}

/** Number of organizations in the scope that are not closed. */
export async function organizationsCounted(tx: Tx, scope: BoardScope): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from organization o where o.closed_at is null and ${organizationsWithin(scope)}`;
  return row?.n ?? 0;
}

export interface DueCount {
  day: LocalDate;
  due: number;
}

/** Number of open tasks that are due on each day of a period. */
export async function dueCounts(tx: Tx, scope: BoardScope, from: Date, to: Date, zone: Zone): Promise<DueCount[]> {
  return tx.$queryRaw<DueCount[]>`
    select to_char(t.due_at - interval '1 second', 'YYYY-MM-DD') as day, count(*)::int as due
    from (select t.due_at at time zone ${zone} as due_at
          from ${openTasks(scope)} and ${does} and t.waits_for = 0 and t.due_at >= ${from} and t.due_at <= ${to}) t
    group by 1 order by 1`;
}

/** Late tasks by duty, in each district or organization. */
export async function lateCells(
  tx: Tx,
  scope: BoardScope,
  by: "district" | "organization",
  now: Date,
): Promise<HeatCell[]> {
  const [row, label] =
    by === "district" ? [Prisma.sql`o.district`, Prisma.sql`o.district`] : [Prisma.sql`o.code`, Prisma.sql`o.name`];
  return tx.$queryRaw<HeatCell[]>`
    select ${row} as row, min(${label}) as label, t.duty as column, count(*)::int as count
    from task t join organization o on o.id = t.organization_id
    where t.settled_at is null and ${isLateAt(now)} and ${within(scope)} group by ${row}, t.duty`;
}

/** Telephone numbers of people, by id. */
export async function numbersOf(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; value: string }[]>`
    select person_id as id, value from address where channel = 'sms' and person_id = any(${[...personIds]}::text[])`;
  return new Map(rows.map(({ id, value }) => [id, value]));
}

/** An organization in a list of states. */
export interface StandingLine {
  id: string;
  code: string;
  name: string;
  zone: Zone;
  type: OrganizationType;
  /** When somebody of the organization last acted. For an organization without a recorded contact: when somebody last acted on an open task. */
  lastContactAt: Date | null;
}

const lineColumns = Prisma.sql`o.id, o.code, o.name, o.district, o.zone, o.type, coalesce(o.heard_at, (
  select max(e.at) from task t join event e on e.task_id = t.id
  where t.organization_id = o.id and t.state in (${Prisma.join([...waiting])}) and t.settled_at is null and e.actor not in ('system', 'administrator'))) as "lastContactAt"`;

export async function standingLines(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, StandingLine>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<StandingLine[]>`
    select ${lineColumns} from organization o where o.id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Organizations of the scope except the given ones, by name. */
export async function otherLines(
  tx: Tx,
  scope: BoardScope,
  but: readonly string[],
  { limit, offset }: { limit: number; offset: number },
): Promise<StandingLine[]> {
  return tx.$queryRaw<StandingLine[]>`
    select ${lineColumns} from (
      select * from organization o where o.closed_at is null and ${organizationsWithin(scope)} and o.id <> all(${[...but]}::text[])
      order by o.name, o.id limit ${limit} offset ${offset}) o order by o.name, o.id`;
}
