import type { BatchAct, BatchInput, BatchOutcome } from "../domain/desk/batch.ts";
import type { BoardView } from "../domain/desk/filter.ts";
import type { Cause } from "../domain/reasons/index.ts";
import type { Duties } from "../domain/tasks/people.ts";
import type { TaskState } from "../domain/tasks/task-states.ts";
import type { Zone } from "../domain/terms.ts";
import { Prisma, type Tx } from "../prisma/client.ts";
import { isByClock } from "./tasks/lateness.ts";
import { wordingColumn } from "./tasks/tasks.ts";
import { boardTasks } from "./views/board.ts";
import { type BoardScope, within } from "./views/board-scope.ts";

/** One act on many tasks. */
export interface BatchRow {
  id: string;
  act: BatchAct;
  input: BatchInput;
  found: string;
  madeBy: string;
  madeAt: Date;
  confirmedAt: Date | null;
  finishedAt: Date | null;
  tasks: number;
}

/** How long a batch that was previewed and not confirmed is kept, in milliseconds: a day. */
const keptMs = 86_400_000;

/** Stores a batch to be previewed, and deletes those that were previewed more than a day ago and never confirmed. */
export async function insertBatch(
  tx: Tx,
  batch: Pick<BatchRow, "id" | "act" | "input" | "found" | "madeBy" | "madeAt">,
  taskIds: readonly string[],
): Promise<void> {
  const { id, act, input, found, madeBy, madeAt } = batch;
  await tx.$executeRaw`
    delete from batch where confirmed_at is null and made_at < ${new Date(madeAt.getTime() - keptMs)}`;
  await tx.$executeRaw`
    insert into batch (id, act, input, found, made_by, made_at)
    values (${id}, ${act}, ${JSON.stringify(input)}::jsonb, ${found}, ${madeBy}, ${madeAt})`;
  await tx.$executeRaw`
    insert into batch_item (batch_id, task_id, organization_id, place)
    select ${id}, t.id, t.organization_id, g.place from unnest(${[...taskIds]}::text[]) with ordinality g(id, place)
    join task t on t.id = g.id`;
}

export async function findBatch(tx: Tx, id: string): Promise<BatchRow | null> {
  const rows = await tx.$queryRaw<BatchRow[]>`
    select b.id, b.act, b.input, b.found, b.made_by as "madeBy", b.made_at as "madeAt", b.confirmed_at as "confirmedAt",
      b.finished_at as "finishedAt", (select count(*)::int from batch_item i where i.batch_id = b.id) as tasks
    from batch b where b.id = ${id}`;
  return rows[0] ?? null;
}

/** Replaces the input of a batch that nobody has confirmed yet. */
export async function setBatchInput(tx: Tx, id: string, input: BatchInput): Promise<void> {
  await tx.$executeRaw`update batch set input = ${JSON.stringify(input)}::jsonb where id = ${id} and confirmed_at is null`;
}

/** Confirms a batch, once. @param finished nothing remains to be done: all of its tasks are marked as done @returns false: it was confirmed before */
export async function confirmBatch(tx: Tx, id: string, now: Date, finished: boolean): Promise<boolean> {
  const n = await tx.$executeRaw`
    update batch set confirmed_at = ${now}, finished_at = case when ${finished} then ${now}::timestamptz end
    where id = ${id} and confirmed_at is null`;
  if (n > 0 && finished)
    await tx.$executeRaw`update batch_item set outcome = 'done', at = ${now} where batch_id = ${id}`;
  return n > 0;
}

/** The next tasks of a batch that have not been processed, in the batch's order. */
export async function nextItems(
  tx: Tx,
  id: string,
  limit: number,
): Promise<{ taskId: string; organizationId: string }[]> {
  return tx.$queryRaw<{ taskId: string; organizationId: string }[]>`
    select task_id as "taskId", organization_id as "organizationId" from batch_item
    where batch_id = ${id} and outcome is null order by place limit ${limit}`;
}

/** Claims a task of a batch in the transaction that acts on it. @returns false: it was processed, or another transaction has it */
export async function takeItem(tx: Tx, id: string, taskId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from batch_item where batch_id = ${id} and task_id = ${taskId} and outcome is null for update skip locked`;
  return rows.length > 0;
}

export async function settleItem(
  tx: Tx,
  id: string,
  taskId: string,
  { outcome, cause }: { outcome: BatchOutcome; cause?: Cause },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update batch_item set outcome = ${outcome}, cause = ${cause ? JSON.stringify(cause) : null}::jsonb, at = ${now}
    where batch_id = ${id} and task_id = ${taskId} and outcome is null`;
}

/** Closes a batch all of whose tasks have been processed. @returns false: it is not finished, or was closed before */
export async function finishBatch(tx: Tx, id: string, now: Date): Promise<boolean> {
  const n = await tx.$executeRaw`
    update batch b set finished_at = ${now} where b.id = ${id} and b.confirmed_at is not null and b.finished_at is null
      and not exists (select 1 from batch_item i where i.batch_id = b.id and i.outcome is null)`;
  return n > 0;
}

/** Releases the notices of a batch for sending; each reader receives one message for all of them. @returns shards of the readers, with the instant */
export async function releaseNotices(tx: Tx, id: string, now: Date): Promise<{ shard: number; at: Date }[]> {
  return tx.$queryRaw<{ shard: number; at: Date }[]>`
    with freed as (
      update notice n set send_at = ${now} from batch_item i
      where i.batch_id = ${id} and n.task_id = i.task_id and n.state = 'queued' and n.send_at > ${now} and n.details->>'batch' = ${id}
      returning n.shard)
    select distinct shard, ${now}::timestamptz as at from freed`;
}

/** Ids of batches that were confirmed and are not finished. */
export async function batchesUnderWay(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from batch where confirmed_at is not null and finished_at is null order by confirmed_at`;
  return rows.map(({ id }) => id);
}

/** Number of tasks of a batch by outcome. */
export async function batchCounts(
  tx: Tx,
  id: string,
): Promise<Readonly<Record<BatchOutcome | "waiting" | "organizations", number>>> {
  const none = { done: 0, unchanged: 0, refused: 0, failed: 0, waiting: 0, organizations: 0 };
  const rows = await tx.$queryRaw<{ outcome: BatchOutcome | "waiting"; n: number }[]>`
    select coalesce(outcome, 'waiting') as outcome, count(*)::int as n from batch_item where batch_id = ${id} group by 1`;
  const [of] = await tx.$queryRaw<{ n: number }[]>`
    select count(distinct organization_id)::int as n from batch_item where batch_id = ${id}`;
  return { ...none, ...Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n])), organizations: of?.n ?? 0 };
}

/** A task of a batch, as its list shows it. */
export interface BatchLine extends Duties {
  id: string;
  caseId: string;
  organizationId: string;
  organization: string;
  code: string;
  district: string;
  zone: Zone;
  duty: string;
  step: string;
  facts: Record<string, unknown>;
  subject: string;
  state: TaskState;
  dueAt: Date;
  waitsFor: number;
  floating: boolean;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
  outcome: BatchOutcome | null;
  cause: Cause | null;
}

/**
 * Tasks of a batch in its order. @param among ids of the organizations that the reader may see; null: all @param wrongFirst failed tasks come first
 */
export async function batchLines(
  tx: Tx,
  id: string,
  among: readonly string[] | null,
  { limit, offset, wrongFirst = false }: { limit: number; offset: number; wrongFirst?: boolean },
): Promise<BatchLine[]> {
  const order = wrongFirst
    ? Prisma.sql`coalesce(i.outcome in ('refused', 'failed'), false) desc, i.place`
    : Prisma.sql`i.place`;
  const seen = among === null ? Prisma.sql`true` : Prisma.sql`i.organization_id = any(${[...among]}::text[])`;
  const rows = await tx.$queryRaw<BatchLine[]>`
    select t.id, t.roles, t.person_id as "personId", t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds",
      t.case_id as "caseId", o.id as "organizationId", o.name as organization, o.code, o.district, o.zone, t.duty, t.step,
      ${wordingColumn}, c.subject, t.state, t.due_at as "dueAt", t.waits_for as "waitsFor", t.floating, ${isByClock} as "byClock", i.outcome, i.cause
    from (select * from batch_item i where i.batch_id = ${id} and ${seen} order by ${order} limit ${limit} offset ${offset}) i
    join task t on t.id = i.task_id join organization o on o.id = t.organization_id join "case" c on c.id = t.case_id
    order by ${order}`;
  return rows.map((row) => ({ ...row, cause: row.cause && revived(row.cause) }));
}

/** JSON has instants as strings: turns those of a reason's values into Dates again. */
function revived(cause: Cause): Cause {
  const values = Object.entries(cause.values).map(([name, value]): [string, unknown] => [
    name,
    typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? new Date(value) : value,
  ]);
  return { ...cause, values: Object.fromEntries(values) } as unknown as Cause;
}

/** Whether one of the given organizations has a task in the batch. */
export async function concernsBatch(tx: Tx, id: string, among: readonly string[]): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from batch_item where batch_id = ${id} and organization_id = any(${[...among]}::text[]) limit 1`;
  return rows.length > 0;
}

/** Those of the given ids that are open tasks in a scope, in the given order. */
export async function openTasksAmong(tx: Tx, ids: readonly string[], scope: BoardScope): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select t.id from unnest(${[...ids]}::text[]) with ordinality g(id, place)
    join task t on t.id = g.id join organization o on o.id = t.organization_id
    where t.settled_at is null and ${within(scope)} order by g.place`;
  return rows.map(({ id }) => id);
}

/** Ids of the tasks of a table of the board, the most urgent first. */
export async function tasksShown(
  tx: Tx,
  view: Exclude<BoardView, "unreachable">,
  scope: BoardScope,
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select found.id from (${boardTasks(view, scope, now, { limit, offset: 0 })}) found order by found.place`;
  return rows.map(({ id }) => id);
}
