import { hasPassed, isLate, type Timed } from "../tasks/lateness.ts";
import type { TaskState } from "../tasks/task-states.ts";

/** Outcomes of a task in a report. */
export const outcomes = ["in-time", "late", "overdue", "missed", "credited", "waived"] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcome by state. `handed-in`: on time or late · `asked`: overdue, or not counted yet · null: never counted. */
export const outcomeOfState: Readonly<
  Record<TaskState, Extract<Outcome, "missed" | "credited" | "waived"> | "handed-in" | "asked" | null>
> = {
  open: "asked",
  acknowledged: "asked",
  returned: "asked",
  submitted: "handed-in",
  accepted: "handed-in",
  closed: "handed-in",
  missed: "missed",
  belated: "missed",
  credited: "credited",
  waived: "waived",
  cancelled: null,
  superseded: null,
};

/** The fields of a task that decide its outcome. */
export interface Counted extends Timed {
  /** Null: nobody submitted it, or it was closed with its covering task. */
  submittedAt: Date | null;
  settledAt: Date | null;
}

/** Outcome of a task; null: not counted, or not yet. The same in SQL is `outcomeAt` (records/reporting/outcome.ts). */
export function outcomeOf(task: Counted, now: Date): Outcome | null {
  const of = outcomeOfState[task.state];
  if (of === "asked") return isLate(task, now) ? "overdue" : null;
  if (of !== "handed-in") return of;
  const at = task.submittedAt ?? task.settledAt;
  return at !== null && hasPassed(task.dueAt, at) ? "late" : "in-time";
}
