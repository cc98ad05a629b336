import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { opinionKind } from "../../domain/procedures/kinds/opinion.ts";
import { needsHelp, type Outlook, outlooks } from "../../domain/tasks/outlook.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import { doing, type TaskState } from "../../domain/tasks/task-states.ts";
import type { Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { byOrganization } from "../rows.ts";
import { isLateAt } from "../tasks/lateness.ts";
import { askedDueIn, wordingColumn } from "../tasks/tasks.ts";
import { unreachableTasks } from "../tasks/unreachable.ts";
import type { OrganizationName } from "./pages.ts";

/** Which tasks a board may show. */
export interface BoardScope {
  /** Organizations of the one who looks; null: all. */
  organizationIds: readonly string[] | null;
  /** A part of an organization's name, or its code. */
  search: string;
  /** Number of a duty; empty: all. */
  duty: string;
}

export interface BoardRow {
  id: string;
  organizationId: string;
  organization: string;
  zone: Zone;
  duty: string;
  step: string;
  /** By which it is worded. */
  facts: Facts;
  subject: string;
  state: TaskState;
  dueAt: Date;
  /** By when it is asked: the last workday before a law's day off, while that is to come. */
  askedDue: Date;
  /** Since when it is with the verifier. */
  submittedAt: Date | null;
  /** When the verifier's ladder is due. */
  climbDueAt: Date;
  /** How many other tasks it waits for: its time does not run. */
  waitsFor: number;
  doer: string | null;
  /** What its doer reported last, and whether a supervisor has answered. */
  outlook: Outlook | null;
  outlookNote: string | null;
  outlookAnsweredAt: Date | null;
  poison: string | null;
}

export const boardViews = ["late", "risk", "verdict", "asked", "unreachable", "aside"] as const;
export type BoardView = (typeof boardViews)[number];

export type BoardCounts = Record<Exclude<BoardView, "unreachable"> | "open" | "organizations", number>;

export async function boardCounts(tx: Tx, scope: BoardScope, now: Date): Promise<BoardCounts> {
  const [row] = await tx.$queryRaw<BoardCounts[]>`
    select count(*)::int as open, count(distinct t.organization_id)::int as organizations,
      count(*) filter (where ${of("late", now)})::int as late, count(*) filter (where ${of("risk", now)})::int as risk, count(*) filter (where ${of("verdict", now)})::int as verdict,
      count(*) filter (where ${of("asked", now)})::int as asked, count(*) filter (where ${of("aside", now)})::int as aside
    from task t join organization o on o.id = t.organization_id where t.settled_at is null and ${within(scope)}`;
  return row ?? { open: 0, organizations: 0, late: 0, risk: 0, verdict: 0, asked: 0, aside: 0 };
}

/** A page of one table: what is most urgent first. */
export async function boardRows(
  tx: Tx,
  view: Exclude<BoardView, "unreachable">,
  scope: BoardScope,
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<BoardRow[]> {
  const order = view === "verdict" ? Prisma.sql`t.climb_due_at` : Prisma.sql`t.due_at`;
  return tx.$queryRaw<BoardRow[]>`
    select ${columns(now)} from task t join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
      left join person p on p.id = t.person_id
    where t.settled_at is null and ${within(scope)} and ${of(view, now)}
    order by ${order}, t.id limit ${limit} offset ${offset}`;
}

/** Open tasks whose doer is nobody with a working address. */
export async function unreachableRows(tx: Tx, scope: BoardScope, now: Date): Promise<BoardRow[]> {
  const ids = await unreachableTasks(tx, within(scope), now);
  if (ids.length === 0) return [];
  return tx.$queryRaw<BoardRow[]>`
    select ${columns(now)} from task t join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
      left join person p on p.id = t.person_id
    where t.id = any(${ids}::text[]) order by t.due_at, t.id`;
}

/** Duties that have open tasks in the scope, for the filter. */
export async function boardDuties(tx: Tx, organizationIds: BoardScope["organizationIds"]): Promise<string[]> {
  const scope = { organizationIds, search: "", duty: "" };
  const rows = await tx.$queryRaw<{ duty: string }[]>`
    select distinct t.duty from task t join organization o on o.id = t.organization_id
    where t.settled_at is null and ${within(scope)}`;
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
    where o.closed_at is null and ${amongst(organizationIds)} order by o.name, o.id limit ${limit}`;
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
    where h.person_id = ${personId} and h.from_at <= ${now} and (h.until_at is null or h.until_at > ${now})
      and (p.left_at is null or p.left_at > ${now})`;
  return byOrganization(rows);
}

const columns = (
  now: Date,
): Prisma.Sql => Prisma.sql`t.id, t.organization_id as "organizationId", o.name as organization, o.zone, t.duty, t.step, ${wordingColumn}, c.subject,
  t.state, t.due_at as "dueAt", ${askedDueIn(now)} as "askedDue", t.submitted_at as "submittedAt", t.climb_due_at as "climbDueAt", t.waits_for as "waitsFor", p.name as doer,
  t.outlook, t.outlook_note as "outlookNote", t.outlook_answered_at as "outlookAnsweredAt", t.poison`;

/** Duties whose cases somebody asked for. */
const answering = allDuties.filter((duty) => duty.kind === opinionKind).map(({ number }) => number);

function of(view: Exclude<BoardView, "unreachable">, now: Date): Prisma.Sql {
  if (view === "late") return isLateAt(now);
  if (view === "asked") return Prisma.sql`(t.duty in (${Prisma.join(answering)}) and t.step <> 'collect')`;
  if (view === "risk")
    return Prisma.sql`(t.outlook in (${Prisma.join(outlooks.filter(needsHelp))}) and t.state in (${Prisma.join([...doing])}))`;
  return view === "verdict" ? Prisma.sql`t.state = 'submitted'` : Prisma.sql`t.poison is not null`;
}

function amongst(organizationIds: BoardScope["organizationIds"]): Prisma.Sql {
  if (organizationIds === null) return Prisma.sql`true`;
  return Prisma.sql`o.id = any(${[...organizationIds]}::text[])`;
}

function within({ organizationIds, search, duty }: BoardScope): Prisma.Sql {
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const named = search ? Prisma.sql`(o.name ilike ${like} or o.code = ${search})` : Prisma.sql`true`;
  const numbered = duty ? Prisma.sql`t.duty = ${duty}` : Prisma.sql`true`;
  return Prisma.sql`${amongst(organizationIds)} and ${named} and ${numbered}`;
}
