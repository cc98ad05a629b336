import { beginningOf } from "../../domain/escalation/anchor.ts";
import { meetingAt, meetingFacts } from "../../domain/procedures/kinds/drill.ts";
import type { Zone } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import type { Tx } from "../../prisma/client.ts";
import { type TaskRow, writeTask } from "../../records/tasks/tasks.ts";
import type { TaskAct } from "../tasks/task-act.ts";

/**
 * Moves the beginning of a task's event: it begins at the new instant and is due on the following workday. The facts are written here because the
 * ladder counts from them.
 * @returns the new D, and whether participants are to be invited again although D stays; null: it has no beginning
 */
export async function moveBeginning(
  tx: Tx,
  task: TaskRow,
  { verb, until, place }: Pick<TaskAct, "verb" | "until" | "place">,
  { zone, calendar }: { zone: Zone; calendar: Calendar },
): Promise<{ until: Date; anew: boolean } | null> {
  const begins = beginningOf(task.facts);
  if (verb !== "move" || !until || !begins) return null;
  const before = String(task.facts.place ?? "");
  const meeting = meetingAt(until, place ?? before, zone, calendar);
  const anew = begins.getTime() !== until.getTime() || before !== meeting.place;
  if (anew) {
    task.facts = { ...task.facts, ...meetingFacts(meeting, zone) };
    await writeTask(tx, task.id, { facts: task.facts });
  }
  return { until: meeting.dueAt, anew };
}
