import type { Facts } from "../../domain/catalogue/due-rule.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import type { Role, Zone } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";
import { wordingColumn } from "../tasks/tasks.ts";

/** A submitted task. */
export interface HandedInLine {
  id: string;
  organization: string;
  zone: Zone;
  duty: string;
  step: string;
  /** Facts on which its wording depends. */
  facts: Facts;
  subject: string;
  state: TaskState;
  at: Date;
}

/** Tasks that a person submitted, newest first. */
export async function handedInBy(tx: Tx, personId: string, limit: number): Promise<HandedInLine[]> {
  return tx.$queryRaw<HandedInLine[]>`
    select t.id, o.name as organization, o.zone, t.duty, t.step, ${wordingColumn}, c.subject, t.state, t.submitted_at as at
    from task t join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    where t.submitted_by_id = ${personId} and t.submitted_at is not null and o.closed_at is null
    order by t.submitted_at desc, t.id limit ${limit}`;
}

/** Roles of a person in an organization. */
export interface HeldIn {
  id: string;
  name: string;
  zone: Zone;
  roles: Role[];
}

/** Organizations in which a person holds a role, in the order in which they were added. */
export async function heldIn(tx: Tx, personId: string, now: Date): Promise<HeldIn[]> {
  return tx.$queryRaw<HeldIn[]>`
    select o.id, o.name, o.zone, array_agg(h.role order by h.from_at, h.id) as roles
    from holding h join organization o on o.id = h.organization_id and o.closed_at is null
    where h.person_id = ${personId} and ${isHeldAt(now)}
    group by o.id, o.name, o.zone, o.ordinal order by o.ordinal`;
}
