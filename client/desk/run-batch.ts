import { type BatchVerb, batchVerbs } from "../../domain/desk/batch.ts";
import { ReasonedError } from "../../domain/errors.ts";
import { BusyError, type Tx, transact } from "../../prisma/client.ts";
import {
  type BatchRow,
  batchesUnderWay,
  findBatch,
  finishBatch,
  nextItems,
  releaseNotices,
  settleItem,
  takeItem,
} from "../../records/batches.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import type { ActContext } from "../context.ts";
import { actWith } from "../tasks/act.ts";
import { type TaskRules, taskRules } from "../tasks/task-context.ts";
import { actOfBatch } from "./batches.ts";

/**
 * Maximum number of tasks read at once, and of organizations processed at the same time; the tasks of one organization are processed one after the
 * other.
 */
const page = 64;
const lanes = 4;
/** In milliseconds: the messages of a batch wait until it is finished, but at most this long, in case its process was lost. */
const mostHeldMs = 10 * 60_000;

/** Logs the failure of one task, without personal data. */
export type BatchLog = (line: string, about: { batch: string; task: string; error: string }) => void;

/**
 * Performs a confirmed batch: each task in a transaction of its own with its outcome, so that an interrupted batch can be continued, and concurrent
 * runs do nothing twice.
 * @param log is called for a task that failed without a refusal
 */
export async function runBatch(context: ActContext, id: string, log?: BatchLog): Promise<void> {
  const { db, now } = context;
  const batch = await findBatch(db, id);
  const act = batchVerbs.find((verb) => verb === batch?.act);
  if (!batch?.confirmedAt || !act) return;
  for (;;) {
    const items = await nextItems(db, id, page);
    const rules = await taskRules(db);
    const groups = new Map<string, string[]>();
    for (const { organizationId, taskId } of items)
      groups.set(organizationId, [...(groups.get(organizationId) ?? []), taskId]);
    const waiting = [...groups.values()];
    let taken = 0;
    const lane = async (): Promise<void> => {
      for (let tasks = waiting.shift(); tasks; tasks = waiting.shift())
        for (const taskId of tasks) if (await doOne({ ...context, rules }, { ...batch, act }, taskId, log)) taken += 1;
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    // The remaining tasks are locked by another run, which finishes the batch.
    if (taken === 0) break;
  }
  await db.$transaction(async (tx) => {
    if (await finishBatch(tx, id, now())) await nudgeCouriers(tx, await releaseNotices(tx, id, now()), now());
  });
  await context.flush();
}

/** Continues batches that were interrupted. @returns number of batches */
export async function resumeBatches(context: ActContext, log?: BatchLog): Promise<number> {
  const ids = await batchesUnderWay(context.db);
  for (const id of ids) await runBatch(context, id, log);
  return ids.length;
}

/** Processes one task. @returns false: another run has it */
async function doOne(
  context: ActContext & { rules: TaskRules },
  batch: BatchRow & { act: BatchVerb },
  taskId: string,
  log?: BatchLog,
): Promise<boolean> {
  const { db, now } = context;
  const at = now();
  const tellAt = new Date(at.getTime() + mostHeldMs);
  try {
    const one = async (tx: Tx): Promise<boolean> => {
      if (!(await takeItem(tx, batch.id, taskId))) return false;
      const { changed } = await actWith(
        tx,
        context,
        taskId,
        (around) => ({ ...actOfBatch(batch, around), batch: { id: batch.id, tellAt } }),
        at,
      );
      await settleItem(tx, batch.id, taskId, { outcome: changed ? "done" : "unchanged" }, at);
      return true;
    };
    return await transact(db, one, { keepPlans: true });
  } catch (error) {
    // Nothing was done and the task is not to blame: the batch is continued later.
    if (error instanceof BusyError) throw error;
    const [cause] = error instanceof ReasonedError ? error.causes : [];
    if (!cause)
      log?.("a task of a batch failed", {
        batch: batch.id,
        task: taskId,
        error: error instanceof Error ? error.name : "Error",
      });
    // A task that fails alone is recorded, and the others continue; if that cannot be written either, the batch waits.
    await settleItem(db, batch.id, taskId, cause ? { outcome: "refused", cause } : { outcome: "failed" }, at);
    return true;
  }
}
