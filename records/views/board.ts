import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { statutorySteps } from "../../domain/desk/danger.ts";
import type { BoardView } from "../../domain/desk/filter.ts";
import { opinionKind } from "../../domain/procedures/kinds/opinion.ts";
import type { Severity } from "../../domain/procedures/severity.ts";
import { needsHelp, type Outlook, outlooks } from "../../domain/tasks/outlook.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import { doing, type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import type { Role, Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isHeldAt, isStayingAt } from "../roster/held.ts";
import { byOrganization } from "../rows.ts";
import { isByClock, isLateAt } from "../tasks/lateness.ts";
import { askedDueIn, wordingColumn } from "../tasks/tasks.ts";
import {
  type DoubtfulOrganization,
  doubtfulOrganizations,
  type ReachedHolders,
  unreachableTasks,
} from "../tasks/unreachable.ts";
import { amongst, type BoardScope, openTasks, organizationsWithin, tasksAmongst, within } from "./board-scope.ts";
import type { OrganizationName } from "./pages.ts";

export type { BoardScope };

export interface BoardRow {
  id: string;
  organizationId: string;
  organization: string;
  zone: Zone;
  duty: string;
  step: string;
  /** Facts on which its wording depends. */
  facts: Facts;
  subject: string;
  state: TaskState;
  dueAt: Date;
  /** The due instant shown to the doer: before a statutory day off, the last workday, as long as that is still to come. */
  askedDue: Date;
  /** Since when it has been with the verifier. */
  submittedAt: Date | null;
  /** When the verifier's ladder is due. */
  climbDueAt: Date;
  /** Number of tasks that it waits for; meanwhile its term does not run. */
  waitsFor: number;
  /** Its term is counted from their end. */
  floating: boolean;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
  roles: Role[];
  personId: string | null;
  passedById: string | null;
  verifier: Role | null;
  didIds: string[];
  /** Severity of its case. */
  severity: Severity | null;
  /** When somebody of the organization last acted on it. */
  lastContactAt: Date | null;
  /** The doer's last progress report, and whether a supervisor has answered it. */
  outlook: Outlook | null;
  outlookNote: string | null;
  outlookAnsweredAt: Date | null;
  poison: string | null;
}

/** Up to this many organizations are looked up one by one. */
const fewOrganizations = 40;

export type BoardCounts = Record<Exclude<BoardView, "unreachable"> | "open" | "organizations", number>;

/** Figures of the board. Each uses an index of its own: open rows of a city are counted without being read. */
export async function boardCounts(
  tx: Tx,
  scope: BoardScope,
  now: Date,
  /** Number of organizations in the scope that are not closed, if known. */
  known: number | null = null,
): Promise<BoardCounts> {
  const from = openTasks(scope);
  const figure = (view: Exclude<BoardView, "unreachable">): Prisma.Sql =>
    Prisma.sql`(select count(*)::int from ${from} and ${of(view, now)}) as ${Prisma.raw(view)}`;
  const organizations = scope.duty
    ? Prisma.sql`(select count(distinct t.organization_id)::int from ${from})`
    : known !== null
      ? Prisma.sql`${known}::int`
      : Prisma.sql`(select count(*)::int from organization o where o.closed_at is null and ${organizationsWithin(scope)})`;
  const [row] = await tx.$queryRaw<BoardCounts[]>`
    select (${openCounted(scope)}) as open, ${organizations} as organizations,
      ${figure("late")}, ${figure("risk")}, ${figure("verdict")}, ${figure("asked")}, ${figure("aside")}`;
  return row ?? { open: 0, organizations: 0, late: 0, risk: 0, verdict: 0, asked: 0, aside: 0 };
}

/** SQL: number of open tasks in a scope. Without another condition it is read from the kept counts. */
function openCounted(scope: BoardScope): Prisma.Sql {
  const { organizationIds, search, duty, district, type, severity, dueBy } = scope;
  const isPart = search !== "" || duty !== "" || district || type || severity || dueBy;
  return isPart || (organizationIds !== null && organizationIds.length <= fewOrganizations)
    ? Prisma.sql`select count(*)::int from ${openTasks(scope)}`
    : Prisma.sql`select coalesce(sum(t.change), 0)::int from open_count t where ${tasksAmongst(organizationIds)}`;
}

/** A page of one table, most urgent first. */
export async function boardRows(
  tx: Tx,
  view: Exclude<BoardView, "unreachable">,
  scope: BoardScope,
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<BoardRow[]> {
  return tx.$queryRaw<BoardRow[]>`
    select ${columns(now)} from (${boardTasks(view, scope, now, { limit, offset })}) found
    join task t on t.id = found.id join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    order by found.place`;
}

/** Ids and positions of the tasks of a page of one table. */
export function boardTasks(
  view: Exclude<BoardView, "unreachable">,
  scope: BoardScope,
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Prisma.Sql {
  const order = view === "verdict" ? Prisma.sql`t.climb_due_at` : urgency(Prisma.sql`severe.severity`);
  // For late tasks of a city only index columns are read; its few grave cases have an index of their own.
  return Prisma.sql`
      select t.id, row_number() over (order by ${order}, t.id) as place
      from (select t.id, t.case_id, t.duty, t.step, t.due_at, t.climb_due_at from ${openTasks(scope)} and ${of(view, now)}) t
      left join (
        select id, facts->>'severity' as severity from "case"
        where state = 'open' and facts->>'severity' in ('critical', 'major')) severe on severe.id = t.case_id
      order by place limit ${limit} offset ${offset}`;
}

/** SQL of `byUrgency` (domain/desk/danger.ts): by severity, statutory deadline and due day. */
const urgency = (severity: Prisma.Sql): Prisma.Sql => Prisma.sql`
  case ${severity} when 'critical' then 0 when 'major' then 1 else 2 end,
  t.duty || '/' || t.step <> all(${[...statutorySteps]}::text[]), t.due_at`;

/** Organizations of a scope with an unreachable person; lists of unreachable tasks start from them. */
export type Doubtful = readonly DoubtfulOrganization[];
export const doubtfulIn = (tx: Tx, { organizationIds }: BoardScope, now: Date): Promise<Doubtful> =>
  doubtfulOrganizations(tx, amongst(organizationIds), now);

/** What the caller already knows about who can be reached. */
export interface KnownReach {
  doubtful: Doubtful;
  holders(organizationIds: readonly string[]): Promise<ReachedHolders>;
}

/** Ids of open tasks none of whose doers has a working address. */
export async function unreachableIn(tx: Tx, scope: BoardScope, now: Date, known?: KnownReach): Promise<string[]> {
  const doubtful = known?.doubtful ?? (await doubtfulIn(tx, scope, now));
  return unreachableTasks(tx, within(scope), now, doubtful, known?.holders);
}

/** A page of {@link unreachableIn}, most urgent first. */
export async function unreachableRows(
  tx: Tx,
  ids: readonly string[],
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<BoardRow[]> {
  if (ids.length <= offset) return [];
  return tx.$queryRaw<BoardRow[]>`
    select ${columns(now)} from (
      select t.id, row_number() over (order by ${urgency(Prisma.sql`c.facts->>'severity'`)}, t.id) as place
      from task t join "case" c on c.id = t.case_id
      where t.id = any(${[...ids]}::text[]) order by place limit ${limit} offset ${offset}) found
    join task t on t.id = found.id join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    order by found.place`;
}

/** Duties that have open tasks in the scope, for the filter. Each duty is looked up; nothing is counted. */
export async function boardDuties(tx: Tx, organizationIds: BoardScope["organizationIds"]): Promise<string[]> {
  const open = Prisma.sql`t.state in (${Prisma.join([...waiting])}) and ${tasksAmongst(organizationIds)}`;
  // For a few organizations all open tasks are read instead, which is less work than looking up each duty among the city's tasks.
  const rows = await tx.$queryRaw<{ duty: string }[]>(
    organizationIds !== null && organizationIds.length <= fewOrganizations
      ? Prisma.sql`select distinct t.duty from task t where ${open}`
      : Prisma.sql`select d.duty from unnest(${allDuties.map(({ number }) => number)}::text[]) d(duty)
          where exists (select 1 from task t where t.duty = d.duty and ${open})`,
  );
  return rows.map((row) => row.duty);
}

/** Organizations in the scope by name, at most `limit`. */
export async function boardOrganizations(
  tx: Tx,
  organizationIds: BoardScope["organizationIds"],
  limit: number,
): Promise<OrganizationName[]> {
  return tx.$queryRaw<OrganizationName[]>`
    select o.id, o.code, o.name, o.zone from organization o
    where o.closed_at is null and ${amongst(organizationIds)} order by o.pinyin, o.name, o.id limit ${limit}`;
}

/** The one organization of a code or of an exact name; null: none, or several of that name. */
export async function organizationNamed(
  tx: Tx,
  organizationIds: BoardScope["organizationIds"],
  named: string,
): Promise<OrganizationName | null> {
  const rows = await tx.$queryRaw<OrganizationName[]>`
    select o.id, o.code, o.name, o.zone from organization o
    where o.closed_at is null and ${amongst(organizationIds)} and (o.code = ${named} or o.name = ${named})
    order by (o.code = ${named}) desc limit 2`;
  const [first, second] = rows;
  return first && (!second || first.code === named) ? first : null;
}

/** Roles of a person by organization, now. */
export async function rolesHeld(tx: Tx, personId: string, now: Date): Promise<ReadonlyMap<string, Holder[]>> {
  const rows = await tx.$queryRaw<(Holder & { organizationId: string })[]>`
    select h.organization_id as "organizationId", h.person_id as "personId", h.role
    from holding h join person p on p.id = h.person_id join organization o on o.id = h.organization_id and o.closed_at is null
    where h.person_id = ${personId} and ${isHeldAt(now)}
      and ${isStayingAt(now)}`;
  return byOrganization(rows);
}

const columns = (
  now: Date,
): Prisma.Sql => Prisma.sql`t.id, t.organization_id as "organizationId", o.name as organization, o.zone, t.duty, t.step, ${wordingColumn}, c.subject,
  t.state, t.due_at as "dueAt", ${askedDueIn(now)} as "askedDue", t.submitted_at as "submittedAt", t.climb_due_at as "climbDueAt", t.waits_for as "waitsFor", t.floating, ${isByClock} as "byClock",
  t.roles, t.person_id as "personId", t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds", c.facts->>'severity' as severity,
  (select max(e.at) from event e where e.task_id = t.id and e.actor not in ('system', 'administrator')) as "lastContactAt",
  t.outlook, t.outlook_note as "outlookNote", t.outlook_answered_at as "outlookAnsweredAt", t.poison`;

/** Duties whose cases a requester starts. */
const answering = allDuties.filter((duty) => duty.kind === opinionKind).map(({ number }) => number);

function of(view: Exclude<BoardView, "unreachable">, now: Date): Prisma.Sql {
  if (view === "late") return isLateAt(now);
  if (view === "asked") return Prisma.sql`(t.duty in (${Prisma.join(answering)}) and t.step <> 'collect')`;
  if (view === "risk")
    return Prisma.sql`(t.outlook in (${Prisma.join(outlooks.filter(needsHelp))}) and t.state in (${Prisma.join([...doing])}))`;
  return view === "verdict" ? Prisma.sql`t.state = 'submitted'` : Prisma.sql`t.poison is not null`;
}

/** Districts that have organizations; the statement steps from one to the next by the index. */
export async function districtsKnown(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ district: string | null }[]>`
    with recursive known as (
      select min(district) as district from organization where district > ''
      union all
      select (select min(o.district) from organization o where o.district > k.district) from known k where k.district is not null)
    select district from known where district is not null`;
  return rows.flatMap(({ district }) => district ?? []);
}
