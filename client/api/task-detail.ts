import { NotFoundError } from "../../domain/errors.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { keysOf } from "../../domain/forms/submission.ts";
import { fieldsOf, isTransferable } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { boundsOf } from "../../domain/tasks/own-work.ts";
import { offered, transferVerbs } from "../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { termBegan } from "../../domain/tasks/term.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import { taskLines } from "../../records/views/listings.ts";
import type { ActContext, Actor } from "../context.ts";
import { loadTaskContext, type TaskContext } from "../tasks/task-context.ts";
import { reachedCase, reachedTask } from "./reach.ts";
import { taskData } from "./task-data.ts";
import type { Caller } from "./tokens.ts";

/** A task for a program that is to act on it: with its form, and the verbs that the token may use. @throws {NotFoundError} */
export async function taskDetail(
  context: Pick<ActContext, "db" | "now" | "calendar">,
  caller: Pick<Caller, "organizationIds" | "actor">,
  id: string,
) {
  const { db, calendar } = context;
  const now = context.now();
  const task = await reachedTask(context, caller, id);
  const [line] = await taskLines(db, { id }, now, 1);
  if (!line) throw new NotFoundError(cause("no-task", { value: printable(id) }));
  const taskContext = await loadTaskContext(db, task, calendar, now);
  const rows = rowsOf(task.facts);
  return {
    ...taskData(line, now),
    ...{ firstDueAt: termBegan(task) ? task.firstDueAt : null, verifier: task.verifier, returns: task.returns },
    ...{ submissions: task.submissions, waitsFor: task.waitsFor },
    asked: task.askedUntil ? { until: task.askedUntil, reason: task.askedReason } : null,
    report: task.outlook ? { status: task.outlook, at: task.outlookAt ?? null, note: task.outlookNote ?? null } : null,
    form: fieldsOf(taskContext.duty, task.step, task.facts).map((field) => ({
      ...{ name: field.name, type: field.type, label: field.label, required: field.required },
      ...(field.when && { when: field.when }),
      ...(field.unless && { unless: field.unless }),
      ...(field.options && { options: field.options }),
      ...(field.items && { items: field.items.map(({ name, label }) => ({ name, label })) }),
      keys: field.type === "file" ? [] : keysOf(field, rows),
    })),
    may: caller.actor === null ? [] : mayDo(taskContext, caller.actor, now),
  };
}

function mayDo(
  { task, duty, holders, organization: { zone }, calendar }: TaskContext,
  actor: Actor,
  now: Date,
): Verb[] {
  const by = typeof actor === "object" ? actor.personId : null;
  const standing = by === null ? (["administrator"] as const) : relationshipOf(task, by, holders);
  const bounds = boundsOf(task, by, holders, now, { zone, calendar });
  return offered(task, standing, by, bounds).filter(
    (verb) => !transferVerbs.includes(verb) || isTransferable(duty.kind, task.step),
  );
}

/** A case with its tasks. @throws {NotFoundError} none that the token reaches */
export async function caseDetail(
  context: Pick<ActContext, "db" | "now">,
  caller: Pick<Caller, "organizationIds">,
  id: string,
) {
  const { db } = context;
  const now = context.now();
  const found = await reachedCase(context, caller, id);
  const organization = (await organizationsById(db, [found.organizationId])).get(found.organizationId);
  const { duty, kind, key, subject, state, outcome, openedAt, settledAt, parentId } = found;
  const tasks = await taskLines(db, { caseId: id, state: "all" }, now, 1_000);
  return {
    ...{
      case: id,
      organization: organization?.code ?? "",
      duty,
      kind,
      key,
      subject,
      state,
      outcome,
      openedAt,
      settledAt,
    },
    parent: parentId,
    tasks: tasks.map((line) => taskData(line, now)),
  };
}
