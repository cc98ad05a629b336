import { ladderOf } from "../../domain/escalation/advance.ts";
import { type Foreseen, foresee } from "../../domain/escalation/foresee.ts";
import { endlessly } from "../../domain/escalation/progress.ts";
import { formatCopy } from "../../domain/escalation/rung-id.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import type { Tx } from "../../prisma/client.ts";
import { readersOf } from "../../records/messages/notices.ts";
import type { TaskContext } from "./task-context.ts";

/** What a task's ladder will send if nobody acts, as pages and the command line show it: at most `most` instants, until everything only repeats. */
export async function stepsAhead(tx: Tx, taskContext: TaskContext, now: Date, most: number): Promise<Foreseen[]> {
  const { task, organization, calendar, holders } = taskContext;
  if (!task.nextAt) return [];
  const ladder = ladderOf(task.state);
  const policy = policyOf(ladder === "verifier" ? task.verifierPolicy : task.policy, taskContext.policies);
  const copied = await readersOf(tx, task.id, formatCopy(task.dueRevision, ladder));
  const steps: Foreseen[] = [];
  for (const step of foresee(task, policy, { zone: organization.zone, calendar, holders }, now, copied)) {
    steps.push(step);
    if (steps.length === most || step.said.rungs.every((rung) => endlessly(rung.rule))) break;
  }
  return steps;
}
