import type { Role } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { isAwayAt, isHeldAt } from "./held.ts";

/** Roles that a person held in an organization at an instant, and since when. */
export async function holdingsThen(
  tx: Tx,
  { organizationId, personId, at }: { organizationId: string; personId: string; at: Date },
): Promise<{ role: Role; from: Date }[]> {
  return tx.$queryRaw<{ role: Role; from: Date }[]>`
    select h.role, h.from_at as "from" from holding h
    where h.organization_id = ${organizationId} and h.person_id = ${personId}
      and ${isHeldAt(at)} order by h.from_at, h.id`;
}

/** People who were away at an instant and whose delegate the person was. */
export async function principalsThen(
  tx: Tx,
  { organizationId, personId, at }: { organizationId: string; personId: string; at: Date },
): Promise<{ id: string; name: string; from: Date; until: Date }[]> {
  return tx.$queryRaw<{ id: string; name: string; from: Date; until: Date }[]>`
    select p.id, p.name, a.from_at as "from", a.until_at as "until" from absence a join person p on p.id = a.person_id
    where a.organization_id = ${organizationId} and a.delegate_id = ${personId}
      and ${isAwayAt(at)} order by a.from_at, a.id`;
}
