import type { OpenedTask } from "../../domain/procedures/opening.ts";
import type { TaskFacts } from "../../domain/tasks/task.ts";
import { doing, type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import type { Role, Zone } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { newId, rowsOf, tableOf } from "../rows.ts";

/** A task as verbs and rounds read it. */
export interface TaskRow extends TaskFacts {
  id: string;
  caseId: string;
  organizationId: string;
  duty: string;
  key: string;
  step: string;
  roles: Role[];
  policy: string;
  verifierPolicy: string;
  climbFrom: Date;
  climbDueAt: Date;
  processedThrough: Date | null;
  highestRung: string | null;
  nextAt: Date | null;
  round: string;
  waitsFor: number;
  floating: boolean;
  parentTaskId: string | null;
  submittedAt: Date | null;
  askedReason: string | null;
  settledAt: Date | null;
  result: unknown;
  facts: Record<string, unknown>;
  poison: string | null;
}

export const taskColumns = Prisma.sql`
  t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.duty, t.key, t.step, t.roles, t.person_id as "personId",
  t.passed_by_id as "passedById", t.verifier, t.state, t.policy, t.verifier_policy as "verifierPolicy", t.opened_at as "openedAt",
  t.due_at as "dueAt", t.first_due_at as "firstDueAt", t.due_revision as "dueRevision", t.climb_from as "climbFrom", t.climb_due_at as "climbDueAt",
  t.processed_through as "processedThrough", t.highest_rung as "highestRung", t.next_at as "nextAt", t.round, t.waits_for as "waitsFor", t.floating,
  t.parent_task_id as "parentTaskId", t.returns, t.submissions,
  t.self_declared as "selfDeclared", t.submitted_by_id as "submittedById", t.submitted_at as "submittedAt", t.did_ids as "didIds", t.asked_until as "askedUntil",
  t.asked_reason as "askedReason", t.asked_by_id as "askedById", t.outlook, t.outlook_at as "outlookAt",
  t.outlook_note as "outlookNote", t.outlook_by_id as "outlookById", t.outlook_answered_at as "outlookAnsweredAt", t.settled_at as "settledAt", t.result, t.facts, t.poison`;

/** SQL: the facts of task `t` on which its title and form depend. */
export const wordingColumn = Prisma.sql`jsonb_build_object('hazard', t.facts->'hazard', 'unsupervised', t.facts->'unsupervised',
  'period', t.facts->'period') as facts`;

/** Changes the wording of tasks without a submission if the highest hazard is another than when they opened. */
export async function rewordTasks(
  tx: Statements,
  tasks: readonly { caseId: string; key: string; facts: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  if (tasks.length === 0) return;
  await tx.$executeRaw`
    update task t set facts = (t.facts - 'hazard') || r.facts
    from jsonb_to_recordset(${rowsOf([...tasks])}) as r("caseId" text, key text, facts jsonb)
    where t.case_id = r."caseId" and t.key = r.key and t.submissions = 0
      and t.facts <> (t.facts - 'hazard') || r.facts`;
}

/** SQL of `askedDue` (domain/escalation/anchor.ts): the due instant shown to the doer of task `t` of organization `o`. */
export function askedDueIn(now: Date): Prisma.Sql {
  const asked = Prisma.sql`(((t.facts->>'askedBy')::date + time '18:00') at time zone o.zone)`;
  return Prisma.sql`(case when t.due_revision = 0 and t.facts->>'askedBy' is not null and ${asked} > ${now} then ${asked} else t.due_at end)`;
}

/** SQL of `termBegan` (domain/tasks/term.ts): task `t` has a due instant. */
export const termBegan = Prisma.sql`(t.waits_for = 0 or not t.floating)`;

/** SQL: a duty is paused for all or for organization `o`; its tasks have no next step until it is resumed. */
const dutyPaused = (duty: Prisma.Sql): Prisma.Sql => Prisma.sql`
  exists(select 1 from duty_setting s where s.duty = ${duty} and s.paused_at is not null
         and (s.organization_id is null or s.organization_id = o.id))`;

/** A task after its insertion. */
export interface InsertedTask extends OpenedTask {
  id: string;
  /** Number of tasks that it waits for. */
  waitsFor: number;
}

/**
 * Inserts tasks, each once: a key that exists in the case is skipped. A task that comes after others waits until all of them are settled.
 * @returns the inserted tasks
 */
export async function insertTasks(tx: Statements, tasks: readonly OpenedTask[]): Promise<InsertedTask[]> {
  if (tasks.length === 0) return [];
  const ids = new Map(tasks.map((task) => [keyOf(task.caseId, task.key), newId()]));
  const fresh = tasks.map((task) => ({ ...task, id: ids.get(keyOf(task.caseId, task.key)) ?? newId() }));
  const rows = fresh.map(({ parentKey, after, roles, ...task }) => ({
    ...task,
    roles: roles.join(),
    parentTaskId: parentKey === null ? null : ids.get(keyOf(task.caseId, parentKey)),
    waitsFor: after.length,
  }));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into task (id, case_id, organization_id, duty, key, step, roles, person_id, verifier, state, policy, opened_at, due_at,
                      first_due_at, climb_from, climb_due_at, next_at, round, facts, waits_for, floating, parent_task_id, highest_rung)
    select r.id, r."caseId", r."organizationId", r.duty, r.key, r.step,
           string_to_array(r.roles, ','), r."personId", r.verifier, 'open', r.policy, r."openedAt", r."dueAt",
           r."dueAt", r."openedAt", r."dueAt",
           case when o.paused_at is null and r."waitsFor" = 0 and not ${dutyPaused(Prisma.sql`r.duty`)} then r."openedAt" end, r.round,
           r.facts, r."waitsFor", r.floating, r."parentTaskId", r."highestRung"
    from ${tableOf(rows, insertedColumns)}
    join organization o on o.id = r."organizationId"
    on conflict (case_id, key) do nothing returning id`;
  const there = new Set(inserted.map((row) => row.id));
  const written = fresh.filter(({ id }) => there.has(id));
  const waits = await insertAfter(tx, written);
  return written.map((task) => ({ ...task, waitsFor: waits.get(task.id) ?? task.after.length }));
}

const insertedColumns = {
  ...({ id: "text", caseId: "text", organizationId: "text", duty: "text", key: "text", step: "text" } as const),
  ...({ roles: "text", personId: "text", verifier: "text", policy: "text", openedAt: "timestamptz" } as const),
  ...({ dueAt: "timestamptz", round: "text", facts: "jsonb", waitsFor: "int", floating: "bool" } as const),
  ...({ parentTaskId: "text", highestRung: "text" } as const),
};

const keyOf = (caseId: string, key: string): string => `${caseId}/${key}`;

/**
 * Records which tasks each waits for; those that have settled meanwhile are left out. @returns the new number of tasks waited for, where it differs from the inserted one
 */
async function insertAfter(
  tx: Statements,
  tasks: readonly (OpenedTask & { id: string })[],
): Promise<ReadonlyMap<string, number>> {
  const links = tasks.flatMap(({ id, caseId, after }) => after.map((key) => ({ id, caseId, key })));
  if (links.length === 0) return new Map();
  await tx.$executeRaw`
    insert into task_after (task_id, after_id)
    select r.id, p.id from jsonb_to_recordset(${rowsOf(links)}) as r(id text, "caseId" text, key text)
    join task p on p.case_id = r."caseId" and p.key = r.key
    where p.settled_at is null on conflict do nothing`;
  const changed = await tx.$queryRaw<{ id: string; n: number }[]>`
    update task t set waits_for = w.n,
      next_at = case when w.n = 0 and o.paused_at is null and not ${dutyPaused(Prisma.sql`t.duty`)} then t.opened_at end
    from unnest(${[...new Set(links.map(({ id }) => id))]}::text[]) as r(id)
    cross join lateral (select count(*)::int as n from task_after a where a.task_id = r.id) w, organization o
    where t.id = r.id and o.id = t.organization_id and t.waits_for <> w.n returning t.id, w.n`;
  return new Map(changed.map(({ id, n }) => [id, n]));
}

export async function findTask(tx: Statements, id: string): Promise<TaskRow | null> {
  const rows = await tx.$queryRaw<TaskRow[]>`select ${taskColumns} from task t where t.id = ${id}`;
  return rows[0] ?? null;
}

export async function findTasks(tx: Statements, ids: readonly string[]): Promise<Map<string, TaskRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t where t.id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Reads and locks a task. A covering task is locked before it, as in every verb. */
export async function lockTask(tx: Statements, id: string): Promise<TaskRow | null> {
  const rows = await tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t where t.id = ${id} or t.id = (select parent_task_id from task where id = ${id})
    order by (t.parent_task_id is not null), t.id for update`;
  return rows.find((row) => row.id === id) ?? null;
}

export async function findTaskByKey(tx: Statements, caseId: string, key: string): Promise<TaskRow | null> {
  const rows = await tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t where t.case_id = ${caseId} and t.key = ${key}`;
  return rows[0] ?? null;
}

export async function tasksOfCase(tx: Statements, caseId: string): Promise<TaskRow[]> {
  return tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t where t.case_id = ${caseId} order by t.opened_at, t.id`;
}

/** The columns of a task that its round needs; no others are read for a page of a thousand tasks. */
export type DueTask = Pick<
  TaskRow,
  | "id"
  | "caseId"
  | "organizationId"
  | "duty"
  | "step"
  | "roles"
  | "personId"
  | "passedById"
  | "verifier"
  | "didIds"
  | "state"
  | "policy"
  | "verifierPolicy"
  | "dueRevision"
  | "climbFrom"
  | "climbDueAt"
  | "processedThrough"
  | "highestRung"
  | "outlookAt"
> & { zone: Zone };

/** A page of a round's tasks whose next step is due, locked; tasks that another page has locked are skipped. */
export async function dueTasks(
  tx: Statements,
  round: string,
  now: Date,
  limit: number,
  only?: readonly string[],
): Promise<DueTask[]> {
  const among = only ? Prisma.sql`and t.id in (${Prisma.join([...only])})` : Prisma.empty;
  return tx.$queryRaw<DueTask[]>`
    select t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.duty, t.step, t.roles, t.person_id as "personId",
      t.passed_by_id as "passedById", t.verifier, t.did_ids as "didIds", t.state, t.policy, t.verifier_policy as "verifierPolicy",
      t.due_revision as "dueRevision", t.climb_from as "climbFrom", t.climb_due_at as "climbDueAt", t.processed_through as "processedThrough", t.highest_rung as "highestRung",
      t.outlook_at as "outlookAt", o.zone,
      jsonb_build_object('begins', t.facts->'begins', 'askedBy', t.facts->'askedBy') as facts
    from task t join organization o on o.id = t.organization_id
    where t.round = ${round} and t.next_at <= ${now} ${among}
    order by t.next_at, t.id limit ${limit} for update of t skip locked`;
}

export interface Climbed {
  id: string;
  processedThrough: Date;
  highestRung: string | null;
  nextAt: Date | null;
}

/** Writes the positions of tasks on their ladders. */
export async function climbTasks(tx: Statements, climbed: readonly Climbed[]): Promise<void> {
  if (climbed.length === 0) return;
  await tx.$executeRaw`
    update task t set processed_through = r."processedThrough", highest_rung = r."highestRung", next_at = r."nextAt"
    from jsonb_to_recordset(${rowsOf(climbed)}) as r(id text, "processedThrough" timestamptz, "highestRung" text, "nextAt" timestamptz)
    where t.id = r.id`;
}

/** Sets a task aside because its step failed alone; the board and `doctor` list it until somebody repairs it. */
export async function poisonTask(tx: Statements, id: string, why: string): Promise<void> {
  await tx.$executeRaw`update task set poison = ${why}, next_at = null where id = ${id}`;
}

/** Number of open tasks of a round, and the instant of the earliest next step. */
export async function roundState(tx: Statements, round: string): Promise<{ open: number; nextAt: Date | null }> {
  const rows = await tx.$queryRaw<{ open: number; nextAt: Date | null }[]>`
    select count(*)::int as open, min(next_at) as "nextAt" from task where round = ${round} and next_at is not null`;
  return rows[0] ?? { open: 0, nextAt: null };
}

type Written = Partial<
  Omit<
    TaskRow,
    "id" | "caseId" | "organizationId" | "duty" | "key" | "step" | "roles" | "round" | "floating" | "parentTaskId"
  >
>;

const columns: Readonly<Record<keyof Written, string>> = {
  state: "state",
  dueRevision: "due_revision",
  dueAt: "due_at",
  firstDueAt: "first_due_at",
  verifier: "verifier",
  personId: "person_id",
  passedById: "passed_by_id",
  didIds: "did_ids",
  selfDeclared: "self_declared",
  submittedById: "submitted_by_id",
  submittedAt: "submitted_at",
  returns: "returns",
  submissions: "submissions",
  askedUntil: "asked_until",
  askedById: "asked_by_id",
  askedReason: "asked_reason",
  policy: "policy",
  verifierPolicy: "verifier_policy",
  climbFrom: "climb_from",
  climbDueAt: "climb_due_at",
  processedThrough: "processed_through",
  highestRung: "highest_rung",
  nextAt: "next_at",
  waitsFor: "waits_for",
  openedAt: "opened_at",
  settledAt: "settled_at",
  result: "result",
  facts: "facts",
  poison: "poison",
  outlook: "outlook",
  outlookAt: "outlook_at",
  outlookNote: "outlook_note",
  outlookById: "outlook_by_id",
  outlookAnsweredAt: "outlook_answered_at",
};

/** Writes the columns that a verb changed. */
export async function writeTask(tx: Statements, id: string, written: Written): Promise<void> {
  const sets = (Object.keys(written) as (keyof Written)[]).map((key) => {
    const value = written[key];
    const column = Prisma.raw(columns[key]);
    if (key === "result" || key === "facts") return Prisma.sql`${column} = ${JSON.stringify(value)}::jsonb`;
    if (key === "didIds") return Prisma.sql`${column} = ${[...(value as readonly string[])]}::text[]`;
    return Prisma.sql`${column} = ${value as string | number | Date | null}`;
  });
  if (sets.length === 0) return;
  await tx.$executeRaw`update task set ${Prisma.join(sets, ", ")} where id = ${id}`;
}

/** Open tasks of a case, locked. */
export async function waitingTasks(tx: Statements, caseId: string): Promise<TaskRow[]> {
  return tx.$queryRaw<TaskRow[]>`
    select ${taskColumns} from task t where t.case_id = ${caseId} and t.state in (${Prisma.join([...waiting])})
    order by (t.parent_task_id is not null), t.id for update`;
}

/** Counts down the tasks that wait for a settled task. @returns those that wait for no other now, locked */
export async function releaseAfter(tx: Statements, settledId: string): Promise<TaskRow[]> {
  return tx.$queryRaw<TaskRow[]>`
    with chosen as (
      select t.id from task_after a join task t on t.id = a.task_id where a.after_id = ${settledId} and t.waits_for > 0
      order by t.id for update of t),
    released as (update task t set waits_for = t.waits_for - 1 from chosen where t.id = chosen.id returning t.*)
    select ${taskColumns} from released t where t.waits_for = 0 and t.state in (${Prisma.join([...doing])})`;
}

/** Whether the ladder of a task may proceed: neither its organization nor its duty is paused. */
export async function mayClimb(tx: Statements, id: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ may: boolean }[]>`
    select o.paused_at is null and not ${dutyPaused(Prisma.sql`t.duty`)} as may
    from task t join organization o on o.id = t.organization_id where t.id = ${id}`;
  return row?.may ?? false;
}

/** The unsettled tasks that a task waits for, in the order in which they opened. */
export async function waitedFor(tx: Statements, id: string): Promise<Pick<TaskRow, "id" | "duty" | "step">[]> {
  return tx.$queryRaw<Pick<TaskRow, "id" | "duty" | "step">[]>`
    select p.id, p.duty, p.step from task_after a join task p on p.id = a.after_id
    where a.task_id = ${id} and p.settled_at is null order by p.opened_at, p.id`;
}

export type { TaskState };
