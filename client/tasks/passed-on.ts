import type { TaskRow } from "../../records/tasks/tasks.ts";
import type { TaskAct } from "./task-act.ts";

/** Whether the same reassignment was made before: the actor no longer has a part in the task, and no error is needed. */
export const passedOnAlready = (task: TaskRow, { actor, to }: Pick<TaskAct, "actor" | "to">): boolean =>
  to !== undefined && typeof actor === "object" && task.personId === to && task.passedById === actor.personId;
