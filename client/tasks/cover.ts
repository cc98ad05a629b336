import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { isCovered } from "../../domain/tasks/coverage.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { type Coverage, coverageOf, coverages, lockCovered } from "../../records/tasks/coverage.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";

const matterOfMany = ({ duty, step }: Pick<TaskRow, "duty" | "step">) => stepOf(dutyOf(duty).kind, step).each;

/** How far those have come whom a task covers; null: it covers nobody. */
export async function coverageIn(tx: Tx, task: Pick<TaskRow, "id" | "duty" | "step">): Promise<Coverage | null> {
  return matterOfMany(task) ? coverageOf(tx, task.id) : null;
}

/** Whether the task that covers many has begun and still waits, and as many of them as it asks for have done their part. */
export async function coverClosed(tx: Tx, parentTaskId: string): Promise<boolean> {
  const cover = await findTask(tx, parentTaskId);
  if (!cover || cover.waitsFor > 0 || !doing.includes(cover.state)) return false;
  const coverage = await coverageOf(tx, parentTaskId);
  return coverage !== null && isCovered(coverage, matterOfMany(cover)?.share);
}

/** The same of several, in one statement. @returns those that are to be closed */
export async function coversClosed(tx: Tx, parentTaskIds: readonly string[]): Promise<string[]> {
  const all = await coverages(tx, parentTaskIds);
  const closed: string[] = [];
  for (const [id, coverage] of all) {
    const cover = await findTask(tx, id);
    if (cover && doing.includes(cover.state) && isCovered(coverage, matterOfMany(cover)?.share)) closed.push(id);
  }
  return closed;
}

/** Tasks of many that a settled task still covers, locked. */
export async function leftOf(tx: Tx, task: TaskRow): Promise<string[]> {
  return matterOfMany(task) ? lockCovered(tx, task.id) : [];
}
