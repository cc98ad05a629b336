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

/** Tasks that are looked at in one go, and organizations that are worked on at one time: one after the other in each. */
const page = 64;
const lanes = 4;
/** Its messages wait until it is through, but no longer than this: then whoever carried it out is gone. */
const mostHeldMs = 10 * 60_000;

/** What goes wrong with one task, for a log: nothing personal is in it. */
export type BatchLog = (line: string, about: { batch: string; task: string; error: string }) => void;

/**
 * Does what a confirmed batch asks for: each task in a transaction of its own, with its outcome, so that whoever begins again goes on
 * where it stopped, and two at once do nothing twice.
 * @param log where a task failed that no rule refuses
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
    // What is left is somebody else's, who closes it.
    if (taken === 0) break;
  }
  await db.$transaction(async (tx) => {
    if (await finishBatch(tx, id, now())) await nudgeCouriers(tx, await releaseNotices(tx, id, now()), now());
  });
  await context.flush();
}

/** Goes on with batches that were cut off. @returns how many */
export async function resumeBatches(context: ActContext, log?: BatchLog): Promise<number> {
  const ids = await batchesUnderWay(context.db);
  for (const id of ids) await runBatch(context, id, log);
  return ids.length;
}

/** @returns whether it was this one's turn */
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
    // Nothing was done, and nothing is said against this one: the batch is gone on with later.
    if (error instanceof BusyError) throw error;
    const [cause] = error instanceof ReasonedError ? error.causes : [];
    if (!cause)
      log?.("a task of a batch failed", {
        batch: batch.id,
        task: taskId,
        error: error instanceof Error ? error.name : "Error",
      });
    // One that fails alone is named, and the others go on; where nothing can be written either, the batch waits.
    await settleItem(db, batch.id, taskId, cause ? { outcome: "refused", cause } : { outcome: "failed" }, at);
    return true;
  }
}
