import { type BoardFilter, dueByOf } from "../../domain/desk/filter.ts";
import type { Severity } from "../../domain/procedures/severity.ts";
import { typedPinyin } from "../../domain/roster/pinyin.ts";
import type { OrganizationType, Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { literal } from "../like.ts";
import { isOfType } from "../roster/organizations.ts";

/** Which organizations and tasks a board may show, and which are asked for. */
export interface BoardScope {
  /** Organizations of the one who looks; null: all. */
  organizationIds: readonly string[] | null;
  /** A part of an organization's name, of its pinyin or its initials; or its code, or how that begins where it is nobody's. */
  search: string;
  /** Number of a duty; empty: all. */
  duty: string;
  district?: string;
  type?: OrganizationType;
  /** Of the case. */
  severity?: Severity;
  /** Tasks that are due by then. */
  dueBy?: Date;
}

/** So many ids are looked up one by one. */
const fewIds = 40;

/**
 * Organizations `o` of the one who looks. Of many ids PostgreSQL sorts the list anew for each row that it looks up by them; as a condition
 * that no index has it is hashed, once.
 */
export const amongst = (organizationIds: BoardScope["organizationIds"]): Prisma.Sql =>
  isAmong(Prisma.sql`o.id`, organizationIds);

/** The same of tasks `t`, for which their organizations need not be read. */
export const tasksAmongst = (organizationIds: BoardScope["organizationIds"]): Prisma.Sql =>
  isAmong(Prisma.sql`t.organization_id`, organizationIds);

const written = new WeakMap<readonly string[], string>();

/** Ids as PostgreSQL reads an array: a page asks by the same thousands of them some twenty times, and they are written once. */
function arrayOf(ids: readonly string[]): string {
  const known = written.get(ids);
  if (known !== undefined) return known;
  const array = `{${ids.map((id) => JSON.stringify(id)).join(",")}}`;
  written.set(ids, array);
  return array;
}

function isAmong(column: Prisma.Sql, organizationIds: BoardScope["organizationIds"]): Prisma.Sql {
  if (organizationIds === null) return Prisma.sql`true`;
  const ids = Prisma.sql`any(${arrayOf(organizationIds)}::text[])`;
  return organizationIds.length > fewIds ? Prisma.sql`(${column} || '') = ${ids}` : Prisma.sql`${column} = ${ids}`;
}

/** Organizations `o` that somebody means: by the index of their words first. */
function isNamed(search: string): Prisma.Sql {
  const letters = typedPinyin(search);
  const spelt = letters
    ? Prisma.sql`or (o.words @> search_words(${letters}) and o.pinyin like ${`%${literal(letters)}%`})`
    : Prisma.empty;
  return Prisma.sql`((o.words @> search_words(${search}) and (o.name ilike ${`%${literal(search)}%`} or o.code = ${search}
      or (o.code ilike ${`${literal(search)}%`} and not exists (select 1 from organization where code = ${search})))) ${spelt})`;
}

/** Organizations `o` that are asked for. */
export function organizationsWithin({ organizationIds, search, district, type }: BoardScope): Prisma.Sql {
  const named = search ? isNamed(search) : Prisma.sql`true`;
  const there = district ? Prisma.sql`o.district = ${district}` : Prisma.sql`true`;
  const such = type ? isOfType(type) : Prisma.sql`true`;
  return Prisma.sql`${amongst(organizationIds)} and ${named} and ${there} and ${such}`;
}

/**
 * The same scope, where a search means a few organizations by these: each statement of a page would look for them anew, and without
 * knowing how few they are.
 */
export async function narrowed(tx: Tx, scope: BoardScope): Promise<BoardScope> {
  if (scope.search === "") return scope;
  const found = await tx.$queryRaw<{ id: string }[]>`
    select o.id from organization o where ${organizationsWithin(scope)} limit ${fewIds + 1}`;
  if (found.length > fewIds) return scope;
  const { district: _, type: __, ...rest } = scope;
  return { ...rest, search: "", organizationIds: found.map(({ id }) => id) };
}

/** Tasks `t` of organizations `o` that are asked for. */
export const within = (scope: BoardScope): Prisma.Sql =>
  Prisma.sql`${organizationsWithin(scope)} and ${ofTasks(scope)}`;

/** Open tasks `t` that are asked for, from "from" on: organizations are read only where something is asked of them. */
export function openTasks(scope: BoardScope): Prisma.Sql {
  const { search, district, type, organizationIds } = scope;
  return search || district || type
    ? Prisma.sql`task t join organization o on o.id = t.organization_id where t.settled_at is null and ${within(scope)}`
    : Prisma.sql`task t where t.settled_at is null and ${tasksAmongst(organizationIds)} and ${ofTasks(scope)}`;
}

function ofTasks({ duty, severity, dueBy }: BoardScope): Prisma.Sql {
  const numbered = duty ? Prisma.sql`t.duty = ${duty}` : Prisma.sql`true`;
  const grave = severity
    ? Prisma.sql`exists (select 1 from "case" k where k.id = t.case_id and k.facts->>'severity' = ${severity})`
    : Prisma.sql`true`;
  const soon = dueBy ? Prisma.sql`t.due_at <= ${dueBy}` : Prisma.sql`true`;
  return Prisma.sql`${numbered} and ${grave} and ${soon}`;
}

/** What a filter asks for, of the organizations of the one who looks. */
export function scopeOf(
  { search, duty, district, type, severity, due }: BoardFilter,
  organizationIds: BoardScope["organizationIds"],
  now: Date,
  zone: Zone,
): BoardScope {
  return {
    organizationIds,
    search,
    duty,
    ...(district && { district }),
    ...(type && { type }),
    ...(severity && { severity }),
    ...(due && { dueBy: dueByOf(due, now, zone) }),
  };
}
