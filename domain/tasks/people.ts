import type { Audience } from "../escalation/policy.ts";
import type { Role } from "../terms.ts";
import { roleChain, roleSearchOf } from "./role-chain.ts";

/** Who holds which role in an organization at an instant: a step asks at its instant, not when the task was opened. */
export interface Holder {
  personId: string;
  role: Role;
}

/** What of a task decides who is spoken to. */
export interface Duties {
  roles: readonly Role[];
  personId: string | null;
  passedById: string | null;
  verifier: Role | null;
  /** Everyone who did some of it: none of them verifies it, nor by delegation. */
  didIds: readonly string[];
}

export interface FoundPeople {
  people: readonly string[];
  /** The role that is vacant, where the rung had to go up. */
  vacant: Role | null;
}

/** People of an audience; with nobody there the rung goes up, and says so. Never throws: nobody at all is an empty list, which the caller reports. */
export function find(audience: Audience, task: Duties, holders: readonly Holder[]): FoundPeople {
  if (audience === "doer" && task.personId && holders.some((holder) => holder.personId === task.personId))
    return { people: [task.personId], vacant: null };
  const { places, own, wanted } = roleSearchOf(audience, task);
  const without = audience === "verifier" || audience === "verifier-peers" ? task.didIds : [];
  const [first = []] = places;
  // Of all holders there is none: it is whoever does it in their place.
  if (audience === "holders" && holdingOne(holders, first).length === 0) return find("doer", task, holders);
  for (const place of places) {
    const people = holdingOne(holders, place).filter((id) => !without.includes(id));
    if (people.length > 0) return { people, vacant: place.every((role) => own.includes(role)) ? null : wanted };
  }
  return { people: [], vacant: wanted };
}

/**
 * Whom a rung of the doer's ladder tells: where all of its audience do the task themselves, it goes to the next role up that
 * somebody else holds, at that instant. Without one it stays with them.
 */
export function findAbove(
  audience: Audience,
  task: Duties,
  holders: readonly Holder[],
  doers: readonly string[],
): FoundPeople & { passed: Role | null } {
  const found = find(audience, task, holders);
  const start = roleChain.indexOf(audience as Role);
  if (start < 1 || found.people.length === 0 || !found.people.every((id) => doers.includes(id)))
    return { ...found, passed: null };
  for (const role of roleChain.slice(start + 1)) {
    const people = holding(holders, role).filter((id) => !doers.includes(id));
    if (people.length > 0) return { people, vacant: null, passed: audience as Role };
  }
  return { ...found, passed: null };
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
