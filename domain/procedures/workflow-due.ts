import { isSettled, type TaskState } from "../tasks/task-states.ts";
import type { CaseState, Kind } from "../terms.ts";
import { beginsAtOnce } from "./kinds.ts";

/** What of a case says whether its workflow has something to do. */
export interface LedCase {
  kind: Kind;
  state: CaseState;
  /** Null: its tasks are all there is. */
  workflowType: string | null;
  /** Null: an event or somebody started it. */
  cadence: string | null;
}

/**
 * Whether the workflow of a case is to be there. What somebody or an event started has it from the start. A planned case has its first
 * tasks with it, and nothing else happens until one of them settles: its workflow begins then, so that ten thousand drills that are
 * planned start nothing. One of a kind that goes by the calendar meanwhile begins at once, and so does one that nobody is asked
 * anything of. A case that has ended needs none; one that still runs ends by itself.
 *
 * `workflowDue` (records/cases/workflows.ts) says the same in SQL.
 */
export function workflowIsDue(
  { kind, state, workflowType, cadence }: LedCase,
  tasks: readonly { state: TaskState }[],
): boolean {
  if (workflowType === null || state !== "open") return false;
  if (cadence === null || beginsAtOnce(kind)) return true;
  return tasks.length === 0 || tasks.some((task) => isSettled(task.state));
}
