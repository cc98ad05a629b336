import type { Role } from "../terms.ts";
import { isAnybodyAway, principalsOf } from "./absence.ts";
import { type Duties, find, findInPerson, type Holder } from "./people.ts";
import type { TaskRelationship } from "./task-states.ts";

/** Roles that may send a message to the doer of a task: those to which it is escalated, and the doer's own head. */
const supervising: readonly Role[] = [
  "legal-representative",
  "head",
  "supervisory-board",
  "authority",
  "party-committee",
  "registrar",
  "regulator",
];

/**
 * A person's relationships to a task now. Several are possible: the head of a small organization may be doer and supervisor. An absent person keeps
 * theirs, and a delegate has them too. Empty: none, also for a person who has left.
 */
export function relationshipOf(task: Duties, personId: string, holders: readonly Holder[]): TaskRelationship[] {
  const acting = [personId, ...principalsOf(personId, holders)];
  const mine = holders.filter((holder) => acting.includes(holder.personId)).map((holder) => holder.role);
  const standing: TaskRelationship[] = [];
  if (mine.length === 0) return standing;
  const is = (audience: "doer" | "verifier"): boolean =>
    findInPerson(audience, task, holders).people.includes(personId) ||
    (isAnybodyAway(holders) && find(audience, task, holders).people.includes(personId));
  if (is("doer")) standing.push("doer");
  if (task.verifier && is("verifier")) standing.push("verifier");
  if (mine.some((role) => supervising.includes(role))) standing.push("supervisor");
  return standing;
}
