import { hasPassed, isLate, type Timed } from "../tasks/lateness.ts";
import type { TaskState } from "../tasks/task-states.ts";

/** What has become of a task, as a report counts it. */
export const outcomes = ["in-time", "late", "overdue", "missed", "credited", "waived"] as const;
export type Outcome = (typeof outcomes)[number];

/** What a state comes to. `handed-in`: it is in time or late · `asked`: it is overdue, or not counted yet · null: never counted. */
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

/** What of a task says what has become of it. */
export interface Counted extends Timed {
  /** Null: nobody handed it in, or it was closed with what it covers. */
  submittedAt: Date | null;
  settledAt: Date | null;
}

/** Null: it is not counted, or not yet. In SQL the same is `outcomeAt` (records/reporting/outcome.ts). */
export function outcomeOf(task: Counted, now: Date): Outcome | null {
  const of = outcomeOfState[task.state];
  if (of === "asked") return isLate(task, now) ? "overdue" : null;
  if (of !== "handed-in") return of;
  const at = task.submittedAt ?? task.settledAt;
  return at !== null && hasPassed(task.dueAt, at) ? "late" : "in-time";
}
