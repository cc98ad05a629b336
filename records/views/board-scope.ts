import { type BoardFilter, dueByOf } from "../../domain/desk/filter.ts";
import type { Severity } from "../../domain/procedures/severity.ts";
import { typedPinyin } from "../../domain/roster/pinyin.ts";
import type { OrganizationType, Zone } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { literal } from "../like.ts";
import { isOfType } from "../roster/organizations.ts";

/** The organizations and tasks that a board may show, and the filter. */
export interface BoardScope {
  /** Organizations that the reader may see; null: all. */
  organizationIds: readonly string[] | null;
  /** Part of an organization's name, of its pinyin or initials, or its code; the beginning of a code if no organization has it in full. */
  search: string;
  /** Number of a duty; empty: all duties. */
  duty: string;
  district?: string;
  type?: OrganizationType;
  /** Severity of the case. */
  severity?: Severity;
  /** Tasks that are due by this instant. */
  dueBy?: Date;
}

/** Up to this many ids are looked up one by one. */
const fewIds = 40;
export const isFew = (organizationIds: readonly string[]): boolean => organizationIds.length <= fewIds;

/**
 * SQL: the reader may see organization `o`. Many ids are a subselect that PostgreSQL hashes once ("is true" keeps it from joining it): of a list it
 * estimates each id when it plans a statement, and sorts or hashes it anew wherever it looks.
 */
export const amongst = (organizationIds: BoardScope["organizationIds"]): Prisma.Sql =>
  isAmong(Prisma.sql`o.id`, organizationIds);

/** SQL: the same for tasks `t`, without reading their organizations. */
export const tasksAmongst = (organizationIds: BoardScope["organizationIds"]): Prisma.Sql =>
  isAmong(Prisma.sql`t.organization_id`, organizationIds);

const written = new WeakMap<readonly string[], string>();

/** Ids as a PostgreSQL array literal, cached: a page passes the same thousands of ids some twenty times. */
function arrayOf(ids: readonly string[]): string {
  const known = written.get(ids);
  if (known !== undefined) return known;
  const array = `{${ids.map((id) => JSON.stringify(id)).join(",")}}`;
  written.set(ids, array);
  return array;
}

function isAmong(column: Prisma.Sql, organizationIds: BoardScope["organizationIds"]): Prisma.Sql {
  if (organizationIds === null) return Prisma.sql`true`;
  const ids = Prisma.sql`${arrayOf(organizationIds)}::text[]`;
  return isFew(organizationIds)
    ? Prisma.sql`${column} = any(${ids})`
    : Prisma.sql`((${column} in (select unnest(${ids}))) is true)`;
}

/** SQL: organization `o` matches a search, by the index of words first. */
function isNamed(search: string): Prisma.Sql {
  const letters = typedPinyin(search);
  const spelt = letters
    ? Prisma.sql`or (o.words @> search_words(${letters}) and o.pinyin like ${`%${literal(letters)}%`})`
    : Prisma.empty;
  return Prisma.sql`((o.words @> search_words(${search}) and (o.name ilike ${`%${literal(search)}%`} or o.code = ${search}
      or (o.code ilike ${`${literal(search)}%`} and not exists (select 1 from organization where code = ${search})))) ${spelt})`;
}

/** SQL: organization `o` matches the filter. */
export function organizationsWithin({ organizationIds, search, district, type }: BoardScope): Prisma.Sql {
  const named = search ? isNamed(search) : Prisma.sql`true`;
  const there = district ? Prisma.sql`o.district = ${district}` : Prisma.sql`true`;
  const such = type ? isOfType(type) : Prisma.sql`true`;
  return Prisma.sql`${amongst(organizationIds)} and ${named} and ${there} and ${such}`;
}

/**
 * The scope restricted to the organizations that match a search, if those are few. Each statement of a page would otherwise search again, without
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

/** SQL: tasks `t` of organizations `o` match the filter. */
export const within = (scope: BoardScope): Prisma.Sql =>
  Prisma.sql`${organizationsWithin(scope)} and ${ofTasks(scope)}`;

/** SQL from "from" on: open tasks `t` that match the filter. Organizations are joined only if the filter needs them. */
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

/** The scope of a filter, among the organizations that the reader may see. */
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
