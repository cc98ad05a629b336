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

/** Organizations that match what a user has typed, by the index of words; names that begin with it come first. */
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

/** People who hold a role now in one of the reader's organizations, by any part of their name, once for each organization. */
export async function suggestedPeople(
  tx: Statements,
  organizationIds: Scope,
  typed: string,
  now: Date,
  limit: number,
): Promise<SuggestedPerson[]> {
  return tx.$queryRaw<SuggestedPerson[]>`
    select p.name, h.role, o.code, o.name as organization
    from (select id, name from person
          where search_words(name) @> search_words(${typed}) and name ilike ${`%${literal(typed)}%`}
            and ${isStayingAt(now, "")} order by name, id offset 0) p
    cross join lateral (
      select h.organization_id, min(h.role) as role from holding h
      where h.person_id = p.id and ${isHeldAt(now)} group by h.organization_id offset 0) h
    join organization o on o.id = h.organization_id and o.closed_at is null
    where ${amongst(organizationIds)}
    order by p.name, o.name, o.id limit ${limit}`;
}
