import type { Artefact } from "../../domain/procedures/procedure.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** A dated version of what an organization keeps. */
export interface VersionRow {
  id: string;
  organizationId: string;
  artefact: Artefact;
  number: number;
  taskId: string;
  writtenById: string | null;
  approvedById: string | null;
  at: Date;
}

/** Stores a task's submission as the next version, once for each task. @returns its id; null: it was stored before */
export async function insertVersion(
  tx: Tx,
  version: Omit<VersionRow, "id" | "number">,
): Promise<{ id: string; number: number } | null> {
  const { organizationId, artefact, taskId, writtenById, approvedById, at } = version;
  // Serializes the writers of an artefact's versions, so that two versions never have the same number.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`version ${organizationId} ${artefact}`}))`;
  const rows = await tx.$queryRaw<{ id: string; number: number }[]>`
    insert into version (id, organization_id, artefact, number, task_id, written_by_id, approved_by_id, at)
    select ${newId()}, ${organizationId}, ${artefact}, coalesce(max(number), 0) + 1, ${taskId}, ${writtenById}, ${approvedById}, ${at}
    from version where organization_id = ${organizationId} and artefact = ${artefact}
    on conflict (task_id) do nothing returning id, number`;
  return rows[0] ?? null;
}

/** Number of the newest version of an artefact, by organization; organizations without one are left out. */
export async function newestOf(
  tx: Tx,
  organizationIds: readonly string[],
  artefact: Artefact,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; number: number }[]>`
    select organization_id as id, max(number) as number from version
    where organization_id = any(${[...organizationIds]}::text[]) and artefact = ${artefact} group by organization_id`;
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Number of the newest version of each artefact of an organization. */
export async function newestVersions(tx: Tx, organizationId: string): Promise<Partial<Record<Artefact, number>>> {
  const rows = await tx.$queryRaw<{ artefact: Artefact; number: number }[]>`
    select artefact, max(number) as number from version where organization_id = ${organizationId} group by artefact`;
  return Object.fromEntries(rows.map(({ artefact, number }) => [artefact, number]));
}

/**
 * Cancels the open tasks and cases that ask people to read an older version: nobody is asked to read both.
 * @returns the cancelled cases
 */
export async function overtake(
  tx: Tx,
  { organizationId, artefact, number }: Pick<VersionRow, "organizationId" | "artefact" | "number">,
  now: Date,
): Promise<string[]> {
  const older = await tx.$queryRaw<{ id: string }[]>`
    select id from "case" where organization_id = ${organizationId} and state = 'open' and workflow_type is null
      and facts->>'artefact' = ${artefact} and (facts->>'version') ~ '^[0-9]{1,9}$' and (facts->>'version')::int < ${number}`;
  if (older.length === 0) return [];
  const cases = older.map(({ id }) => id).sort();
  // Covering tasks are locked before the tasks that they cover, and tasks before cases.
  await tx.$queryRaw`
    select 1 from task where case_id = any(${cases}::text[]) and settled_at is null
    order by (parent_task_id is not null), id for update`;
  await tx.$executeRaw`
    update task set state = 'cancelled', settled_at = ${now}, next_at = null
    where case_id = any(${cases}::text[]) and settled_at is null`;
  await tx.$executeRaw`
    update "case" set state = 'cancelled', outcome = 'overtaken', settled_at = ${now}
    where id = any(${cases}::text[]) and state = 'open'`;
  return cases;
}

/** A version as it is read. */
export interface VersionShown extends VersionRow {
  caseId: string;
  /** Names of the author and the approver; null: none. */
  writer: string | null;
  approver: string | null;
  /** Duty and step whose form submitted it. */
  duty: string;
  step: string;
  /** How many people were asked to confirm that they have read it, and how many did. */
  asked: number;
  read: number;
}

/** Versions of an organization with their read receipts, newest first. @param number null: all */
export async function versionsShown(
  tx: Tx,
  organizationId: string,
  { artefact, number }: { artefact?: Artefact; number?: number } = {},
): Promise<VersionShown[]> {
  return tx.$queryRaw<VersionShown[]>`
    select v.id, v.organization_id as "organizationId", v.artefact, v.number, v.task_id as "taskId", v.written_by_id as "writtenById",
      v.approved_by_id as "approvedById", v.at, t.case_id as "caseId", t.duty, t.step, w.name as writer, a.name as approver,
      r.asked, r.read
    from version v join task t on t.id = v.task_id
    left join person w on w.id = v.written_by_id left join person a on a.id = v.approved_by_id
    cross join lateral (
      select (count(*) filter (where q.state not in ('waived', 'cancelled')))::int as asked,
        (count(*) filter (where q.state in ('closed', 'accepted')))::int as read
      from "case" c join task q on q.case_id = c.id and q.person_id is not null
      where c.organization_id = v.organization_id and c.facts->>'artefact' = v.artefact
        and c.facts->>'version' = v.number::text) r
    where v.organization_id = ${organizationId} and (${artefact ?? null}::text is null or v.artefact = ${artefact ?? null})
      and (${number ?? null}::int is null or v.number = ${number ?? null})
    order by v.artefact, v.number desc`;
}

/** Versions of an organization, newest first. */
export async function versionsOf(tx: Tx, organizationId: string, artefact?: Artefact): Promise<VersionRow[]> {
  return tx.$queryRaw<VersionRow[]>`
    select id, organization_id as "organizationId", artefact, number, task_id as "taskId", written_by_id as "writtenById",
      approved_by_id as "approvedById", at from version
    where organization_id = ${organizationId} and (${artefact ?? null}::text is null or artefact = ${artefact ?? null})
    order by artefact, number desc`;
}

/** Artefacts of which an organization has a version. */
export async function artefactsOf(
  tx: Statements,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, Artefact[]>> {
  const kept = new Map<string, Artefact[]>();
  if (organizationIds.length === 0) return kept;
  const rows = await tx.$queryRaw<{ organizationId: string; artefacts: Artefact[] }[]>`
    select organization_id as "organizationId", array_agg(distinct artefact) as artefacts from version
    where organization_id = any(${[...organizationIds]}::text[]) group by 1`;
  for (const { organizationId, artefacts } of rows) kept.set(organizationId, artefacts);
  return kept;
}
