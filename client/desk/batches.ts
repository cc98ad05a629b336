import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import {
  type BatchAct,
  type BatchInput,
  type BatchVerb,
  batchActOn,
  batchInput,
  batchVerbs,
  missingFields,
} from "../../domain/desk/batch.ts";
import { ReasonedError } from "../../domain/errors.ts";
import { climbsByClock } from "../../domain/escalation/advance.ts";
import { explanationOf } from "../../domain/messages/because.ts";
import { languageOf } from "../../domain/messages/languages/index.ts";
import type { Email, Item } from "../../domain/messages/message.ts";
import { dutyTextBeside } from "../../domain/messages/task-title.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { dutyTitleOf, titleOf } from "../../domain/procedures/steps.ts";
import type { Cause } from "../../domain/reasons/index.ts";
import { hasPassed, latenessOf } from "../../domain/tasks/lateness.ts";
import { recipientsOf, type SentAtOnce } from "../../domain/tasks/recipients.ts";
import type { Tx } from "../../prisma/client.ts";
import {
  type BatchRow,
  confirmBatch,
  findBatch,
  insertBatch,
  nextItems,
  setBatchInput,
} from "../../records/batches.ts";
import { newId } from "../../records/rows.ts";
import { findTasks } from "../../records/tasks/tasks.ts";
import type { Reader } from "../../records/views/pages.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { wouldChange } from "../tasks/act.ts";
import type { TaskAct } from "../tasks/task-act.ts";
import { loadTaskContexts, type TaskContext } from "../tasks/task-context.ts";

export type { BatchRow };

/** The actor of a batch: the person who made it. */
export const actorOfBatch = ({ madeBy }: Pick<BatchRow, "madeBy">): Actor =>
  madeBy === "administrator" ? madeBy : { personId: madeBy };

/** Stores the request; nothing is done before it is confirmed. @returns id of the batch */
export async function prepareBatch(
  { db, now }: Pick<ActContext, "db" | "now">,
  input: { actor: Actor; act: BatchAct; typed: Readonly<Record<string, unknown>>; found: string },
  taskIds: readonly string[],
): Promise<string> {
  const id = newId();
  const { actor, act, typed, found } = input;
  const batch = { id, act, input: batchInput(act, typed), found, madeBy: actorId(actor), madeAt: now() };
  await db.$transaction((tx) => insertBatch(tx, batch, taskIds));
  return id;
}

/** Changes the fields of a batch that is not confirmed. */
export async function changeBatch(
  { db }: Pick<ActContext, "db">,
  { id, act }: Pick<BatchRow, "id" | "act">,
  typed: Readonly<Record<string, unknown>>,
): Promise<void> {
  await setBatchInput(db, id, batchInput(act, typed));
}

/** Preview of a batch's effect on one task: whom the act would notify, or why it would be refused. */
export interface TaskPreview {
  context: TaskContext;
  /** People to notify, each once. */
  notices: readonly SentAtOnce[];
  /** Due instant after the act. */
  dueAt: Date;
  refused: Cause | null;
}

export interface BatchPreview {
  tasks: readonly TaskPreview[];
  /** What each reader would be notified of, by person id. */
  readers: ReadonlyMap<string, readonly TaskPreview[]>;
}

/** Effects of a batch if it were run now, by the rules of the act itself; null: a required field is missing. */
export async function previewBatch(
  { db, now, calendar }: Pick<ActContext, "db" | "now" | "calendar">,
  batch: BatchRow,
): Promise<BatchPreview | null> {
  const { act, input } = batch;
  if (missingFields(act, input).length > 0) return null;
  const at = now();
  const contexts = await contextsOf(db, batch, calendar, at);
  const tasks = contexts.map((context): TaskPreview => {
    if (act === "export") return { context, notices: [], dueAt: context.task.dueAt, refused: null };
    return previewOf({ ...batch, act }, context, at);
  });
  const readers = new Map<string, TaskPreview[]>();
  for (const one of tasks)
    for (const person of new Set(one.notices.map(({ personId }) => personId)))
      readers.set(person, [...(readers.get(person) ?? []), one]);
  return { tasks, readers };
}

async function contextsOf(
  db: Tx,
  { id, tasks }: Pick<BatchRow, "id" | "tasks">,
  calendar: ActContext["calendar"],
  at: Date,
): Promise<TaskContext[]> {
  const items = await nextItems(db, id, tasks);
  const rows = await findTasks(
    db,
    items.map(({ taskId }) => taskId),
  );
  return loadTaskContexts(
    db,
    items.flatMap(({ taskId }) => rows.get(taskId) ?? []),
    calendar,
    at,
  );
}

/** The act of a batch on one of its tasks. @throws {RefusedError} it refers to something that does not exist there */
export function actOfBatch(
  batch: Pick<BatchRow, "madeBy"> & { act: BatchVerb; input: BatchInput },
  { task, holders, organization, policies }: TaskContext,
): Omit<TaskAct, "taskId"> {
  const policy = policyOf(task.policy, policies);
  return {
    actor: actorOfBatch(batch),
    ...batchActOn(batch.act, batch.input, { task, holders, zone: organization.zone, policy }),
  };
}

function previewOf(batch: BatchRow & { act: BatchVerb }, context: TaskContext, at: Date): TaskPreview {
  const { task, holders } = context;
  const same = { context, notices: [], dueAt: task.dueAt, refused: null };
  try {
    const input = { ...actOfBatch(batch, context), taskId: task.id };
    const change = wouldChange(input, context, at);
    if (change === "done already") return same;
    const after = { ...task, ...change.set };
    const actor = batch.madeBy === "administrator" ? undefined : batch.madeBy;
    const notices = recipientsOf(change.recipients, { before: task, after }, holders, { verb: batch.act, actor });
    return { ...same, notices, dueAt: after.dueAt };
  } catch (error) {
    const [why] = error instanceof ReasonedError ? error.causes : [];
    if (!why) throw error;
    return { ...same, refused: why };
  }
}

/** The mail that one reader of a batch would be sent, in their language. @param by name of the actor; null: an administrator */
export function mailOfBatch(
  { act, input: { reason } }: Pick<BatchRow, "act" | "input">,
  reader: Reader,
  previews: readonly TaskPreview[],
  { by, now }: { by: string | null; now: Date },
): Email {
  const items = previews.map(({ context, notices, dueAt }): Item => {
    const { task, case: found, organization, duty, holders, calendar } = context;
    const own = notices.find(({ personId }) => personId === reader.id);
    const { shape = "reminder", part = "doer" } = own ?? {};
    const { zone } = organization;
    const byClock = climbsByClock(task, context.policies);
    const late = latenessOf({ due: dueAt, zone, calendar, byClock }, now);
    const holds = holders.filter(({ personId }) => personId === reader.id).map(({ role }) => role);
    const beside = dutyTextBeside({ duty: duty.number, step: task.step, facts: task.facts });
    return {
      ...{ shape, part, taskId: task.id, organization: organization.name, due: dueAt, zone, now },
      duty: {
        number: duty.number,
        title: dutyTitleOf(duty, task.facts),
        clause: citationOf(duty),
        quote: quoteOf(duty),
      },
      task: titleOf(duty, task.step, task.facts),
      ...(found.subject ? { subject: found.subject } : beside && { beside }),
      past: hasPassed(dueAt, now),
      ...(batchVerbs.some((verb) => verb === act) && { act: act as BatchVerb }),
      ...(late.n > 0 && { late }),
      ...(reason !== undefined && { reason }),
      ...(by !== null && { from: by }),
      why: explanationOf({ organization: organization.name, holds, part, task, policy: task.policy, step: act }),
    };
  });
  return languageOf(reader.language).email({ to: reader, items, sender: "督办 Duban" });
}

/** Confirms a batch, once; `runBatch` then performs it. @returns false: it was confirmed before */
export async function beginBatch({ db, now }: Pick<ActContext, "db" | "now">, id: string): Promise<boolean> {
  const batch = await findBatch(db, id);
  if (!batch || missingFields(batch.act, batch.input).length > 0) return false;
  return db.$transaction((tx) => confirmBatch(tx, id, now(), batch.act === "export"));
}
