import type { Circular, CircularSource, CircularUrgency } from "../../domain/procedures/circular.ts";
import type { TaskState } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { circularColumns, concerned } from "../cases/circulars.ts";
import { isLateAt } from "../tasks/lateness.ts";
import { amongst, type BoardScope } from "./board-scope.ts";

type Scope = BoardScope["organizationIds"];

/**
 * Circulars by id, the beginning of an id, or key. @param named what the user entered @returns at most two, so that the caller sees that it is
 * ambiguous
 */
export async function circularsNamed(tx: Tx, named: string): Promise<Circular[]> {
  const exact = await tx.$queryRaw<Circular[]>`
    select ${circularColumns} from circular x where x.id = ${named} or x.key = ${named} order by (x.id = ${named}) desc limit 1`;
  if (exact.length > 0 || named.length < 6) return exact;
  return tx.$queryRaw<Circular[]>`select ${circularColumns} from circular x where starts_with(x.id, ${named}) limit 2`;
}

/** A circular in a list, as far as it concerns the reader's organizations. */
export interface CircularLine {
  id: string;
  event: Circular["event"];
  title: string;
  source: CircularSource;
  urgency: CircularUrgency;
  issuedAt: Date;
  withdrawnAt: Date | null;
  organizations: number;
}

/** Circulars that concern an organization of the scope, newest first. */
export async function circularLines(tx: Tx, scope: Scope, limit: number, offset = 0): Promise<CircularLine[]> {
  return tx.$queryRaw<CircularLine[]>`
    select x.id, x.event, x.title, x.source, x.urgency, x.issued_at as "issuedAt", x.withdrawn_at as "withdrawnAt",
      n.organizations
    from circular x cross join lateral (
      select count(*)::int as organizations from organization o where ${concerned} and ${amongst(scope)}) n
    where n.organizations > 0 order by x.issued_at desc, x.id limit ${limit} offset ${offset}`;
}

/** Progress of a circular, in numbers of organizations. */
export interface CircularCoverage {
  /** Organizations that it concerns and that are not closed. */
  organizations: number;
  /** Those that received it: a case exists. */
  reached: number;
  /** Those in which all its tasks are done or cancelled. */
  done: number;
  /** Those with a task past its due instant. */
  late: number;
  /** Those in which nobody has acted yet, not even acknowledged it. */
  silent: number;
  /** Those in progress: somebody has acted, and it is neither done nor late. */
  underWay: number;
  steps: CircularStep[];
}

/** A step of all organizations; tasks that each person does are a step of their own. */
export interface CircularStep {
  duty: string;
  step: string;
  asked: number;
  done: number;
  /** Submitted, waiting for the verifier. */
  submitted: number;
  late: number;
}

export async function coverageOfCircular(tx: Tx, id: string, scope: Scope, now: Date): Promise<CircularCoverage> {
  const [sum] = await tx.$queryRaw<Omit<CircularCoverage, "steps">[]>`
    select (select count(*)::int from circular x, organization o where x.id = ${id} and ${concerned} and ${amongst(scope)})
        as organizations,
      count(*)::int as reached, count(*) filter (where p.done)::int as done, count(*) filter (where p.late)::int as late,
      count(*) filter (where p.silent)::int as silent, count(*) filter (where ${isUnderWay})::int as "underWay"
    from (${perOrganization(id, scope, now)}) p`;
  const steps = await tx.$queryRaw<CircularStep[]>`
    select t.duty, t.step, count(*)::int as asked, count(*) filter (where t.state in ('closed', 'accepted'))::int as done,
      count(*) filter (where t.state = 'submitted')::int as submitted, count(*) filter (where ${isLateAt(now)})::int as late
    from "case" c join task t on t.case_id = c.id join organization o on o.id = c.organization_id
    where c.circular_id = ${id} and ${amongst(scope)} group by t.duty, t.step
    order by min(case when t.step = 'do' then 1 else 0 end), min(t.waits_for), min(t.due_at), t.duty, t.step`;
  return { ...(sum ?? { organizations: 0, reached: 0, done: 0, late: 0, silent: 0, underWay: 0 }), steps };
}

/** SQL: in progress excludes silent and late. */
const isUnderWay = Prisma.sql`(not p.done and not p.late and not p.silent)`;

export const coverageViews = ["silent", "late", "open", "done"] as const;
export type CoverageView = (typeof coverageViews)[number];

/** An organization that received the circular. */
export interface CoverageRow {
  id: string;
  code: string;
  name: string;
  done: boolean;
  late: boolean;
  silent: boolean;
  /** State of each step, by the step's name. */
  steps: Readonly<Record<string, TaskState>>;
}

/** Rows in the order silent, late, in progress. */
export async function coverageRows(
  tx: Tx,
  id: string,
  scope: Scope,
  now: Date,
  { view, limit, offset = 0 }: { view: CoverageView | null; limit: number; offset?: number },
): Promise<CoverageRow[]> {
  const only: Record<CoverageView, Prisma.Sql> = {
    silent: Prisma.sql`p.silent`,
    late: Prisma.sql`p.late`,
    open: isUnderWay,
    done: Prisma.sql`p.done`,
  };
  return tx.$queryRaw<CoverageRow[]>`
    select o.id, o.code, o.name, p.done, p.late, p.silent, coalesce(s.steps, '{}') as steps
    from (${perOrganization(id, scope, now)}) p join organization o on o.id = p.id
    cross join lateral (
      select jsonb_object_agg(t.step, t.state) as steps from "case" c join task t on t.case_id = c.id
      where c.circular_id = ${id} and c.organization_id = o.id and t.parent_task_id is null and t.step <> 'do') s
    where ${view ? only[view] : Prisma.sql`true`}
    order by p.done, p.silent desc, p.late desc, o.name, o.id limit ${limit} offset ${offset}`;
}

/** A recent circular and its progress; each organization is counted once, in one of the states. */
export interface CircularBar extends Pick<CircularLine, "id" | "title" | "issuedAt"> {
  reached: number;
  done: number;
  late: number;
  silent: number;
}

const bars = { days: 60 };

/** The newest circulars that were not withdrawn and that an organization of the scope received. */
export async function circularBars(tx: Tx, scope: Scope, now: Date, limit: number): Promise<CircularBar[]> {
  const since = new Date(now.getTime() - bars.days * 86_400_000);
  const issued = await tx.$queryRaw<Pick<CircularLine, "id" | "title" | "issuedAt">[]>`
    select id, title, issued_at as "issuedAt" from circular where withdrawn_at is null and issued_at > ${since}
    order by issued_at desc, id limit ${limit}`;
  const counted = await Promise.all(
    issued.map(async (one): Promise<CircularBar[]> => {
      const [sums] = await tx.$queryRaw<Omit<CircularBar, keyof typeof one>[]>`
        select count(*)::int as reached, count(*) filter (where p.done)::int as done,
          count(*) filter (where p.silent and not p.done)::int as silent,
          count(*) filter (where p.late and not p.silent and not p.done)::int as late
        from (${perOrganization(one.id, scope, now)}) p`;
      return sums && sums.reached > 0 ? [{ ...one, ...sums }] : [];
    }),
  );
  return counted.flat();
}

const perOrganization = (id: string, scope: Scope, now: Date): Prisma.Sql => Prisma.sql`
  select o.id, bool_and(c.state <> 'open') as done, coalesce(bool_or(${isLateAt(now)}), false) as late,
    bool_and(c.state = 'open') and coalesce(bool_and(t.state = 'open' and t.outlook is null and t.asked_until is null), true) as silent
  from "case" c join organization o on o.id = c.organization_id left join task t on t.case_id = c.id
  where c.circular_id = ${id} and ${amongst(scope)} group by o.id`;
