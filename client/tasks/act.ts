import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { dayProblems, type Result, readSubmission } from "../../domain/forms/submission.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { fieldsOf, isTransferable, stepOf } from "../../domain/procedures/steps.ts";
import { cause, unusable } from "../../domain/reasons/index.ts";
import { type Bounds, boundsOf } from "../../domain/tasks/own-work.ts";
import { transferVerbs } from "../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Change } from "../../domain/tasks/task.ts";
import { doing, isSettled, type TaskRelationship, type TaskState } from "../../domain/tasks/task-states.ts";
import { halfTerm } from "../../domain/tasks/term.ts";
import { transition } from "../../domain/tasks/transition.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { type Tx, transact } from "../../prisma/client.ts";
import { findCase } from "../../records/cases/cases.ts";
import { findTask, lockTask, type TaskRow, waitingTasks } from "../../records/tasks/tasks.ts";
import { liveFigures } from "../../records/views/roll-ups.ts";
import { type ActContext, actorId } from "../context.ts";
import { moveBeginning } from "../kinds/drill.ts";
import { enlistIn, holdersNamed } from "../kinds/register.ts";
import { apply } from "./apply.ts";
import { checkFiles } from "./files.ts";
import { passGate } from "./gate.ts";
import { isParentDone, lockOpenParts } from "./parent-task.ts";
import type { TaskAct } from "./task-act.ts";
import { loadWith, type Near, type TaskContext, type TaskRules } from "./task-context.ts";

export type { TaskAct };

/** Result of an act. */
export interface Acted {
  state: TaskState;
  /** False: it was done before. */
  changed: boolean;
  /** The task as the act wrote it. */
  task: TaskRow;
}

/**
 * One verb on one task, in one transaction: the state machine decides; then state, evidence, event, notices and nudges are written together.
 * Idempotent.
 * @param near where the task stands, if the caller has read it: saves a round trip
 * @throws {RefusedError} the state or the actor's relationship forbids it · {NotFoundError} no such task · {BadInputError} invalid form
 */
export async function act(context: ActContext, input: TaskAct, near?: Near): Promise<Acted> {
  const now = context.now();
  const { submission } = input;
  // Before the transaction, because checking files must not hold locks.
  const checked = submission && { ...submission, files: await checkFiles(submission.files) };
  const done = await transact(
    context.db,
    (tx) => actIn(tx, context, checked ? { ...input, submission: checked } : input, now, near),
    { keepPlans: true },
  );
  await context.flush();
  return done;
}

/** The same inside a larger transaction; the caller flushes. */
export async function actIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  input: TaskAct,
  now: Date,
  near?: Near,
): Promise<Acted> {
  await lockOthersFirst(tx, input);
  const taskContext = await lockedContext(tx, context, input.taskId, now, near);
  return actOn(tx, context, input, taskContext, now);
}

/** An act that is built from its task's context, in the transaction in which it is performed. */
export async function actWith(
  tx: Tx,
  context: ActRules,
  taskId: string,
  work: (taskContext: TaskContext) => Omit<TaskAct, "taskId">,
  now: Date,
): Promise<Acted> {
  const taskContext = await lockedContext(tx, context, taskId, now);
  return actOn(tx, context, { ...work(taskContext), taskId }, taskContext, now);
}

/** Context of an act. `rules`: read once for several acts. */
type ActRules = Pick<ActContext, "calendar"> & { rules?: TaskRules };

async function lockedContext(
  tx: Tx,
  { calendar, rules }: ActRules,
  taskId: string,
  now: Date,
  near?: Near,
): Promise<TaskContext> {
  // Where statements are not sent in order, the context is read after the lock.
  const about = { calendar, now, ...(near && tx.together && { near }), ...(rules && { rules }) };
  const found = await loadWith(tx, () => lockTask(tx, taskId), about);
  if (!found) throw new NotFoundError(cause("no-task", { value: taskId }));
  return found;
}

async function actOn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  input: TaskAct,
  taskContext: TaskContext,
  now: Date,
): Promise<Acted> {
  const { task } = taskContext;
  const powers = powersOf(input, taskContext, now);
  const { zone } = taskContext.organization;
  const moved = await moveBeginning(tx, task, input, { zone, calendar: context.calendar });
  const change = changeOf(moved ? { ...input, ...moved } : input, powers, taskContext, now);
  const { by } = powers;
  if (change === "done already") return { state: task.state, changed: false, task };
  const submission = input.verb === "submit" ? readForm(input, taskContext, now) : undefined;
  const covered = submission && (await passGate(tx, taskContext, submission.result, by, now));
  if (submission && covered) Object.assign(submission.result, covered);
  if (submission) await enlistBy(tx, context, taskContext, submission.result, input, now);
  // The figures that the reader was shown, as they are now: they are stored with the submission.
  const figures = submission && (await liveFigures(tx, [{ ...task, zone }], taskContext.calendar, now)).get(task.id);
  const handed = submission && { ...submission, ...(figures && { figures }) };
  // Parts of the task are written after its events, which lock the case; tasks are locked first.
  await lockOpenParts(tx, task);
  const after = await apply(tx, { task, change, input, by, now, taskContext, ...(handed && { submission: handed }) });
  const { state } = after;
  await follow(tx, context, taskContext, state, now);
  if (change.set.dueAt) await moveParts(tx, context, task, change.set.dueAt, now);
  return { state, changed: state !== task.state || !isSettled(state), task: after };
}

/**
 * What an act would change, without performing it.
 * @throws {RefusedError} as the act itself would
 */
export const wouldChange = (input: TaskAct, taskContext: TaskContext, now: Date): Change | "done already" =>
  changeOf(input, powersOf(input, taskContext, now), taskContext, now);

interface Powers {
  /** Id of the person; null: no person acts. */
  by: string | null;
  standing: TaskRelationship[];
  bounds: Bounds;
}

/** The actor, with what the rules allow them for this task. */
function powersOf(input: TaskAct, taskContext: TaskContext, now: Date): Powers {
  const { task, holders, organization, calendar, duty } = taskContext;
  const by = typeof input.actor === "object" ? input.actor.personId : null;
  const standing = standingIn(input, taskContext);
  const bounds = boundsOf(task, by, holders, now, { zone: organization.zone, calendar });
  if (input.to !== undefined && !bounds.mayDo(input.to))
    throw new BadInputError(cause("cannot-do", { value: input.to.slice(0, 80) }));
  if (transferVerbs.includes(input.verb) && !isTransferable(duty.kind, task.step))
    throw new RefusedError(cause("each-own", { verb: input.verb }));
  return { by, standing, bounds };
}

/** The change according to the state machine. @param input `anew`: the day from which it counts has moved */
function changeOf(
  input: TaskAct & { anew?: boolean },
  { by, standing, bounds }: Powers,
  { task, policies, organization, calendar }: TaskContext,
  now: Date,
): Change | "done already" {
  return transition(
    task,
    {
      verb: input.verb,
      by,
      standing,
      at: now,
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.until !== undefined && { until: input.until }),
      ...(input.anew && { anew: true }),
      ...(input.to !== undefined && { to: input.to }),
      ...(input.outlook !== undefined && { outlook: input.outlook }),
      ...(input.every !== undefined && { every: input.every }),
    },
    () => halfTerm(task, policyOf(task.policy, policies), now, organization.zone, calendar),
    input.actor === "system" ? {} : bounds,
  );
}

/** Parts that are due with their covering task move with it; a part with a due day of its own keeps it. */
async function moveParts(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  parent: TaskRow,
  until: Date,
  now: Date,
): Promise<void> {
  for (const taskId of await lockOpenParts(tx, parent)) {
    const own = await findTask(tx, taskId);
    if (own?.dueAt.getTime() === parent.dueAt.getTime())
      await actIn(tx, context, { actor: "system", taskId, verb: "move", until }, now);
  }
}

/** The last part closes its covering task; parts for which it no longer waits are cancelled. */
async function follow(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { task, case: found }: TaskContext,
  state: TaskState,
  now: Date,
): Promise<void> {
  const system = { actor: "system" } as const;
  // If the case itself is cancelled, that does not count as their end.
  if (isSettled(state) && task.parentTaskId && found.state === "open" && (await isParentDone(tx, task.parentTaskId)))
    await actIn(
      tx,
      context,
      { ...system, taskId: task.parentTaskId, verb: "submit", submission: { values: {}, files: [] } },
      now,
    );
  if (doing.includes(state)) return;
  for (const taskId of await lockOpenParts(tx, task))
    await actIn(tx, context, { ...system, taskId, verb: "cancel", reason: "it is done without" }, now);
  if ((state === "closed" || state === "accepted") && (await endsCase(tx, task)))
    for (const { id: taskId } of await waitingTasks(tx, task.caseId))
      await actIn(tx, context, { ...system, taskId, verb: "cancel", reason: "nothing is to be done any more" }, now);
}

/**
 * A step that enlists people, or ends the case, also writes other tasks of the case. Everybody who does so locks all of them in one order, because a
 * transaction that held one and waited for the rest could deadlock with another.
 */
async function lockOthersFirst(tx: Tx, { taskId, verb }: TaskAct): Promise<void> {
  if (verb !== "submit" && verb !== "accept") return;
  const task = await findTask(tx, taskId);
  if (!task) return;
  const { enlists, ends } = stepOf(dutyOf(task.duty).kind, task.step);
  if (enlists || ends) await waitingTasks(tx, task.caseId);
}

/** Adds the people named in a submission to the case's register, if its step says so. */
async function enlistBy(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { task, duty, organization }: TaskContext,
  result: Result,
  { actor }: TaskAct,
  now: Date,
): Promise<void> {
  const { enlists } = stepOf(duty.kind, task.step);
  const lines = enlists && result[enlists.field];
  if (!enlists || !Array.isArray(lines)) return;
  const people = await holdersNamed(tx, organization.id, enlists, lines as string[], now);
  const found = await findCase(tx, task.caseId, true);
  if (found) await enlistIn(tx, context, { found, organization, people, actor: actorId(actor) }, now);
}

/** Whether a submission makes the open tasks of its case unnecessary. */
async function endsCase(tx: Tx, { id, duty, step }: TaskContext["task"]): Promise<boolean> {
  const { ends } = stepOf(dutyOf(duty).kind, step);
  const result = ends && (await findTask(tx, id))?.result;
  return typeof result === "object" && result !== null && ends?.(result as Record<string, unknown>) === true;
}

/** Limits of an act that come from the step of the procedure, not from the state machine. */
function standingIn(input: TaskAct, taskContext: TaskContext): TaskRelationship[] {
  if (input.actor === "administrator") return ["administrator"];
  if (input.actor === "system") return ["system"];
  const standing = relationshipOf(taskContext.task, input.actor.personId, taskContext.holders);
  if (standing.length === 0) throw new RefusedError(cause("no-part", { verb: input.verb }));
  return standing;
}

function readForm(
  input: TaskAct,
  taskContext: TaskContext,
  now: Date,
): NonNullable<Parameters<typeof apply>[1]["submission"]> {
  const fields = fieldsOf(taskContext.duty, taskContext.task.step, taskContext.task.facts);
  const { values = {}, files = [] } = input.submission ?? {};
  const { result, problems } = readSubmission(fields, values, files, rowsOf(taskContext.task.facts));
  const { latest } = taskContext.task.facts;
  const today = dateIn(now, taskContext.organization.zone);
  problems.push(...dayProblems(fields, result, { today, ...(typeof latest === "string" && { latest }) }));
  if (problems.length > 0) {
    throw new BadInputError(...problems.map((one) => unusable(one.field, one.value, one.expected)));
  }
  return { result, files };
}
