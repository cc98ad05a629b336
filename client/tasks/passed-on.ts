import type { TaskRow } from "../../records/tasks/tasks.ts";
import type { TaskAct } from "./task-act.ts";

/** The same once more: who passed it on has no part in it any more, and nothing is to be said. */
export const passedOnAlready = (task: TaskRow, { actor, to }: Pick<TaskAct, "actor" | "to">): boolean =>
  to !== undefined && typeof actor === "object" && task.personId === to && task.passedById === actor.personId;
