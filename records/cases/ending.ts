import { doing, type Ending, type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { nudgeRounds } from "../nudges.ts";
import { tableOf } from "../rows.ts";
import { appendEvents, chain, insertLines, type NewEvent } from "./events.ts";
import { wakeCases } from "./workflows.ts";

/** An open planned case with its open tasks, locked: nobody can act on it until it ends. */
export interface OpenPlanned {
  caseId: string;
  organizationId: string;
  /** At least one of its steps is done. */
  stepDone: boolean;
  /** Hash of the last line of its log; null: a version wrote it that did not note it. */
  logHead: string | null;
  tasks: OpenTask[];
}

export interface OpenTask {
  id: string;
  caseId: string;
  state: TaskState;
  dueAt: Date;
  waitsFor: number;
  submissions: number;
  highestRung: string | null;
}

/** An open case, with its open tasks, that ends without being done or cancelled. */
export interface CaseEnding extends Pick<OpenPlanned, "caseId" | "organizationId" | "tasks"> {
  as: Ending;
  /** The case that counts instead; null: none does. */
  countedBy: string | null;
  /** Reason for the log: what changed, or which case counts. */
  after?: Readonly<Record<string, unknown>>;
  /** As {@link OpenPlanned} has it. @default read when it ends */
  logHead?: string | null;
}

/** Locks open cases and their waiting tasks; tasks first, as in every verb. @returns those that are still open */
export const lockOpenCases = (tx: Statements, caseIds: readonly string[]): Promise<OpenPlanned[]> =>
  openCases(tx, caseIds, true);

/** The same without locks. */
export const readOpenCases = (tx: Statements, caseIds: readonly string[]): Promise<OpenPlanned[]> =>
  openCases(tx, caseIds, false);

async function openCases(tx: Statements, caseIds: readonly string[], lock: boolean): Promise<OpenPlanned[]> {
  if (caseIds.length === 0) return [];
  const ids = [...caseIds];
  const isWaiting = Prisma.sql`state in (${Prisma.join([...waiting])})`;
  // "offset 0" and a literal list make PostgreSQL look up each case by its index, even before it has statistics of newly written rows.
  const theirs = Prisma.sql`unnest(${ids}::text[]) c(id)
    cross join lateral (select * from task where case_id = c.id and ${isWaiting} offset 0) t`;
  const tasks = await tx.$queryRaw<OpenTask[]>`
    select t.id, t.case_id as "caseId", t.state, t.due_at as "dueAt", t.waits_for as "waitsFor",
      t.submissions, t.highest_rung as "highestRung"
    from ${lock ? Prisma.sql`task t where t.id = any(array(select t.id from ${theirs})) and t.${isWaiting}` : theirs}
    order by (t.parent_task_id is not null), t.id ${lock ? Prisma.sql`for update` : Prisma.empty}`;
  const cases = await tx.$queryRaw<(Pick<OpenPlanned, "organizationId" | "stepDone" | "logHead"> & { id: string })[]>`
    select c.id, c.organization_id as "organizationId", c.log_head as "logHead",
      exists (select 1 from task s where s.case_id = c.id and s.state in ('closed', 'accepted') offset 0) as "stepDone"
    from "case" c where c.id = any(${ids}::text[]) and c.state = 'open' order by c.id
    ${lock ? Prisma.sql`for no key update` : Prisma.empty}`;
  const found = new Map(cases.map(({ id, ...one }) => [id, { ...one, caseId: id, tasks: [] as OpenTask[] }]));
  for (const task of tasks) found.get(task.caseId)?.tasks.push(task);
  return [...found.values()];
}

/**
 * Ends cases, which are open and locked (`lockOpenCases`), and their open tasks, set-wise. Tasks of a missed case that had not begun are cancelled:
 * nobody had been asked for them. No notices are sent; a running case workflow ends.
 */
export async function endCases(tx: Statements, ends: readonly CaseEnding[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  const ending = ends.map((end) => ({
    ...end,
    tasks: end.tasks.map((task) => ({
      ...task,
      as: end.as === "missed" && task.waitsFor > 0 ? ("cancelled" as const) : end.as,
    })),
  }));
  const tasks = ending.flatMap((end) => end.tasks);
  await tx.$executeRaw`
    update task t set state = r."as", settled_at = ${now}, next_at = null, asked_until = null, poison = null
    from ${tableOf(tasks, { id: "text", as: "text" })} where t.id = r.id`;
  const { lines, heads } = await chain(
    tx,
    ending.flatMap((end) => linesOf(end, now)),
    { locked: new Map(ends.flatMap(({ caseId, logHead }) => (logHead ? [[caseId, logHead]] : []))) },
  );
  const rows = ends.map((one) => ({ ...one, logHead: heads.get(one.caseId) }));
  await tx.$executeRaw`
    with lines as (${insertLines(lines)})
    update "case" c set state = r."as", settled_at = ${now}, counted_by_case_id = r."countedBy", log_head = r."logHead"
    from ${tableOf(rows, { caseId: "text", as: "text", countedBy: "text", logHead: "text" })} where c.id = r."caseId"`;
  // No workflow runs for a case that was credited when it opened.
  await wakeCases(tx, [...new Set(tasks.map(({ caseId }) => caseId))], now);
}

/** A line for each task and one for each case; a case that ends with its only task, as most do, has one line for both. */
function linesOf(
  {
    caseId,
    organizationId,
    as: verb,
    countedBy,
    after,
    tasks,
  }: Omit<CaseEnding, "tasks"> & { tasks: readonly (OpenTask & { as: TaskState })[] },
  now: Date,
): NewEvent[] {
  const line = { at: now, actor: "system", caseId, organizationId, verb };
  const said = { ...after, ...(countedBy !== null && { case: countedBy }) };
  const changes = tasks.map(({ id: taskId, state, dueAt, as }) => ({
    ...line,
    ...{ taskId, before: { state, dueAt }, after: { state: as } },
  }));
  const [only] = changes;
  return only && changes.length === 1
    ? [{ ...only, after: { ...only.after, ...said } }]
    : [...changes, { ...line, taskId: null, after: said }];
}

/** Ends a task of a running case that another task replaces after a change of level. A settled task is left unchanged. */
export async function supersedeTask(
  tx: Statements,
  { id, caseId, organizationId, state }: Pick<OpenTask, "id" | "caseId" | "state"> & { organizationId: string },
  now: Date,
): Promise<void> {
  const ended = await tx.$executeRaw`
    update task set state = 'superseded', settled_at = ${now}, next_at = null, asked_until = null, poison = null
    where id = ${id} and settled_at is null`;
  if (ended === 0) return;
  const change = { before: { state }, after: { state: "superseded" } };
  await appendEvents(tx, [
    { at: now, actor: "system", caseId, taskId: id, organizationId, verb: "superseded", ...change },
  ]);
}

/** Reopens superseded cases and their tasks, because the case that counted instead of them no longer does. */
export async function reopenCases(tx: Statements, caseIds: readonly string[], now: Date): Promise<void> {
  if (caseIds.length === 0) return;
  const ids = [...caseIds];
  const tasks = await tx.$queryRaw<{ id: string; caseId: string; organizationId: string; round: string }[]>`
    update task t set state = case when t.returns > 0 then 'returned' else 'open' end, settled_at = null,
      next_at = case when t.waits_for = 0 then ${now}::timestamptz end
    from (select id from task where case_id = any(${ids}::text[]) and state = 'superseded' order by id for update) s
    where t.id = s.id returning t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.round`;
  const cases = await tx.$queryRaw<{ id: string; organizationId: string }[]>`
    update "case" set state = 'open', settled_at = null, counted_by_case_id = null
    where id = any(${ids}::text[]) and state = 'superseded' returning id, organization_id as "organizationId"`;
  await nudgeRounds(
    tx,
    tasks.map(({ round }) => ({ round, at: now })),
    now,
  );
  await wakeCases(
    tx,
    cases.map(({ id }) => id),
    now,
  );
  const by = { at: now, actor: "system", verb: "reopened" };
  await appendEvents(tx, [
    ...tasks.map(({ id: taskId, caseId, organizationId }) => ({ ...by, caseId, taskId, organizationId })),
    ...cases.map(({ id: caseId, organizationId }) => ({ ...by, caseId, taskId: null, organizationId })),
  ]);
}

/** How many cases in a row were missed before this one, and the rung from which its ladder therefore begins. */
export interface Missed {
  caseId: string;
  times: number;
  /** Null: nobody above the doer is notified. */
  rung: string | null;
}

/** Writes this on newly opened cases, except those that somebody has answered already. */
export async function recordMissed(tx: Statements, missed: readonly Missed[]): Promise<void> {
  if (missed.length === 0) return;
  // "offset 0" and lists: looked up by their indexes, as above. Joined as they are, all that is open was held against each row.
  const open = await tx.$queryRaw<{ id: string; caseId: string }[]>`
    select t.id, t.case_id as "caseId" from unnest(${missed.map(({ caseId }) => caseId)}::text[]) c(id)
    cross join lateral (select * from task where case_id = c.id and parent_task_id is null
      and state in (${Prisma.join([...doing])}) offset 0) t`;
  const byCase = new Map(missed.map((one) => [one.caseId, one]));
  const tasks = open.map(({ id, caseId }) => ({ ...byCase.get(caseId), id }));
  await tx.$executeRaw`
    update task t set facts = t.facts || jsonb_build_object('missed', r.times), highest_rung = coalesce(t.highest_rung, r.rung)
    from ${tableOf(tasks, { id: "text", times: "int", rung: "text" })} where t.id = r.id and t.state in (${Prisma.join([...doing])})`;
  await tx.$executeRaw`
    update "case" c set facts = c.facts || jsonb_build_object('missed', r.times)
    from ${tableOf(missed, { caseId: "text", times: "int" })} where c.id = r."caseId"`;
}
