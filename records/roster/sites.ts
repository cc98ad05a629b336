import type { Row } from "../../domain/forms/rows.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";
import { hasNotEndedAt, isHeldAt } from "./held.ts";

/** A place where an organization works. */
export interface SiteRow {
  id: string;
  name: string;
  address: string;
  fromAt: Date;
}

/** Sites of each organization at an instant, in the order in which they were added. An organization without sites counts as one site itself. */
export async function sitesOf(
  tx: Statements,
  organizationIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Row[]>> {
  const sites = new Map<string, Row[]>();
  if (organizationIds.length === 0) return sites;
  const rows = await tx.$queryRaw<{ organizationId: string; id: string; label: string }[]>`
    select o.id as "organizationId", coalesce(s.id, o.id) as id, coalesce(s.name, o.name) as label
    from organization o left join site s on s.organization_id = o.id and ${isHeldAt(now, "s")}
    where o.id = any(${[...new Set(organizationIds)]}::text[]) order by s.from_at, s.id`;
  for (const { organizationId, ...row } of rows) {
    const known = sites.get(organizationId);
    if (known) known.push(row);
    else sites.set(organizationId, [row]);
  }
  return sites;
}

/** The named sites of an organization. */
export async function namedSites(tx: Tx, organizationId: string, now: Date): Promise<SiteRow[]> {
  return tx.$queryRaw<SiteRow[]>`
    select id, name, address, from_at as "fromAt" from site
    where organization_id = ${organizationId} and ${isHeldAt(now, "")}
    order by from_at, id`;
}

/** Inserts a site. @returns its id; created false: a site of this name exists */
export async function insertSite(
  tx: Tx,
  { organizationId, name, address }: { organizationId: string; name: string; address: string },
  now: Date,
): Promise<{ id: string; created: boolean }> {
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    select id from site where organization_id = ${organizationId} and name = ${name} and ${hasNotEndedAt(now, "")}`;
  if (known) return { id: known.id, created: false };
  const id = newId();
  await tx.$executeRaw`
    insert into site (id, organization_id, name, address, from_at) values (${id}, ${organizationId}, ${name}, ${address}, ${now})`;
  return { id, created: true };
}

/** Ends a site now. */
export async function endSite(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`update site set until_at = ${now} where id = ${id} and until_at is null`;
}
