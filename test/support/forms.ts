import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { cellKey } from "../../domain/forms/matrix.ts";
import type { RawSubmission } from "../../domain/forms/raw-submission.ts";
import { matrixRows, rowsOf } from "../../domain/forms/rows.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { Db } from "../../prisma/client.ts";
import { findTask } from "../../records/tasks/tasks.ts";

/** Returns a submission with a value for every required field of a task's form, with everything done. */
export async function fullForm(db: Db, taskId: string): Promise<RawSubmission> {
  const task = await findTask(db, taskId);
  if (!task) throw new Error(`there is no task ${taskId}`);
  const values: Record<string, string> = {};
  for (const ask of fieldsOf(dutyOf(task.duty), task.step, task.facts)) {
    const items = ask.items ?? [];
    if (ask.type === "matrix")
      for (const row of matrixRows(rowsOf(task.facts)))
        for (const item of items) values[cellKey(ask, row, item)] = ask.counted ? String(row.minimum ?? 1) : "yes";
    else if (ask.type === "checklist") for (const item of items) values[`${ask.name}.${item.name}`] = "ok";
    else if (ask.required || ask.when || ask.unless)
      values[ask.name] = ask.options?.[0]?.value ?? samples[ask.type] ?? "";
  }
  return values;
}

const samples: Readonly<Record<string, string>> = {
  text: "已完成",
  date: "2031-03-03",
  number: "3",
  money: "100",
  list: "甲\n乙",
};
