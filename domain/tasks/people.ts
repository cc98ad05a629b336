import { dutyOf } from "../catalogue/packs/index.ts";
import type { Audience } from "../escalation/policy.ts";
import { isTransferable } from "../procedures/steps.ts";
import type { Role } from "../terms.ts";
import { isAnybodyAway, principalsOf, standInOf } from "./absence.ts";
import type { Holder } from "./holder.ts";
import { chainOf, roleSearchOf } from "./role-chain.ts";

export type { Holder };

/** The fields of a task that decide its recipients. */
export interface Duties {
  roles: readonly Role[];
  personId: string | null;
  passedById: string | null;
  verifier: Role | null;
  /** Everybody who did a part of it: none of them verifies it, nor does a delegate of theirs. */
  didIds: readonly string[];
  /** Row and step: a one-person step is not done by a delegate. */
  duty?: string;
  step?: string;
}

export interface FoundPeople {
  people: readonly string[];
  /** The vacant role from which the rung was escalated; null: none. */
  vacant: Role | null;
}

export interface FoundAbove extends FoundPeople {
  /** The role that the rung skipped; null: none. */
  passed: Role | null;
  /** The role with whose holders the rung stayed; null: none. */
  kept: Role | null;
}

/**
 * People of an audience; if there is nobody, the rung is escalated, which the result states. Absent people are replaced by their delegates. Never
 * throws: an empty list means nobody, which the caller reports.
 */
export function find(audience: Audience, task: Duties, holders: readonly Holder[]): FoundPeople {
  const found = findInPerson(audience, task, holders);
  if (!isAnybodyAway(holders)) return found;
  return { ...found, people: [...new Set(found.people.map((id) => standInFor(id, audience, task, holders)))] };
}

/** Who replaces one person of an audience: their delegate, if permitted. */
function standInFor(personId: string, audience: Audience, task: Duties, holders: readonly Holder[]): string {
  const delegate = standInOf(personId, holders);
  return delegate === personId || !mayStandIn(delegate, audience, task, holders) ? personId : delegate;
}

/** Whether a delegate may stand in: not for one-person steps, not if they verify the task, and not to verify what they or their principals did. */
function mayStandIn(delegate: string, audience: Audience, task: Duties, holders: readonly Holder[]): boolean {
  switch (audience) {
    case "participants":
      return false;
    case "doer":
    case "holders":
      if (task.duty !== undefined && task.step !== undefined && !isTransferable(dutyOf(task.duty).kind, task.step))
        return false;
      return task.verifier === null || !findInPerson("verifier", task, holders).people.includes(delegate);
    case "verifier":
    case "verifier-peers":
      return !didSome(delegate, task, holders);
    default:
      return true;
  }
}

/** Whether a person, or somebody for whom they stand in, did a part of a task. */
const didSome = (personId: string, { didIds }: Duties, holders: readonly Holder[]): boolean =>
  didIds.includes(personId) ||
  (didIds.length > 0 && isAnybodyAway(holders) && principalsOf(personId, holders).some((id) => didIds.includes(id)));

/** The same as if nobody were away. */
export function findInPerson(audience: Audience, task: Duties, holders: readonly Holder[]): FoundPeople {
  if (audience === "doer" && task.personId && holders.some((holder) => holder.personId === task.personId))
    return { people: [task.personId], vacant: null };
  const { places, own, wanted } = roleSearchOf(audience, task);
  const verifies = audience === "verifier" || audience === "verifier-peers";
  const did = (id: string): boolean => verifies && didSome(id, task, holders);
  const [first = []] = places;
  // No holders: the person who does it instead of them.
  if (audience === "holders" && holdingOne(holders, first).length === 0) return findInPerson("doer", task, holders);
  for (const place of places) {
    const people = holdingOne(holders, place).filter((id) => !did(id));
    if (people.length > 0) return { people, vacant: place.every((role) => own.includes(role)) ? null : wanted };
  }
  return { people: [], vacant: wanted };
}

/**
 * Recipients of a rung of the doer's ladder. If everybody of an audience is a doer of the task, it is escalated to the next role up that somebody
 * else holds at that instant; without one it stays with them.
 * @param notified people who are notified anyway, and do not count as the next role up
 */
export function findAbove(
  audience: Audience,
  task: Duties,
  holders: readonly Holder[],
  doers: readonly string[],
  notified: readonly string[] = doers,
): FoundAbove {
  const found = find(audience, task, holders);
  const chain = chainOf(task);
  const start = chain.indexOf(audience as Role);
  if (start < 1 || found.people.length === 0 || !found.people.every((id) => doers.includes(id)))
    return { ...found, passed: null, kept: null };
  for (const role of chain.slice(start + 1)) {
    const people = holding(holders, role).filter((id) => !notified.includes(id));
    if (people.length > 0) return { people, vacant: null, passed: audience as Role, kept: null };
  }
  return { ...found, passed: null, kept: audience as Role };
}

const holdingOne = (holders: readonly Holder[], roles: readonly Role[]): string[] => [
  ...new Set(roles.flatMap((role) => holding(holders, role))),
];

function holding(holders: readonly Holder[], role: Role): string[] {
  const people: string[] = [];
  for (const holder of holders)
    if (holder.role === role && !people.includes(holder.personId)) people.push(holder.personId);
  return people;
}
