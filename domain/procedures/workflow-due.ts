import { isSettled, type TaskState } from "../tasks/task-states.ts";
import type { CaseState, Kind } from "../terms.ts";
import { beginsAtOnce } from "./kinds.ts";

/** The fields of a case that decide whether its workflow has anything to do. */
export interface LedCase {
  kind: Kind;
  state: CaseState;
  /** Null: it has only tasks. */
  workflowType: string | null;
  /** Null: an event or a person started it. */
  cadence: string | null;
}

/**
 * Whether the workflow of a case should exist. A case started by a person or an event has it from the start. A planned case has its first tasks from
 * the start, and nothing else happens until one of them settles: its workflow starts then, so that ten thousand planned drills start no workflows. A
 * kind that acts by the calendar meanwhile starts at once, and so does a case without tasks. A case that has ended needs none; one that still runs
 * ends by itself.
 * `workflowDue` (records/cases/workflows.ts) is the same in SQL.
 */
export function workflowIsDue(
  { kind, state, workflowType, cadence }: LedCase,
  tasks: readonly { state: TaskState }[],
): boolean {
  if (workflowType === null || state !== "open") return false;
  if (cadence === null || beginsAtOnce(kind)) return true;
  return tasks.length === 0 || tasks.some((task) => isSettled(task.state));
}
