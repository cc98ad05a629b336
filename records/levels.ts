import { typesOf } from "../domain/catalogue/applies.ts";
import { formatAct } from "../domain/escalation/rung-id.ts";
import { type LevelNews, type LevelSetting, levelNews, type Place } from "../domain/planning/levels.ts";
import {
  type Channel,
  type Kind,
  type LocalDate,
  type OrganizationType,
  officeRoles,
  type Zone,
} from "../domain/terms.ts";
import { dateIn } from "../domain/time/zones.ts";
import { Prisma, type Statements, type Tx } from "../prisma/client.ts";
import { isHeldAt, isStayingAt } from "./roster/held.ts";
import type { OrganizationRow } from "./roster/holders.ts";
import { isOfType } from "./roster/organizations.ts";
import { placeOf } from "./roster/place.ts";

/** A level with who set it and the reason. */
export interface LevelRow extends LevelSetting {
  id: string;
  because: string;
  /** A person's id, `administrator`, or `system` for the level that held before levels existed. */
  setBy: string;
}

/** Every level that was ever set, in the order of the days from which they hold, then of their setting. */
export async function levelRows(tx: Statements): Promise<LevelRow[]> {
  return tx.$queryRaw<LevelRow[]>`
    select id, hazard, pack, level, district, type, to_char(from_on, 'YYYY-MM-DD') as "from", because, set_by as "setBy", set_at as "setAt"
    from hazard_level order by from_on, set_at, id`;
}

/** Inserts a level; it holds from its day on. */
export async function insertLevel(tx: Tx, row: LevelRow): Promise<void> {
  const { id, hazard, pack, level, district, type, from, because, setBy, setAt } = row;
  await tx.$executeRaw`
    insert into hazard_level (id, hazard, pack, level, district, type, from_on, because, set_by, set_at)
    values (${id}, ${hazard}, ${pack ? JSON.stringify(pack) : null}::jsonb, ${level}, ${district}, ${type}, ${from}::date, ${because}, ${setBy}, ${setAt})`;
}

/** Number of organizations by district and types. @param ids organizations to count; null: all */
export async function placesOf(tx: Tx, ids: readonly string[] | null): Promise<(Place & { organizations: number })[]> {
  const amongst = ids === null ? Prisma.sql`true` : Prisma.sql`id = any(${[...ids]}::text[])`;
  const rows = await tx.$queryRaw<
    { district: string; type: OrganizationType; types: OrganizationType[]; organizations: number }[]
  >`
    select district, type, types, count(*)::int as organizations from organization
    where closed_at is null and ${amongst} group by district, type, types`;
  return rows.map(({ type, types, ...row }) => ({ ...row, types: typesOf({ type, types }) }));
}

/** Days from which a level holds and which have not begun in every zone yet. */
export async function daysToCome(
  tx: Tx,
): Promise<(Pick<LevelRow, "id" | "district" | "type"> & { from: LocalDate })[]> {
  return tx.$queryRaw<(Pick<LevelRow, "id" | "district" | "type"> & { from: LocalDate })[]>`
    select id, district, type, to_char(from_on, 'YYYY-MM-DD') as "from" from hazard_level where begun_at is null order by from_on, id`;
}

export async function markBegun(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`update hazard_level set begun_at = ${now} where id = any(${[...ids]}::text[])`;
}

/** Districts that have organizations. */
export async function districtsOf(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ district: string }[]>`
    select distinct district from organization where district <> '' and closed_at is null order by district`;
  return rows.map(({ district }) => district);
}

/** Zones and shards of the organizations to which a level applies. */
export async function organizationsIn(
  tx: Tx,
  { district, type }: Pick<LevelRow, "district" | "type">,
): Promise<{ zone: Zone; shard: number }[]> {
  return tx.$queryRaw<{ zone: Zone; shard: number }[]>`
    select distinct o.zone, o.shard from organization o
    where o.closed_at is null and (${district} = '' or o.district = ${district}) and (${type} = '' or ${isOfType(type)})
    order by o.shard, o.zone`;
}

/** Open cases of a kind with a workflow, of the organizations to which a level applies. The cadence of their recurring steps may change. */
export async function runningCases(
  tx: Tx,
  { district, type }: Pick<LevelRow, "district" | "type">,
  kind: Kind,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from "case" c join organization o on o.id = c.organization_id
    where c.kind = ${kind} and c.state = 'open' and c.workflow_type is not null and o.closed_at is null
      and (${district} = '' or o.district = ${district}) and (${type} = '' or ${isOfType(type)}) order by c.id`;
  return rows.map(({ id }) => id);
}

/** Recipients of the notice of a level, each once with their first organization: those who run one of the organizations or supervise it. */
export async function readersOfLevel(
  tx: Statements,
  organizationIds: readonly string[],
  now: Date,
): Promise<{ personId: string; organizationId: string; channels: Channel[] }[]> {
  if (organizationIds.length === 0) return [];
  return tx.$queryRaw<{ personId: string; organizationId: string; channels: Channel[] }[]>`
    select distinct on (h.person_id) h.person_id as "personId", h.organization_id as "organizationId",
      array(select a.channel from address a where a.person_id = h.person_id and a.state = 'ok') as channels
    from holding h join person p on p.id = h.person_id
    where h.organization_id = any(${[...organizationIds]}::text[]) and h.role = any(${[...officeRoles]}::text[]) and ${isStayingAt(now)}
      and ${isHeldAt(now)} order by h.person_id, h.from_at, h.id`;
}

/** Locked until commit, so that one transaction at a time writes the notices of a level. */
export async function lockLevelNotices(tx: Statements): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban.level-notices'))`;
}

/** Step of the notices about a level. */
export const stepOfLevel = ({ id }: Pick<LevelRow, "id">): string => formatAct(0, "level", id);

/** Which people have been notified of which level, as `person/step`: queued notices and sent ones. */
export interface LevelRecipients {
  written: ReadonlySet<string>;
  left: ReadonlySet<string>;
}

export async function recipientsOfLevels(tx: Statements, personIds: readonly string[]): Promise<LevelRecipients> {
  const rows = await tx.$queryRaw<{ name: string; left: boolean }[]>`
    select person_id || '/' || step as name, bool_or(state in ('sending', 'sent')) as left from notice
    where person_id = any(${[...personIds]}::text[]) and starts_with(step, '0:level:') group by person_id, step`;
  return {
    written: new Set(rows.map(({ name }) => name)),
    left: new Set(rows.filter(({ left }) => left).map(({ name }) => name)),
  };
}

/** Levels of which the people of an organization are to be notified on a day. */
export function newsFor(
  organization: OrganizationRow,
  levels: readonly LevelRow[],
  today: LocalDate,
): LevelNews<LevelRow> {
  const { zone, createdAt, pausedAt } = organization;
  if (pausedAt !== null || levels.length === 0) return { news: [], replaced: [] };
  const entered = { at: createdAt, on: dateIn(createdAt, zone) };
  return levelNews(levels, { place: placeOf(organization), entered, today });
}

/** Levels of which a person is still to be notified: new ones, and the one that replaced the last of which they were notified. */
export function newsTo(
  personId: string,
  { news, replaced }: LevelNews<LevelRow>,
  { written, left }: LevelRecipients,
): LevelRow[] {
  const last = new Map<LevelRow, LevelRow>();
  for (const { setting, by } of replaced) {
    const before = last.get(by);
    const isLater = before === undefined || setting.setAt > before.setAt;
    if (left.has(`${personId}/${stepOfLevel(setting)}`) && isLater) last.set(by, setting);
  }
  const otherwise = [...last].flatMap(([by, setting]) => (by.level === setting.level ? [] : [by]));
  return [...new Set([...news, ...otherwise])].filter((row) => !written.has(`${personId}/${stepOfLevel(row)}`));
}

/** Drops queued notices of levels that another level has replaced. */
export async function dropLevels(
  tx: Statements,
  personIds: readonly string[],
  replaced: readonly Pick<LevelRow, "id">[],
): Promise<void> {
  if (replaced.length === 0) return;
  await tx.$executeRaw`
    update notice set state = 'dropped', dropped = 'replaced'
    where person_id = any(${[...personIds]}::text[]) and step = any(${replaced.map(stepOfLevel)}::text[]) and state = 'queued'`;
}

/**
 * A task of each of the given organizations, an open one if there is one. The notice of a level is attached to it, so that its readers can open it
 * again.
 */
export async function newestTasks(
  tx: Statements,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, { id: string; caseId: string; dueRevision: number }>> {
  const rows = await tx.$queryRaw<{ organizationId: string; id: string; caseId: string; dueRevision: number }[]>`
    select o.id as "organizationId", t.id, t.case_id as "caseId", t.due_revision as "dueRevision"
    from unnest(${[...organizationIds]}::text[]) o(id)
    cross join lateral (select id, case_id, due_revision from task where organization_id = o.id
      order by (settled_at is null) desc, opened_at desc, id limit 1) t`;
  return new Map(rows.map(({ organizationId, ...task }) => [organizationId, task]));
}
