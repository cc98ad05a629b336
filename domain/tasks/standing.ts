import type { Role } from "../terms.ts";
import { type Duties, find, type Holder } from "./people.ts";
import type { TaskRelationship } from "./task-states.ts";

/** Roles that may say a word to the doer of a task that is not theirs: those to whom it escalates, and the doer's own head. */
const supervising: readonly Role[] = [
  "legal-representative",
  "head",
  "supervisory-board",
  "authority",
  "registrar",
  "regulator",
];

/**
 * What a person is to a task now. Several at once are possible: the head of a small organization may be doer and
 * supervisor. Empty: nothing, also for one who has left.
 */
export function relationshipOf(task: Duties, personId: string, holders: readonly Holder[]): TaskRelationship[] {
  const mine = holders.filter((holder) => holder.personId === personId).map((holder) => holder.role);
  const standing: TaskRelationship[] = [];
  if (mine.length === 0) return standing;
  if (find("doer", task, holders).people.includes(personId)) standing.push("doer");
  if (task.verifier && find("verifier", task, holders).people.includes(personId)) standing.push("verifier");
  if (mine.some((role) => supervising.includes(role))) standing.push("supervisor");
  return standing;
}
