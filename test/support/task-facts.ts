import type { Act, TaskFacts } from "../../domain/tasks/task.ts";
import { transition } from "../../domain/tasks/transition.ts";

const start = Date.parse("2026-11-02T01:00:00Z");
const day = 86_400_000;
/** Instants, in days from the beginning. */
export const at = (days: number): Date => new Date(start + days * day);
/** A task that has just been opened. */
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
/** Result of an act on a task. @throws {RefusedError} @param half end of half the term, for a requested extension */
export const takenBy =
  (half: () => Date) =>
  (task: TaskFacts, one: Act): TaskFacts => {
    const change = transition(task, one, half);
    return change === "done already" ? task : { ...task, ...change.set };
  };
