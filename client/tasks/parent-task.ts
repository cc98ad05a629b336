import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { isCovered } from "../../domain/tasks/coverage.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { type Coverage, coverageOf, coverages, lockCovered } from "../../records/tasks/coverage.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";

const eachOf = ({ duty, step }: Pick<TaskRow, "duty" | "step">) => stepOf(dutyOf(duty).kind, step).each;

/** Progress of a covering task; null: it has no parts. */
export async function coverageIn(tx: Tx, task: Pick<TaskRow, "id" | "duty" | "step">): Promise<Coverage | null> {
  return eachOf(task) ? coverageOf(tx, task.id) : null;
}

/** Whether a covering task has begun, is still open, and enough of its parts are done to close it. */
export async function isParentDone(tx: Tx, parentTaskId: string): Promise<boolean> {
  const parent = await findTask(tx, parentTaskId);
  if (!parent || parent.waitsFor > 0 || !doing.includes(parent.state)) return false;
  const coverage = await coverageOf(tx, parentTaskId);
  return coverage !== null && isCovered(coverage, eachOf(parent)?.share);
}

/** The same for several tasks, in one statement. @returns ids of those to be closed */
export async function doneParents(tx: Tx, parentTaskIds: readonly string[]): Promise<string[]> {
  const done: string[] = [];
  for (const [id, coverage] of await coverages(tx, parentTaskIds)) {
    const parent = await findTask(tx, id);
    if (parent && doing.includes(parent.state) && isCovered(coverage, eachOf(parent)?.share)) done.push(id);
  }
  return done;
}

/** Ids of a task's open parts, locked; empty: it has none. */
export async function lockOpenParts(tx: Tx, task: TaskRow): Promise<string[]> {
  return eachOf(task) ? lockCovered(tx, task.id) : [];
}
