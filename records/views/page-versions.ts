import type { Statements } from "../../prisma/client.ts";

/**
 * The version of a page is that of the rows it is made of: PostgreSQL notes with each row which transaction wrote it (`xmin`), so
 * nobody has to keep count, and a row that was changed by hand counts too.
 */
export interface PageVersion {
  organizationId: string;
  version: string;
  /** A campaign is open: the page tells how long there is still, or was. */
  open: boolean;
}

/** Of everything that an organization's public pages show: itself, its campaigns and what their gates put on record, entries, disclosures. */
export async function organizationVersion(tx: Statements, code: string): Promise<PageVersion | null> {
  const rows = await tx.$queryRaw<PageVersion[]>`
    select o.id as "organizationId", coalesce(c.open, false) as open, md5(concat_ws('/', o.xmin::text, c.rows, d.rows, f.rows)) as version
    from organization o
    cross join lateral (
      select string_agg(concat_ws(' ', c.id, c.xmin::text, t.xmin::text), ',' order by c.id) as rows, bool_or(c.state = 'open') as open
      from "case" c left join campaign_total t on t.case_id = c.id where c.organization_id = o.id and c.kind = 'DD') c
    cross join lateral (
      select string_agg(concat_ws(' ', d.id, d.xmin::text), ',' order by d.id) as rows from disclosure d where d.organization_id = o.id) d
    cross join lateral (
      select string_agg(concat_ws(' ', t.id, t.xmin::text), ',' order by t.id) as rows
      from "case" c join "case" p on p.id = c.parent_id and p.kind = 'FG' join task t on t.case_id = p.id
      where c.organization_id = o.id and c.kind = 'DD') f
    where o.code = ${code}`;
  return rows[0] ?? null;
}

/** Of one disclosure that is out; null: the organization has published no such. */
export async function disclosureVersion(
  tx: Statements,
  code: string,
  id: string,
): Promise<{ version: string; publishedAt: Date } | null> {
  const rows = await tx.$queryRaw<{ version: string; publishedAt: Date }[]>`
    select concat_ws(' ', o.xmin::text, d.hash, d.xmin::text) as version, d.published_at as "publishedAt"
    from organization o join disclosure d on d.organization_id = o.id
    where o.code = ${code} and d.id = ${id} and d.published_at is not null`;
  return rows[0] ?? null;
}
