import type { DisclosureBody, Totals } from "../../domain/donations/disclosure-body.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import type { CaseState, LocalDate, Role, Zone } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";

/** A campaign or project whose donations are disclosed, with its totals. */
export interface CampaignRow extends Totals {
  caseId: string;
  key: string;
  duty: string;
  title: string;
  state: CaseState;
  facts: Record<string, unknown>;
  openedAt: Date;
  settledAt: Date | null;
  organizationId: string;
  code: string;
  name: string;
  zone: Zone;
}

/** Campaigns, newest first: of an organization, of one case, or all. */
export async function campaignsOf(
  tx: Statements,
  of: { organizationId?: string; caseId?: string } = {},
): Promise<CampaignRow[]> {
  return tx.$queryRaw<CampaignRow[]>`
    select c.id as "caseId", c.key, c.duty, c.subject as title, c.state, c.facts, c.opened_at as "openedAt",
           c.settled_at as "settledAt", o.id as "organizationId", o.code, o.name, o.zone, coalesce(t.received, 0) as received,
           coalesce(t.used, 0) as used, coalesce(t.receipts, 0) as receipts, coalesce(t.uses, 0) as uses
    from "case" c join organization o on o.id = c.organization_id left join campaign_total t on t.case_id = c.id
    where c.kind = 'DD'
      ${of.organizationId === undefined ? Prisma.empty : Prisma.sql`and c.organization_id = ${of.organizationId}`}
      ${of.caseId === undefined ? Prisma.empty : Prisma.sql`and c.id = ${of.caseId}`}
    order by c.opened_at desc, c.id`;
}

/** A running campaign, as the people who record its donations see it. */
export type RunningCampaign = Pick<CampaignRow, "caseId" | "title" | "organizationId" | "name">;

/**
 * Campaigns and projects whose donations a person records: those of organizations in which they hold one of the roles, and those with a task that was
 * assigned to them. Only running ones.
 */
export async function campaignsRecordedBy(
  tx: Statements,
  personId: string,
  { roles, now, caseId }: { roles: readonly Role[]; now: Date; caseId?: string },
): Promise<RunningCampaign[]> {
  return tx.$queryRaw<RunningCampaign[]>`
    select c.id as "caseId", c.subject as title, o.id as "organizationId", o.name
    from "case" c join organization o on o.id = c.organization_id
    where c.kind = 'DD' and c.state = 'open' and o.closed_at is null
      ${caseId === undefined ? Prisma.empty : Prisma.sql`and c.id = ${caseId}`}
      and (c.organization_id in (
          select h.organization_id from holding h where h.person_id = ${personId} and h.role = any(${[...roles]}::text[])
            and ${isHeldAt(now)})
        or c.id in (select t.case_id from task t where t.person_id = ${personId} and t.settled_at is null))
    order by c.opened_at desc, c.id limit 50`;
}

/** The filing of a campaign, as the public page shows it. */
export interface PublicFiling {
  caseId: string;
  /** Number under which the plan was filed; null: not filed yet, and due by `filingDue` (major emergency). */
  filing: string | null;
  filingDue: Date | null;
  /** Address of the published solicitation notice. */
  notice: string | null;
  /** The partner that was assessed. */
  partner: string | null;
  /**
   * The campaign answers a major emergency: its plan may be filed after it has begun.
   */
  emergency: boolean;
  /** When the plan was filed and when the campaign began. */
  filedAt: Date | null;
  begunAt: Date | null;
}

/** Filings of an organization's campaigns that came from a fundraising plan. */
export async function filingsOf(tx: Statements, organizationId: string): Promise<PublicFiling[]> {
  const filed = Prisma.sql`t.step in ('file-plan', 'file-late', 'partner-plan', 'partner-plan-late')`;
  return tx.$queryRaw<PublicFiling[]>`
    select c.id as "caseId",
           max(t.result->>'filing-number') filter (where ${filed} and t.state = 'closed') as filing,
           max(t.due_at) filter (where ${filed} and t.settled_at is null) as "filingDue",
           max(t.result->>'address') filter (where t.step = 'publish-notice' and t.state = 'closed') as notice,
           max(t.result->>'partner') filter (where t.step = 'assess-partner' and t.state = 'closed') as partner,
           coalesce((p.facts->>'emergency')::boolean, false) as emergency,
           min(coalesce(t.submitted_at, t.settled_at)) filter (where ${filed} and t.state = 'closed') as "filedAt",
           min(t.settled_at) filter (where t.step = 'begin' and t.state = 'closed') as "begunAt"
    from "case" c join "case" p on p.id = c.parent_id and p.kind = 'FG' join task t on t.case_id = p.id
    where c.organization_id = ${organizationId} and c.kind = 'DD' group by c.id, p.facts`;
}

/** A donor's question, as the donor sees it. */
export interface QueryLine {
  organization: string;
  zone: Zone;
  title: string;
  question: string;
  state: TaskState;
  dueAt: Date;
  answer: string | null;
  settledAt: Date | null;
  /** When the organization was closed. */
  closedAt: Date | null;
}

/** Finds a donor's question. @returns null: there is none of this id */
export async function findQuery(tx: Statements, taskId: string): Promise<QueryLine | null> {
  const rows = await tx.$queryRaw<QueryLine[]>`
    select o.name as organization, o.zone, c.subject as title, coalesce(t.facts->'figures'->0->>'value', '') as question, t.state,
           t.due_at as "dueAt", case when t.state = 'closed' then t.result->>'answer' end as answer,
           t.settled_at as "settledAt", o.closed_at as "closedAt"
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

export async function organizationByCode(tx: Statements, code: string): Promise<PublicOrganization | null> {
  const rows = await tx.$queryRaw<
    PublicOrganization[]
  >`select id, code, name, type, zone from organization where code = ${code}`;
  return rows[0] ?? null;
}

/** A disclosure without its body: state and dates. */
export interface DisclosureLine {
  id: string;
  caseId: string;
  period: string;
  dueAt: Date;
  publishedAt: Date | null;
  lateAt: Date | null;
  hash: string | null;
  platformAddress: string | null;
  platformOn: LocalDate | null;
  /** HH:MM */
  platformTime: string | null;
}

/** Requested disclosures of an organization or a case, latest due day first. */
export async function disclosureLinesOf(
  tx: Statements,
  of: { organizationId: string } | { caseId: string },
): Promise<DisclosureLine[]> {
  const which =
    "caseId" in of ? Prisma.sql`d.case_id = ${of.caseId}` : Prisma.sql`d.organization_id = ${of.organizationId}`;
  return tx.$queryRaw<DisclosureLine[]>`
    select d.id, d.case_id as "caseId", d.period, d.due_at as "dueAt", d.published_at as "publishedAt", d.late_at as "lateAt", d.hash,
      d.platform_address as "platformAddress", to_char(d.platform_on, 'YYYY-MM-DD') as "platformOn",
      d.platform_time as "platformTime"
    from disclosure d where ${which} order by d.due_at desc, d.id`;
}

/** A published disclosure, as a feed lists it. */
export interface RecentDisclosure {
  id: string;
  /** Title of its campaign. */
  title: string;
  period: string;
  publishedAt: Date;
  lateAt: Date | null;
  hash: string;
  totals: DisclosureBody["totals"];
}

/** Published disclosures of an organization, newest first. */
export async function recentDisclosures(
  tx: Statements,
  organizationId: string,
  limit: number,
  offset = 0,
): Promise<RecentDisclosure[]> {
  return tx.$queryRaw<RecentDisclosure[]>`
    select d.id, d.body->'campaign'->>'title' as title, d.period, d.published_at as "publishedAt", d.late_at as "lateAt", d.hash,
      d.body->'totals' as totals
    from disclosure d where d.organization_id = ${organizationId} and d.published_at is not null
    order by d.published_at desc, d.id limit ${limit} offset ${offset}`;
}

/** A published disclosure. */
export interface PublishedDisclosure {
  id: string;
  period: string;
  dueAt: Date;
  publishedAt: Date;
  lateAt: Date | null;
  body: DisclosureBody;
  hash: string;
  previous: string;
  platformAddress: string | null;
  platformOn: LocalDate | null;
  /** HH:MM */
  platformTime: string | null;
  /** Id of the previous disclosure in the hash chain. */
  previousId: string | null;
}

/** A published disclosure. @returns null: the organization has published none of this id */
export async function publishedDisclosure(
  tx: Statements,
  organizationId: string,
  id: string,
): Promise<PublishedDisclosure | null> {
  const rows = await tx.$queryRaw<PublishedDisclosure[]>`
    select d.id, d.period, d.due_at as "dueAt", d.published_at as "publishedAt", d.late_at as "lateAt", d.body, d.hash, d.previous,
           d.platform_address as "platformAddress", to_char(d.platform_on, 'YYYY-MM-DD') as "platformOn",
      d.platform_time as "platformTime",
           (select p.id from disclosure p where p.case_id = d.case_id and p.hash = d.previous) as "previousId"
    from disclosure d where d.id = ${id} and d.organization_id = ${organizationId} and d.published_at is not null`;
  return rows[0] ?? null;
}
