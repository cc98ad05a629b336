import type { Audience } from "../escalation/policy.ts";
import type { Role } from "../terms.ts";

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

export interface Found {
  people: readonly string[];
  /** The role that is vacant, where the rung had to go up. */
  vacant: Role | null;
}

/** Where a rung goes when nobody holds the role: one up, to the registrar at last. */
const up: readonly Role[] = ["secretariat", "legal-representative", "supervisory-board", "authority", "registrar"];
/** A head is no subordinate of the secretariat: what is the head's falls to the legal representative. */
const aboveHead: readonly Role[] = up.slice(1);

/** People of an audience; with nobody there the rung goes up, and says so. Never throws: nobody at all is an empty list, which the caller reports. */
export function find(audience: Audience, task: Duties, holders: readonly Holder[]): Found {
  switch (audience) {
    case "doer":
      return doer(task, holders);
    case "holders": {
      const people = unique(task.roles.flatMap((role) => holding(holders, role)));
      return people.length > 0 ? { people, vacant: null } : doer(task, holders);
    }
    case "deputy": {
      const people = holding(holders, "deputy");
      return people.length > 0 ? { people, vacant: null } : climb("legal-representative", holders, "deputy");
    }
    case "verifier": {
      const role = task.verifier ?? "supervisory-board";
      return climb(role, holders, role, task.didIds);
    }
    case "verifier-peers":
      return climb(task.verifier ?? "supervisory-board", holders, "supervisory-board", task.didIds);
    case "participants":
      return {
        people: unique(["staff", "member", "volunteer"].flatMap((role) => holding(holders, role as Role))),
        vacant: null,
      };
    default:
      return climb(audience, holders, audience);
  }
}

/** Whether a task is the head's and the party head's together (HD+PH). */
export const isShared = ({ roles, personId }: Pick<Duties, "roles" | "personId">): boolean =>
  personId === null && roles.includes("head") && roles.includes("party-head");

/**
 * Whom a rung of the doer's ladder tells: where all of its audience do the task themselves, it goes to the next role up that
 * somebody else holds, at that instant. Without one it stays with them.
 */
export function findAbove(
  audience: Audience,
  task: Duties,
  holders: readonly Holder[],
  doers: readonly string[],
): Found & { passed: Role | null } {
  const found = find(audience, task, holders);
  const start = up.indexOf(audience as Role);
  if (start < 1 || found.people.length === 0 || !found.people.every((id) => doers.includes(id)))
    return { ...found, passed: null };
  for (const role of up.slice(start + 1)) {
    const people = holding(holders, role).filter((id) => !doers.includes(id));
    if (people.length > 0) return { people, vacant: null, passed: audience as Role };
  }
  return { ...found, passed: null };
}

function doer(task: Duties, holders: readonly Holder[]): Found {
  if (task.personId && holders.some((holder) => holder.personId === task.personId))
    return { people: [task.personId], vacant: null };
  // What the head and the party head do together is asked of both; either may hand it in.
  if (isShared(task)) {
    const people = unique(task.roles.flatMap((role) => holding(holders, role)));
    if (people.length > 0) return { people, vacant: null };
  }
  for (const role of task.roles) {
    const people = holding(holders, role);
    // Of several it is the first role's that somebody holds.
    if (people.length > 0) return { people, vacant: null };
  }
  const role = task.roles[0] ?? "secretariat";
  const deputies = holding(holders, "deputy");
  return deputies.length > 0 ? { people: deputies, vacant: role } : climb(role, holders, role);
}

function climb(role: Role, holders: readonly Holder[], wanted: Role, without: readonly string[] = []): Found {
  const start = up.indexOf(role);
  const way: readonly Role[] = start >= 0 ? up.slice(start) : [role, ...(role === "head" ? aboveHead : up)];
  for (const rung of way) {
    const people = holding(holders, rung).filter((id) => !without.includes(id));
    if (people.length > 0) return { people, vacant: rung === wanted ? null : wanted };
  }
  return { people: [], vacant: wanted };
}

function holding(holders: readonly Holder[], role: Role): string[] {
  const people: string[] = [];
  for (const holder of holders)
    if (holder.role === role && !people.includes(holder.personId)) people.push(holder.personId);
  return people;
}

function unique(people: readonly string[]): string[] {
  return [...new Set(people)];
}
