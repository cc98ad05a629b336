import type { Role } from "../../domain/terms.ts";
import type { Statements } from "../../prisma/client.ts";
import { literal } from "../like.ts";
import { isHeldAt, isStayingAt } from "../roster/held.ts";
import { amongst, type BoardScope, organizationsWithin } from "./board-scope.ts";

type Scope = BoardScope["organizationIds"];

export interface SuggestedOrganization {
  code: string;
  name: string;
  district: string;
}

/** Organizations that somebody who types may mean, by the index of their words; those whose name begins with it first. */
export async function suggestedOrganizations(
  tx: Statements,
  organizationIds: Scope,
  typed: string,
  limit: number,
): Promise<SuggestedOrganization[]> {
  return tx.$queryRaw<SuggestedOrganization[]>`
    select o.code, o.name, o.district from organization o
    where o.closed_at is null and ${organizationsWithin({ organizationIds, search: typed, duty: "" })}
    order by o.name ilike ${`${literal(typed)}%`} desc, o.name, o.id limit ${limit}`;
}

export interface SuggestedPerson {
  name: string;
  role: Role;
  code: string;
  organization: string;
}

/** People who hold a role now in an organization of the one who looks, by any part of their name, each once in each organization. */
export async function suggestedPeople(
  tx: Statements,
  organizationIds: Scope,
  typed: string,
  now: Date,
  limit: number,
): Promise<SuggestedPerson[]> {
  return tx.$queryRaw<SuggestedPerson[]>`
    select p.name, min(h.role) as role, o.code, o.name as organization
    from (select id, name from person
          where search_words(name) @> search_words(${typed}) and name ilike ${`%${literal(typed)}%`}
            and ${isStayingAt(now, "")} offset 0) p
    join holding h on h.person_id = p.id and ${isHeldAt(now)}
    join organization o on o.id = h.organization_id and o.closed_at is null
    where ${amongst(organizationIds)}
    group by p.id, p.name, o.id, o.code, o.name order by p.name, o.name, o.id limit ${limit}`;
}
