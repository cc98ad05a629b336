import { dutyOf } from "../catalogue/packs/index.ts";
import type { Audience } from "../escalation/policy.ts";
import { isTransferable } from "../procedures/steps.ts";
import type { Role } from "../terms.ts";
import { isAnybodyAway, principalsOf, standInOf } from "./absence.ts";
import type { Holder } from "./holder.ts";
import { chainOf, roleSearchOf } from "./role-chain.ts";

export type { Holder };

/** What of a task decides its recipients. */
export interface Duties {
  roles: readonly Role[];
  personId: string | null;
  passedById: string | null;
  verifier: Role | null;
  /** Everyone who did some of it: none of them verifies it, nor by delegation. */
  didIds: readonly string[];
  /** Row and step: what is one person's own, nobody else does while they are away. */
  duty?: string;
  step?: string;
}

export interface FoundPeople {
  people: readonly string[];
  /** The role that is vacant, where the rung had to go up. */
  vacant: Role | null;
}

export interface FoundAbove extends FoundPeople {
  /** The role that the rung went past. */
  passed: Role | null;
  /** The role with whose holders it stayed. */
  kept: Role | null;
}

/**
 * People of an audience; with nobody there the rung goes up, and says so. For whoever is away their delegate is found. Never throws:
 * nobody at all is an empty list, which the caller reports.
 */
export function find(audience: Audience, task: Duties, holders: readonly Holder[]): FoundPeople {
  const found = findInPerson(audience, task, holders);
  if (!isAnybodyAway(holders)) return found;
  return { ...found, people: [...new Set(found.people.map((id) => standInFor(id, audience, task, holders)))] };
}

/** Who is found in place of one person of an audience: their delegate, where that one may. */
function standInFor(personId: string, audience: Audience, task: Duties, holders: readonly Holder[]): string {
  const delegate = standInOf(personId, holders);
  return delegate === personId || !mayStandIn(delegate, audience, task, holders) ? personId : delegate;
}

/** Nobody stands in for what is a person's own, does what they are to verify, or verifies what they or those did for whom they act. */
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

/** Whether somebody did some of a task, or acts for one who did. */
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
  // Of all holders there is none: it is whoever does it in their place.
  if (audience === "holders" && holdingOne(holders, first).length === 0) return findInPerson("doer", task, holders);
  for (const place of places) {
    const people = holdingOne(holders, place).filter((id) => !did(id));
    if (people.length > 0) return { people, vacant: place.every((role) => own.includes(role)) ? null : wanted };
  }
  return { people: [], vacant: wanted };
}

/**
 * The recipients of a rung of the doer's ladder: where all of its audience do the task themselves, it goes to the next role up that
 * somebody else holds, at that instant. Without one it stays with them.
 *
 * @param told those who are notified anyway, and are not the next above
 */
export function findAbove(
  audience: Audience,
  task: Duties,
  holders: readonly Holder[],
  doers: readonly string[],
  told: readonly string[] = doers,
): FoundAbove {
  const found = find(audience, task, holders);
  const chain = chainOf(task);
  const start = chain.indexOf(audience as Role);
  if (start < 1 || found.people.length === 0 || !found.people.every((id) => doers.includes(id)))
    return { ...found, passed: null, kept: null };
  for (const role of chain.slice(start + 1)) {
    const people = holding(holders, role).filter((id) => !told.includes(id));
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
