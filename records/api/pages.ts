import type { OrganizationType, Zone } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { isOfType } from "../roster/organizations.ts";
import { isLateAt } from "../tasks/lateness.ts";

/** An organization as a program reads it. */
export interface OrganizationEntry {
  /** Its position in the order in which organizations were added; the next page is requested by it. */
  ordinal: number;
  id: string;
  code: string;
  name: string;
  types: OrganizationType[];
  district: string;
  zone: Zone;
  pausedAt: Date | null;
  /** Tasks that wait for somebody, and how many of them are late. */
  open: number;
  late: number;
}

export interface OrganizationPage {
  /** Organizations that the token may read; null: all. */
  organizationIds: readonly string[] | null;
  district?: string;
  type?: string;
  /** Ordinal of the last organization of the previous page. */
  after: number;
  limit: number;
}

/** Organizations that are not closed, in the order in which they were added. */
export async function organizationPage(
  tx: Statements,
  { organizationIds, district, type, after, limit }: OrganizationPage,
  now: Date,
): Promise<OrganizationEntry[]> {
  const ids = organizationIds === null ? Prisma.sql`true` : Prisma.sql`o.id = any(${[...organizationIds]}::text[])`;
  const there = district === undefined ? Prisma.sql`true` : Prisma.sql`o.district = ${district}`;
  const such = type === undefined ? Prisma.sql`true` : isOfType(type);
  return tx.$queryRaw<OrganizationEntry[]>`
    select o.*, coalesce(n.open, 0) as open, coalesce(n.late, 0) as late from (
      select o.ordinal, o.id, o.code, o.name, array(select distinct one from unnest(array_append(o.types, o.type)) as one) as types,
        o.district, o.zone, o.paused_at as "pausedAt"
      from organization o where o.closed_at is null and o.ordinal > ${after} and ${ids} and ${there} and ${such}
      order by o.ordinal limit ${limit}) o
    left join lateral (
      select count(*)::int as open, (count(*) filter (where ${isLateAt(now)}))::int as late
      from task t where t.organization_id = o.id and t.settled_at is null) n on true
    order by o.ordinal`;
}
