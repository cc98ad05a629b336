import type { DisclosureBody, Totals } from "../domain/disclosure-body.ts";
import type { TaskState } from "../domain/task.ts";
import type { Zone } from "../domain/terms.ts";
import { Prisma, type Tx } from "../prisma/client.ts";

/** A campaign or project whose donations are disclosed, with its figures. */
export interface CampaignRow extends Totals {
  caseId: string;
  key: string;
  duty: string;
  title: string;
  state: "open" | "done" | "cancelled";
  facts: Record<string, unknown>;
  openedAt: Date;
  settledAt: Date | null;
  organizationId: string;
  code: string;
  name: string;
  zone: Zone;
}

/** Campaigns of an organization, the one of a case, or all, newest first. */
export async function campaignsOf(
  tx: Tx,
  of: { organizationId?: string; caseId?: string } = {},
): Promise<CampaignRow[]> {
  const rows = await tx.$queryRaw<(Omit<CampaignRow, "received" | "used"> & { received: string; used: string })[]>`
    select c.id as "caseId", c.key, c.duty, c.subject as title, c.state, c.facts, c.opened_at as "openedAt",
           c.settled_at as "settledAt", o.id as "organizationId", o.code, o.name, o.zone, d.received, d.used, d.receipts, d.uses
    from "case" c join organization o on o.id = c.organization_id
    cross join lateral (
      select coalesce(sum(cents) filter (where direction = 'received'), 0)::text as received,
             coalesce(sum(cents) filter (where direction = 'used'), 0)::text as used,
             count(*) filter (where direction = 'received')::int as receipts,
             count(*) filter (where direction = 'used')::int as uses
      from donation where case_id = c.id) d
    where c.kind = 'DD'
      ${of.organizationId === undefined ? Prisma.empty : Prisma.sql`and c.organization_id = ${of.organizationId}`}
      ${of.caseId === undefined ? Prisma.empty : Prisma.sql`and c.id = ${of.caseId}`}
    order by c.opened_at desc, c.id`;
  return rows.map((row) => ({ ...row, received: BigInt(row.received), used: BigInt(row.used) }));
}

/** What a campaign's gate put on record, as anybody may read it. */
export interface PublicFiling {
  caseId: string;
  /** Number under which the plan is filed; null: it is not, and is due by `filingDue` (an emergency's). */
  filing: string | null;
  filingDue: Date | null;
  /** Address of the solicitation notice. */
  notice: string | null;
  /** The partner, as it was assessed. */
  partner: string | null;
}

/** Of the campaigns of an organization that came out of a plan. */
export async function filingsOf(tx: Tx, organizationId: string): Promise<PublicFiling[]> {
  const filed = Prisma.sql`t.step in ('file-plan', 'file-late', 'partner-plan', 'partner-plan-late')`;
  return tx.$queryRaw<PublicFiling[]>`
    select c.id as "caseId",
           max(t.result->>'filing-number') filter (where ${filed} and t.state = 'closed') as filing,
           max(t.due_at) filter (where ${filed} and t.settled_at is null) as "filingDue",
           max(t.result->>'address') filter (where t.step = 'publish-notice' and t.state = 'closed') as notice,
           max(t.result->>'partner') filter (where t.step = 'assess-partner' and t.state = 'closed') as partner
    from "case" c join "case" p on p.id = c.parent_id and p.kind = 'FG' join task t on t.case_id = p.id
    where c.organization_id = ${organizationId} and c.kind = 'DD' group by c.id`;
}

/** A donor's question, as whoever asked it reads it. */
export interface QueryLine {
  organization: string;
  zone: Zone;
  title: string;
  question: string;
  state: TaskState;
  dueAt: Date;
  answer: string | null;
}

/** @returns null: no such question */
export async function findQuery(tx: Tx, taskId: string): Promise<QueryLine | null> {
  const rows = await tx.$queryRaw<QueryLine[]>`
    select o.name as organization, o.zone, c.subject as title, coalesce(t.facts->'figures'->0->>'value', '') as question, t.state,
           t.due_at as "dueAt", case when t.state = 'closed' then t.result->>'answer' end as answer
    from task t join "case" c on c.id = t.case_id join organization o on o.id = t.organization_id
    where t.id = ${taskId} and t.step = 'answer-query' and c.kind = 'DD'`;
  return rows[0] ?? null;
}

export interface PublicOrganization {
  id: string;
  code: string;
  name: string;
  type: string;
  zone: Zone;
}

export async function organizationByCode(tx: Tx, code: string): Promise<PublicOrganization | null> {
  const rows = await tx.$queryRaw<
    PublicOrganization[]
  >`select id, code, name, type, zone from organization where code = ${code}`;
  return rows[0] ?? null;
}

/**
 * Organizations with a campaign whose name or code contains the words, by code.
 * @param search empty: all
 */
export async function disclosingOrganizations(
  tx: Tx,
  search: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{
  organizations: (PublicOrganization & { campaigns: number; published: number; late: number })[];
  total: number;
}> {
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await tx.$queryRaw<
    (PublicOrganization & { campaigns: number; published: number; late: number; total: number })[]
  >`
    select o.id, o.code, o.name, o.type, o.zone, c.campaigns, d.published, d.late, count(*) over ()::int as total
    from organization o
    cross join lateral (select count(*)::int as campaigns from "case" where organization_id = o.id and kind = 'DD') c
    cross join lateral (
      select count(*) filter (where published_at is not null)::int as published, count(late_at)::int as late
      from disclosure where organization_id = o.id) d
    where c.campaigns > 0 and (o.name ilike ${like} or o.code ilike ${like})
    order by o.code limit ${limit} offset ${offset}`;
  return { organizations: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** A disclosure without its body: whether it is out, and when. */
export interface DisclosureLine {
  id: string;
  caseId: string;
  period: string;
  dueAt: Date;
  publishedAt: Date | null;
  lateAt: Date | null;
  hash: string | null;
}

/** Disclosures of an organization or a case that were asked for, the newest due day first. */
export async function disclosureLinesOf(
  tx: Tx,
  of: { organizationId: string } | { caseId: string },
): Promise<DisclosureLine[]> {
  const which =
    "caseId" in of ? Prisma.sql`d.case_id = ${of.caseId}` : Prisma.sql`d.organization_id = ${of.organizationId}`;
  return tx.$queryRaw<DisclosureLine[]>`
    select d.id, d.case_id as "caseId", d.period, d.due_at as "dueAt", d.published_at as "publishedAt", d.late_at as "lateAt", d.hash
    from disclosure d where ${which} order by d.due_at desc, d.id`;
}

/** A disclosure that is out. */
export interface PublishedDisclosure {
  id: string;
  period: string;
  dueAt: Date;
  publishedAt: Date;
  lateAt: Date | null;
  body: DisclosureBody;
  hash: string;
  previous: string;
  /** Id of the disclosure before in its chain. */
  previousId: string | null;
}

/** @returns null: the organization has published no such disclosure */
export async function publishedDisclosure(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<PublishedDisclosure | null> {
  const rows = await tx.$queryRaw<PublishedDisclosure[]>`
    select d.id, d.period, d.due_at as "dueAt", d.published_at as "publishedAt", d.late_at as "lateAt", d.body, d.hash, d.previous,
           (select p.id from disclosure p where p.case_id = d.case_id and p.hash = d.previous) as "previousId"
    from disclosure d where d.id = ${id} and d.organization_id = ${organizationId} and d.published_at is not null`;
  return rows[0] ?? null;
}
