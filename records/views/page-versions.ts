import type { Statements } from "../../prisma/client.ts";

/**
 * The version of a page, from the versions of its rows: PostgreSQL stores with each row the transaction that wrote it (`xmin`). No counter has to be
 * kept, and rows changed by hand count too.
 */
export interface PageVersion {
  organizationId: string;
  version: string;
  /** A campaign is open: the page shows how much time is left. */
  open: boolean;
}

/** Version of an organization's public pages: its row, campaigns, filings, entries and disclosures. */
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

/** Version of a published disclosure; null: the organization has published none of this id. */
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
