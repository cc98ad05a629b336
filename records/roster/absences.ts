import type { Absence } from "../../domain/tasks/absence.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { idsOf, newId } from "../rows.ts";
import { isAwayAt, isHeldAt } from "./held.ts";

export interface AbsenceRow extends Absence {
  id: string;
  organizationId: string;
}

const columns = Prisma.sql`a.id, a.organization_id as "organizationId", a.person_id as "personId", a.delegate_id as "delegateId",
  a.from_at as "from", a.until_at as "until"`;

/** Delegates of the people who are away at an instant, by `organization/person`. */
export async function delegatesOf(
  tx: Statements,
  organizationIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ key: string; delegateId: string }[]>`
    select a.organization_id || '/' || a.person_id as key, a.delegate_id as "delegateId" from absence a
    where ${isAwayAt(now)} and a.organization_id = any(${idsOf(organizationIds)})
    order by a.from_at, a.id`;
  return new Map(rows.map(({ key, delegateId }) => [key, delegateId]));
}

export async function insertAbsence(
  tx: Tx,
  { organizationId, personId, delegateId, from, until }: Omit<AbsenceRow, "id">,
  { at, actor }: { at: Date; actor: string },
): Promise<string> {
  const id = newId();
  await tx.$executeRaw`
    insert into absence (id, organization_id, person_id, delegate_id, from_at, until_at, created_at, created_by)
    values (${id}, ${organizationId}, ${personId}, ${delegateId}, ${from}, ${until}, ${at}, ${actor})`;
  return id;
}

/** Absences that have not ended, of an organization, of a person, or of both; earliest first. */
export async function absencesOf(
  tx: Statements,
  { organizationId, personId }: { organizationId?: string; personId?: string },
  now: Date,
): Promise<AbsenceRow[]> {
  const organization =
    organizationId === undefined ? Prisma.sql`true` : Prisma.sql`a.organization_id = ${organizationId}`;
  const person = personId === undefined ? Prisma.sql`true` : Prisma.sql`a.person_id = ${personId}`;
  return tx.$queryRaw<AbsenceRow[]>`
    select ${columns} from absence a where a.until_at > ${now} and ${organization} and ${person} order by a.from_at, a.id`;
}

export async function findAbsence(tx: Statements, id: string): Promise<AbsenceRow | null> {
  const rows = await tx.$queryRaw<AbsenceRow[]>`select ${columns} from absence a where a.id = ${id}`;
  return rows[0] ?? null;
}

/** Ends an absence now; one that had not begun is deleted. */
export async function endAbsence(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`delete from absence where id = ${id} and from_at >= ${now}`;
  await tx.$executeRaw`update absence set until_at = ${now} where id = ${id} and until_at > ${now}`;
}

/** Ends absences in organizations in which the person or the delegate no longer holds a role. @returns the ended absences */
export async function endLostAbsences(tx: Tx, organizationIds: readonly string[], now: Date): Promise<AbsenceRow[]> {
  const holds = (person: Prisma.Sql): Prisma.Sql => Prisma.sql`exists (
    select 1 from holding h where h.organization_id = a.organization_id and h.person_id = ${person} and ${isHeldAt(now)})`;
  return tx.$queryRaw<AbsenceRow[]>`
    update absence a set until_at = ${now}, from_at = least(a.from_at, ${now})
    where a.organization_id = any(${[...organizationIds]}::text[]) and a.until_at > ${now}
      and not (${holds(Prisma.sql`a.delegate_id`)} and ${holds(Prisma.sql`a.person_id`)})
    returning ${columns}`;
}

/** A task that somebody else submitted for a person who was away. */
export interface DoneMeanwhile {
  duty: string;
  step: string;
  subject: string;
  at: Date;
  /** Name of the person who submitted it. */
  by: string;
}

/** Tasks of a person that others submitted during an absence, in the order of submission. */
export async function doneMeanwhile(
  tx: Statements,
  { organizationId, personId, from, until }: Omit<AbsenceRow, "id" | "delegateId">,
): Promise<DoneMeanwhile[]> {
  return tx.$queryRaw<DoneMeanwhile[]>`
    select t.duty, t.step, c.subject, t.submitted_at as at, p.name as by
    from task t join "case" c on c.id = t.case_id join person p on p.id = t.submitted_by_id
    where t.organization_id = ${organizationId} and t.submitted_at >= ${from} and t.submitted_at < ${until}
      and t.submitted_by_id <> ${personId} and ${personId} = any(t.did_ids)
    order by t.submitted_at, t.id`;
}
