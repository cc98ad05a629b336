import type { Act, TaskFacts } from "../../domain/tasks/task.ts";
import { transition } from "../../domain/tasks/transition.ts";

const start = Date.parse("2026-11-02T01:00:00Z");
const day = 86_400_000;
/** Instants by days from the beginning. */
export const at = (days: number): Date => new Date(start + days * day);
/** A task as it is when it is asked. */
export const fresh = (verifier: TaskFacts["verifier"] = "supervisory-board"): TaskFacts => ({
  state: "open",
  dueRevision: 0,
  openedAt: at(0),
  dueAt: at(7),
  firstDueAt: at(7),
  verifier,
  personId: null,
  passedById: null,
  didIds: [],
  submittedById: null,
  returns: 0,
  submissions: 0,
  askedUntil: null,
  askedById: null,
});
/** What becomes of a task by an act. @throws {RefusedError} @param half the end of half the time, for a wish for more */
export const takenBy =
  (half: () => Date) =>
  (task: TaskFacts, one: Act): TaskFacts => {
    const change = transition(task, one, half);
    return change === "done already" ? task : { ...task, ...change.set };
  };
