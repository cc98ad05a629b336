import { carriesOut } from "../../domain/procedures/circular.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import type { Cadence, CaseState } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { newId, rowsOf, tableOf } from "../rows.ts";
import { listDisclosers } from "../views/disclosers.ts";
import { chain, insertLines, type NewEvent } from "./events.ts";

export interface CaseRow {
  id: string;
  organizationId: string;
  duty: string;
  kind: string;
  key: string;
  state: CaseState;
  workflowId: string | null;
  workflowType: string | null;
  parentId: string | null;
  circularId: string | null;
  subject: string;
  facts: Record<string, unknown>;
  openedAt: Date;
  settledAt: Date | null;
  outcome: string | null;
  provisional: boolean;
  /** Cadence of a planned case, whose period the key names; null: not planned. */
  cadence: Cadence | null;
  /** Id of the case that counts instead of this one, which was missed, superseded or credited. */
  countedBy: string | null;
}

export type NewCaseRow = Pick<
  CaseRow,
  | "organizationId"
  | "duty"
  | "kind"
  | "key"
  | "workflowType"
  | "parentId"
  | "subject"
  | "facts"
  | "openedAt"
  | "provisional"
> & {
  circularId?: string | null;
  cadence?: Cadence | null;
  /** The first line of its log. */
  firstLine: Pick<NewEvent, "at" | "actor" | "verb" | "after">;
};

const caseColumns = Prisma.sql`
  c.id, c.organization_id as "organizationId", c.duty, c.kind, c.key, c.state, c.workflow_id as "workflowId",
  c.workflow_type as "workflowType", c.parent_id as "parentId",
  c.circular_id as "circularId", c.subject, c.facts, c.opened_at as "openedAt",
  c.settled_at as "settledAt", c.outcome, c.provisional, c.cadence, c.counted_by_case_id as "countedBy"`;

const insertedColumns = {
  ...({ id: "text", organizationId: "text", duty: "text", kind: "text", key: "text", workflowId: "text" } as const),
  ...({ workflowType: "text", parentId: "text", circularId: "text", subject: "text", facts: "jsonb" } as const),
  ...({ openedAt: "timestamptz", provisional: "bool", cadence: "text", logHead: "text" } as const),
};

/**
 * Inserts cases with the first line of their logs, each once: a case whose (organization, duty, key) exists is skipped, and so is one of a closed
 * organization. The organization's row is share-locked until commit, so that it cannot close in between.
 * @returns the inserted cases with their ids
 */
export async function insertCases(
  tx: Statements,
  cases: readonly NewCaseRow[],
): Promise<(NewCaseRow & { id: string })[]> {
  if (cases.length === 0) return [];
  const named = cases.map((one) => ({ ...one, id: newId() }));
  const { lines, heads } = await chain(
    tx,
    named.map(({ id: caseId, organizationId, firstLine }) => ({ caseId, taskId: null, organizationId, ...firstLine })),
    "new",
  );
  const rows = named.map((one) => ({
    ...one,
    workflowId: one.workflowType && `${one.workflowType}-${one.id}`,
    logHead: heads.get(one.id),
  }));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    with at_work as materialized (
      select id from organization where id = any(${[...new Set(cases.map((one) => one.organizationId))]}::text[])
        and closed_at is null order by id for share)
    insert into "case" (id, organization_id, duty, kind, key, state, workflow_id, workflow_type, parent_id, circular_id,
                        subject, facts, opened_at, provisional, cadence, log_head)
    select r.id, r."organizationId", r.duty, r.kind, r.key, 'open', r."workflowId", r."workflowType", r."parentId",
           r."circularId", r.subject, r.facts, r."openedAt", r.provisional, r.cadence, r."logHead"
    from ${tableOf(rows, insertedColumns)}
    join at_work on at_work.id = r."organizationId"
    on conflict (organization_id, duty, key) do nothing returning id`;
  const ids = new Set(inserted.map((row) => row.id));
  const fresh = named.filter((one) => ids.has(one.id));
  if (fresh.length > 0) await tx.$executeRaw(insertLines(lines.filter(({ caseId }) => ids.has(caseId))));
  await listDisclosers(
    tx,
    fresh.flatMap(({ kind, organizationId }) => (kind === disclosureKind ? [organizationId] : [])),
  );
  return fresh;
}

export async function findCase(tx: Statements, id: string, lock = false): Promise<CaseRow | null> {
  const rows = await tx.$queryRaw<CaseRow[]>`
    select ${caseColumns} from "case" c where c.id = ${id} ${lock ? Prisma.sql`for update` : Prisma.empty}`;
  return rows[0] ?? null;
}

export async function findCaseByKey(
  tx: Statements,
  organizationId: string,
  duty: string,
  key: string,
): Promise<CaseRow | null> {
  const rows = await tx.$queryRaw<CaseRow[]>`
    select ${caseColumns} from "case" c where c.organization_id = ${organizationId} and c.duty = ${duty} and c.key = ${key}`;
  return rows[0] ?? null;
}

export async function findCases(tx: Statements, ids: readonly string[]): Promise<Map<string, CaseRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<
    CaseRow[]
  >`select ${caseColumns} from "case" c where c.id in (${Prisma.join([...ids])})`;
  return new Map(rows.map((row) => [row.id, row]));
}

export async function childrenOf(tx: Statements, caseId: string): Promise<CaseRow[]> {
  return tx.$queryRaw<
    CaseRow[]
  >`select ${caseColumns} from "case" c where c.parent_id = ${caseId} order by c.opened_at, c.id`;
}

/** Cases for which the given one counts: they were missed, superseded or credited. */
export async function countedOf(tx: Statements, caseId: string): Promise<CaseRow[]> {
  return tx.$queryRaw<
    CaseRow[]
  >`select ${caseColumns} from "case" c where c.counted_by_case_id = ${caseId} order by c.opened_at, c.id`;
}

/** Settles an open case. A settled case is left unchanged. @returns whether it was open */
export async function settleCase(
  tx: Statements,
  id: string,
  state: "done" | "cancelled",
  outcome: string,
  now: Date,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update "case" set state = ${state}, outcome = ${outcome}, settled_at = ${now} where id = ${id} and state = 'open'`;
  return changed > 0;
}

/**
 * Settles cases without a workflow whose tasks are all settled. A case of a circular that is still being distributed to the shard stays open: further
 * tasks may be added.
 */
export async function settlePlain(tx: Statements, caseId: string, outcome: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update "case" c set state = 'done', outcome = ${outcome}, settled_at = ${now}
    where c.id = ${caseId} and c.state = 'open' and c.workflow_type is null
      and not exists (select 1 from task t where t.case_id = c.id and t.settled_at is null)
      and (c.circular_id is null or exists (
        select 1 from circular_shard s join organization o on o.shard = s.shard
        where s.circular_id = c.circular_id and o.id = c.organization_id))`;
  return changed > 0;
}

/** Ids of the open cases that were started by a case only in order to carry it out. */
export async function carriedOut(tx: Statements, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from "case"
    where parent_id = ${id} and state = 'open' and split_part(key, ':', 1) = any(${[...carriesOut]}::text[]) order by id`;
  return rows.map((row) => row.id);
}

/** For each key that a case has: how many cases of it and of its successors (`key:2` …) were cancelled. */
export async function givenUpOfKeys(
  tx: Statements,
  keys: readonly { organizationId: string; duty: string; key: string }[],
): Promise<{ organizationId: string; duty: string; key: string; times: number }[]> {
  return tx.$queryRaw<{ organizationId: string; duty: string; key: string; times: number }[]>`
    select r."organizationId", r.duty, r.key, count(*) filter (where c.outcome = 'cancelled' or c.state = 'cancelled')::int as times
    from jsonb_to_recordset(${rowsOf([...keys])}) as r("organizationId" text, duty text, key text)
    join "case" c on c.organization_id = r."organizationId" and c.duty = r.duty and (c.key = r.key or starts_with(c.key, r.key || ':'))
    group by 1, 2, 3`;
}

export async function writeFacts(tx: Statements, id: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  await tx.$executeRaw`update "case" set facts = facts || ${JSON.stringify(facts)}::jsonb where id = ${id}`;
}
