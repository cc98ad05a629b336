import type { CaseState, Zone } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isLateAt } from "../tasks/lateness.ts";

/** A submitted opinion, as the people who handle it see it. */
export interface OpinionLine {
  caseId: string;
  organizationId: string;
  code: string;
  organization: string;
  zone: Zone;
  duty: string;
  subject: string;
  facts: Record<string, unknown>;
  state: CaseState;
  outcome: string | null;
  openedAt: Date;
  /** When the case, or the case that continued it, was settled. */
  settledAt: Date | null;
  /** When the organization was closed. */
  closedAt: Date | null;
  /** The step that is currently waited for. */
  step: string | null;
  stepDuty: string | null;
  taskId: string | null;
  dueAt: Date | null;
  /** Whether that step is late. */
  late: boolean;
}

/** Columns of a case that a requester started; cases that came out of it are shown under it. */
const columns = (now: Date): Prisma.Sql => Prisma.sql`
  c.id as "caseId", c.organization_id as "organizationId", o.code, o.name as organization, o.zone, c.duty, c.subject, c.facts,
  coalesce(further.state, c.state) as state, coalesce(further.outcome, c.outcome) as outcome, c.opened_at as "openedAt",
  case when further.id is null then c.settled_at else further.settled_at end as "settledAt",
  o.closed_at as "closedAt", t.step, t.duty as "stepDuty", t.id as "taskId", t.due_at as "dueAt",
  coalesce(${isLateAt(now)}, false) as late`;
const joined = Prisma.sql`
  from "case" c join organization o on o.id = c.organization_id
  left join lateral (
    select f.id, f.state, f.outcome, f.settled_at from "case" f where f.parent_id = c.id and f.kind = 'OL'
    order by f.opened_at, f.id limit 1) further on true
  left join lateral (
    select w.id, w.step, w.duty, w.state, w.due_at, w.waits_for from task w
    where w.case_id in (c.id, further.id) and w.settled_at is null order by w.due_at, w.id limit 1) t on true`;

export interface OpinionFilter {
  organizationId?: string;
  /** Only opinions that are still to be answered. */
  open: boolean;
}

/** Submitted opinions, newest first. */
export async function opinionLines(tx: Tx, filter: OpinionFilter, now: Date, limit: number): Promise<OpinionLine[]> {
  const { organizationId, open } = filter;
  return tx.$queryRaw<OpinionLine[]>`
    select ${columns(now)} ${joined}
    where c.kind = 'OL' and c.facts ? 'raised'
      ${organizationId === undefined ? Prisma.empty : Prisma.sql`and c.organization_id = ${organizationId}`}
      ${open ? Prisma.sql`and (c.state = 'open' or further.state = 'open')` : Prisma.empty}
    order by c.opened_at desc, c.id limit ${limit}`;
}

export async function findOpinion(tx: Statements, caseId: string, now: Date): Promise<OpinionLine | null> {
  const rows = await tx.$queryRaw<OpinionLine[]>`
    select ${columns(now)} ${joined} where c.id = ${caseId} and c.kind = 'OL' and c.facts ? 'raised'`;
  return rows[0] ?? null;
}

/** A step of an opinion's case, or of the case that continued it. */
export interface OpinionStep {
  duty: string;
  step: string;
  state: string;
  settledAt: Date | null;
  result: Record<string, unknown> | null;
}

export async function opinionSteps(tx: Statements, caseId: string): Promise<OpinionStep[]> {
  return tx.$queryRaw<OpinionStep[]>`
    select t.duty, t.step, t.state, t.settled_at as "settledAt", t.result from task t join "case" c on c.id = t.case_id
    where c.id = ${caseId} or (c.parent_id = ${caseId} and c.kind = 'OL') order by t.opened_at, t.id`;
}

/** Whether a task is the question of this donor. */
export async function queriedBy(tx: Tx, taskId: string, personId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from task where id = ${taskId} and facts->'asker'->>'personId' = ${personId}`;
  return rows.length > 0;
}

/** The case that a person submitted and to which a task belongs, directly or through a case that came out of it; null: none. */
export async function askedBy(tx: Tx, taskId: string, personId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select coalesce(p.id, c.id) as id from task t join "case" c on c.id = t.case_id
      left join "case" p on p.id = c.parent_id and p.facts ? 'raised'
    where t.id = ${taskId} and coalesce(p.facts, c.facts) ? 'raised'
      and coalesce(p.facts, c.facts)->'asker'->>'personId' = ${personId}`;
  return rows[0]?.id ?? null;
}
