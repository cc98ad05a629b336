import { filledIn } from "../../domain/forms/filled-in.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { filledInFrom } from "../../domain/planning/credits.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { periodNamed } from "../../domain/time/periods.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { creditsOff, newestResults } from "../../records/cases/credits.ts";
import type { TaskContext } from "./task-context.ts";

/** What the form of a task is opened with, and the duties from which it is. */
export interface FilledIn {
  /** By the keys of the form. */
  values: Readonly<Record<string, string>>;
  from: readonly { duty: string; key: string }[];
}

const nothing: FilledIn = { values: {}, from: [] };

/** What was done for another duty in the period of the task is filled in: whoever hands it in confirms or corrects it. */
export async function filledInOf(tx: Tx, { task, case: found, duty, organization }: TaskContext): Promise<FilledIn> {
  const lines = filledInFrom(duty.number);
  const period = lines.length > 0 && doing.includes(task.state) ? periodNamed(found.key) : null;
  if (!period) return nothing;
  const off = await creditsOff(tx);
  const sources = lines.filter(({ name }) => !off(name, organization.id)).map(({ done }) => done);
  const newest = await newestResults(tx, organization.id, sources);
  const ofPeriod = [...newest].filter(([, { at }]) => {
    const on = dateIn(at, organization.zone);
    return on >= period.from && on <= period.to;
  });
  const rows = rowsOf(task.facts);
  const asks = fieldsOf(duty, task.step, task.facts);
  const used = ofPeriod.filter(([, { result }]) => Object.keys(filledIn(asks, rows, [result])).length > 0);
  return {
    values: filledIn(
      asks,
      rows,
      used.map(([, { result }]) => result),
    ),
    from: used.map(([number, { key }]) => ({ duty: number, key })),
  };
}
