import { waiting } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, OrganizationType, Registration } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isLateAt } from "../tasks/lateness.ts";
import { haltLadders, type Touched, wakeTasks } from "../tasks/pauses.ts";
import { isHeldAt } from "./held.ts";
import type { OrganizationRow } from "./holders.ts";

/** SQL: organization `o` has a type, as its first or as a further one. */
export const isOfType = (type: string): Prisma.Sql => Prisma.sql`(o.type = ${type} or ${type} = any(o.types))`;

/** An organization with all its fields. */
export interface OrganizationRecord extends OrganizationRow {
  registration: Registration;
  district: string;
  language: LanguageCode;
}

export interface OrganizationLine extends OrganizationRecord {
  /** Number of people who hold a role. */
  people: number;
  /** Number of open tasks. */
  open: number;
  /** Number of those whose doer is late. */
  late: number;
}

const columns = Prisma.sql`o.id, o.code, o.name, o.type, o.registration, o.zone, o.district, o.party, o.qualified, o.language, o.marks,
  o.types, o.charity, o.supervised, o.at_once as "atOnce", o.shard,
  o.paused_at as "pausedAt", o.closed_at as "closedAt", o.closed_because as "closedBecause", o.joined_on as "joinedOn",
  o.created_at as "createdAt"`;

/** Finds an organization. @param named its code, otherwise its id */
export async function findOrganization(tx: Statements, named: string): Promise<OrganizationRecord | null> {
  const rows = await tx.$queryRaw<OrganizationRecord[]>`
    select ${columns} from organization o where o.code = ${named} or o.id = ${named} order by (o.code = ${named}) desc limit 1`;
  return rows[0] ?? null;
}

export interface OrganizationFilter {
  id?: string;
  type?: OrganizationType;
  district?: string;
  paused?: boolean;
  /** Whether to list closed organizations. @default those that are not closed */
  closed?: boolean;
}

/** Organizations in the order in which they were added, with their open tasks. */
export async function organizationLines(tx: Tx, filter: OrganizationFilter, now: Date): Promise<OrganizationLine[]> {
  const { id, type, district, paused, closed = false } = filter;
  const conditions = [
    closed ? Prisma.sql`o.closed_at is not null` : Prisma.sql`o.closed_at is null`,
    ...(id === undefined ? [] : [Prisma.sql`o.id = ${id}`]),
    ...(type === undefined ? [] : [isOfType(type)]),
    ...(district === undefined ? [] : [Prisma.sql`o.district = ${district}`]),
    ...(paused === undefined ? [] : [Prisma.sql`(o.paused_at is not null) = ${paused}`]),
  ];
  return tx.$queryRaw<OrganizationLine[]>`
    select ${columns}, coalesce(h.people, 0) as people, coalesce(t.open, 0) as open, coalesce(t.late, 0) as late
    from organization o
    left join (
      select organization_id, count(distinct person_id)::int as people from holding
      where ${isHeldAt(now, "")} group by 1) h on h.organization_id = o.id
    left join (
      select t.organization_id, count(*)::int as open, count(*) filter (where ${isLateAt(now)})::int as late
      from task t where t.settled_at is null group by 1) t on t.organization_id = o.id
    where ${Prisma.join(conditions, " and ")} order by o.ordinal`;
}

/** Pauses an organization: its tasks have no next step. @returns the tasks whose ladder stopped; null: it was paused before */
export async function pauseOrganization(tx: Tx, id: string, now: Date): Promise<Touched[] | null> {
  // Tasks are locked before their organization, as everywhere: a transaction that acts on a task holds it while it refers to the organization.
  await tx.$queryRaw`
    select 1 from task where organization_id = ${id} and state in (${Prisma.join([...waiting])}) order by id for update`;
  // This lock also prevents new tasks, which refer to this row.
  await tx.$queryRaw`select 1 from organization where id = ${id} for update`;
  const changed = await tx.$executeRaw`
    update organization set paused_at = ${now} where id = ${id} and paused_at is null`;
  return changed === 0 ? null : haltLadders(tx, Prisma.sql`t.organization_id = ${id}`);
}

/** Resumes an organization: its open tasks are processed now. @returns those tasks; null: it was not paused */
export async function resumeOrganization(tx: Tx, id: string, now: Date): Promise<Touched[] | null> {
  const changed = await tx.$executeRaw`
    update organization set paused_at = null where id = ${id} and paused_at is not null`;
  return changed === 0 ? null : wakeTasks(tx, Prisma.sql`t.organization_id = ${id}`, now);
}

/** Open cases of an organization; each has a log line when the organization is paused or resumed. */
export async function openCasesOf(
  tx: Tx,
  organizationId: string,
): Promise<{ caseId: string; organizationId: string }[]> {
  return tx.$queryRaw<{ caseId: string; organizationId: string }[]>`
    select id as "caseId", organization_id as "organizationId" from "case"
    where organization_id = ${organizationId} and state = 'open' order by id`;
}
