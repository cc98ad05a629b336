import { Prisma, type Statements } from "../../prisma/client.ts";
import type { PublicOrganization } from "../donations/campaigns.ts";
import { literal } from "../like.ts";

/** SQL: words by which organization `o` is found: its name, its code and the names of its campaigns. */
const wordsOf = Prisma.sql`search_words(o.name || ' ' || o.code || ' ' || (
  select coalesce(string_agg(c.subject, ' ' order by c.id), '') from "case" c where c.organization_id = o.id and c.kind = 'DD'))`;

/** Adds organizations with a campaign to the public list, each once, and indexes the campaign's name. */
export async function listDisclosers(tx: Statements, organizationIds: readonly string[]): Promise<void> {
  if (organizationIds.length === 0) return;
  await tx.$executeRaw`
    insert into discloser as d (organization_id, code, words)
    select o.id, o.code, ${wordsOf} from organization o
    where o.id = any(${[...organizationIds]}::text[]) order by o.id
    on conflict (organization_id) do update set words = excluded.words where d.words is distinct from excluded.words`;
}

/** Updates the words of those of the organizations that were renamed. */
export async function renameDisclosers(tx: Statements, organizationIds: readonly string[]): Promise<void> {
  if (organizationIds.length === 0) return;
  await tx.$executeRaw`
    update discloser d set words = ${wordsOf} from organization o
    where o.id = d.organization_id and d.organization_id = any(${[...organizationIds]}::text[])
      and d.words is distinct from ${wordsOf}`;
}

/** An organization in the public list. */
export interface DiscloserLine extends PublicOrganization {
  campaigns: number;
  published: number;
  late: number;
  /** Names of campaigns that match the search, at most three. */
  found: string[];
}

/** Position of a page: after a code, or before a code. */
export type ListPlace = { after: string } | { before: string } | null;

export interface DiscloserPage {
  lines: DiscloserLine[];
  /** Whether there are pages before and after this one. */
  earlier: boolean;
  further: boolean;
}

/**
 * A page of the organizations that have a campaign, in the order of their codes. A page is found by a code at its edge, so that it costs the same at
 * any depth and lists the same organizations whatever is added elsewhere.
 * @param search part of the name or code of an organization, or of the name of a campaign; empty: all
 */
export async function disclosersAt(
  tx: Statements,
  search: string,
  place: ListPlace,
  limit: number,
): Promise<DiscloserPage> {
  const backwards = place !== null && "before" in place;
  const from =
    place === null
      ? Prisma.empty
      : backwards
        ? Prisma.sql`and d.code < ${place.before}`
        : Prisma.sql`and d.code > ${place.after}`;
  const like = `%${literal(search)}%`;
  const found =
    search === ""
      ? Prisma.empty
      : Prisma.sql`and d.words @> search_words(${search}) and (o.name ilike ${like} or o.code ilike ${like} or exists (
          select from "case" c where c.organization_id = o.id and c.kind = 'DD' and c.subject ilike ${like}))`;
  const named =
    search === ""
      ? Prisma.sql`array[]::text[]`
      : Prisma.sql`array(select c.subject from "case" c where c.organization_id = page.id and c.kind = 'DD' and c.subject ilike ${like}
          order by c.opened_at desc, c.id limit 3)`;
  const rows = await tx.$queryRaw<DiscloserLine[]>`
    select page.id, page.code, page.name, page.type, page.zone, c.campaigns, p.published, p.late,
           ${named} as found
    from (select o.id, d.code, o.name, o.type, o.zone from discloser d join organization o on o.id = d.organization_id
          where true ${from} ${found} order by d.code ${backwards ? Prisma.sql`desc` : Prisma.empty} limit ${limit + 1}) page
    cross join lateral (select count(*)::int as campaigns from "case" where organization_id = page.id and kind = 'DD') c
    cross join lateral (
      select count(*) filter (where published_at is not null)::int as published, count(late_at)::int as late
      from disclosure where organization_id = page.id) p
    order by page.code`;
  const more = rows.length > limit;
  const lines = !more ? rows : backwards ? rows.slice(-limit) : rows.slice(0, limit);
  return { lines, earlier: backwards ? more : place !== null, further: backwards || more };
}
