import { isLate } from "../tasks/lateness.ts";
import type { Duties, Holder } from "../tasks/people.ts";
import { relationshipOf } from "../tasks/standing.ts";
import { doing, type TaskState } from "../tasks/task-states.ts";
import type { Group } from "./counts.ts";

/** An open task that may concern a person. */
export interface Waiting extends Duties {
  state: TaskState;
  dueAt: Date;
  waitsFor: number;
  /** It was escalated to them. */
  escalated: boolean;
}

/** What an open task requires of a person; undefined: nothing any more. */
export function groupFor(task: Waiting, personId: string, holders: readonly Holder[], now: Date): Group | undefined {
  const standing = relationshipOf(task, personId, holders);
  const does = doing.includes(task.state);
  if (does && standing.includes("doer")) return isLate(task, now) ? "late" : "open";
  if (!does && standing.includes("verifier") && !task.didIds.includes(personId)) return "verify";
  return task.escalated && standing.includes("supervisor") ? "escalated" : undefined;
}
