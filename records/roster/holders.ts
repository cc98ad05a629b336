import type { NamedHolder } from "../../domain/forms/row-facts.ts";
import type { Mark, OrganizationType, Registration, Role } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { idsOf } from "../rows.ts";
import { delegatesOf } from "./absences.ts";
import { isHeldAt, isStayingAt } from "./held.ts";

/** A holder with name, and their delegate if they are away. */
export type FoundHolder = Required<Omit<NamedHolder, "away">> & Pick<NamedHolder, "away">;

/**
 * Holders of roles in each organization at an instant, in the order in which they were added. In an organization without a supervising authority,
 * holders of the registrar's role also hold the authority's.
 * @param roles roles to read; absent: all
 */
export async function holdersOf(
  tx: Statements,
  organizationIds: readonly string[],
  now: Date,
  roles?: readonly Role[],
): Promise<ReadonlyMap<string, FoundHolder[]>> {
  const holders = new Map<string, FoundHolder[]>();
  if (organizationIds.length === 0) return holders;
  const asked = roles && new Set(roles);
  const read = asked?.has("authority") ? [...asked, "registrar"] : roles;
  const ids = [...new Set(organizationIds)];
  const wanted = read ? Prisma.sql`and role = any(${[...read]}::text[])` : Prisma.empty;
  // "offset 0" makes PostgreSQL look up each organization; in a free join it reads all holdings of the city for each page.
  const reading = tx.$queryRaw<(FoundHolder & { organizationId: string; standsIn: boolean })[]>`
    select h.organization_id as "organizationId", h.person_id as "personId", h.role, p.name,
      h.role = 'registrar' and not here.supervised as "standsIn"
    from unnest(${idsOf(ids)}) as o(id)
    cross join lateral (select supervised from organization where id = o.id offset 0) here
    cross join lateral (
      select * from holding where organization_id = o.id and ${isHeldAt(now, "")} ${wanted}
      offset 0) h
    cross join lateral (select name, left_at from person where id = h.person_id offset 0) p
    where ${isStayingAt(now)}
    order by h.from_at, h.id`;
  const [rows, away] = await Promise.all([reading, delegatesOf(tx, ids, now)]);
  for (const { organizationId, standsIn, ...found } of rows) {
    const delegate = away.get(`${organizationId}/${found.personId}`);
    const holder: FoundHolder = delegate === undefined ? found : { ...found, away: delegate };
    const held = asked && !asked.has(holder.role) ? [] : [holder];
    if (standsIn && (asked?.has("authority") ?? true)) held.push({ ...holder, role: "authority" });
    const known = holders.get(organizationId);
    if (known) known.push(...held);
    else if (held.length > 0) holders.set(organizationId, held);
  }
  return holders;
}

export interface OrganizationRow {
  id: string;
  code: string;
  name: string;
  type: OrganizationType;
  types: OrganizationType[];
  district: string;
  zone: string;
  shard: number;
  party: boolean;
  qualified: boolean;
  registration: Registration;
  marks: Mark[];
  /** Null: not stated. */
  charity: boolean | null;
  supervised: boolean;
  /** Everything is requested from the first day on, and long-period duties at the end of their period (domain/planning/start.ts). */
  atOnce: boolean;
  pausedAt: Date | null;
  closedAt: Date | null;
  closedBecause: string;
  joinedOn: Date;
  /** When it was added to this installation; counts as the first contact. */
  createdAt: Date;
}

export const organizationColumns = Prisma.sql`o.id, o.code, o.name, o.type, o.district, o.zone, o.shard, o.party, o.qualified,
  o.registration, o.marks, o.types, o.charity, o.supervised, o.at_once as "atOnce", o.paused_at as "pausedAt", o.closed_at as "closedAt", o.closed_because as "closedBecause",
  o.joined_on as "joinedOn", o.created_at as "createdAt"`;

export async function organizationsById(
  tx: Statements,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganizationRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<OrganizationRow[]>`
    select ${organizationColumns} from organization o where o.id = any(${idsOf(ids)})`;
  return new Map(rows.map((row) => [row.id, row]));
}

export async function organizationsOfShard(tx: Tx, shard: number): Promise<OrganizationRow[]> {
  return tx.$queryRaw<OrganizationRow[]>`
    select ${organizationColumns} from organization o where o.shard = ${shard} and o.closed_at is null order by o.ordinal`;
}

export async function shardsOfOrganizations(tx: Tx): Promise<number[]> {
  const rows = await tx.$queryRaw<{ shard: number }[]>`select distinct shard from organization order by shard`;
  return rows.map((row) => row.shard);
}
