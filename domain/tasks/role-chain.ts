import type { Audience } from "../escalation/policy.ts";
import { type Role, roles } from "../terms.ts";

/** Where a rung goes when nobody holds the role: one up, to the registrar at last. */
export const roleChain: readonly Role[] = [
  "secretariat",
  "legal-representative",
  "supervisory-board",
  "authority",
  "registrar",
];
/** A head is no subordinate of the secretariat: what is the head's falls to the legal representative. */
const aboveHead: readonly Role[] = roleChain.slice(1);

/** Roles that look at an organization from outside: what is the organization's to do is not theirs. */
export const outsideRoles: readonly Role[] = ["authority", "registrar", "regulator"];
export const isOutside = (role: Role): boolean => outsideRoles.includes(role);

/** Audiences that stand above the doer: after more time or a return they hear nothing before the new D. */
export const aboveDoer: readonly Audience[] = ["legal-representative", "supervisory-board", "authority"];

/** What of a task decides on which roles its audiences are looked for. */
export interface TaskRoles {
  roles: readonly Role[];
  personId: string | null;
  verifier: Role | null;
}

/** In which roles an audience is looked for, in turn. */
export interface RoleSearch {
  /** Of the roles in one place everybody who holds one is meant; the first place in which somebody is found ends it. */
  places: readonly (readonly Role[])[];
  /** The audience's own roles. Whoever is found in another stands in. */
  own: readonly Role[];
  /** The role that is told to be vacant then. */
  wanted: Role | null;
}

/** Whether a task is the head's and the party head's together (HD+PH). */
export const isShared = ({ roles, personId }: Pick<TaskRoles, "roles" | "personId">): boolean =>
  personId === null && roles.includes("head") && roles.includes("party-head");

/** The one table of who stands in for whom: the engine finds people by it, and a policy is checked against it. */
export function roleSearchOf(audience: Audience, task: TaskRoles): RoleSearch {
  switch (audience) {
    case "doer":
      // What the head and the party head do together is asked of both; of several roles else the first that somebody holds.
      return doerWay(task, isShared(task) ? [task.roles] : task.roles.map((role) => [role]));
    case "holders":
      return doerWay(task, [task.roles]);
    case "deputy":
      return { places: [["deputy"], ...upFrom("legal-representative")], own: ["deputy"], wanted: "deputy" };
    case "verifier": {
      const role = task.verifier ?? "supervisory-board";
      return { places: upFrom(role), own: [role], wanted: role };
    }
    case "verifier-peers":
      return {
        places: upFrom(task.verifier ?? "supervisory-board"),
        own: ["supervisory-board"],
        wanted: "supervisory-board",
      };
    case "participants":
      return { places: [participating], own: participating, wanted: null };
    default:
      return { places: upFrom(audience), own: [audience], wanted: audience };
  }
}

/** The roles of an audience before anybody stands in. */
export const ownRoles = (audience: Audience, task: TaskRoles): readonly Role[] =>
  audience === "doer" || audience === "holders" ? task.roles : (roleSearchOf(audience, task).places[0] ?? []);

/** Nobody stands in for those who take part. */
const participating: readonly Role[] = ["staff", "member", "volunteer"];

function doerWay({ roles }: TaskRoles, places: RoleSearch["places"]): RoleSearch {
  const [role = "secretariat"] = roles;
  return { places: [...places, ["deputy"], ...upFrom(role)], own: [role, ...roles], wanted: role };
}

/** A role, and those above it in turn. */
const ways: ReadonlyMap<Role, RoleSearch["places"]> = new Map(
  roles.map((role) => {
    const start = roleChain.indexOf(role);
    const above = start >= 0 ? roleChain.slice(start + 1) : role === "head" ? aboveHead : roleChain;
    return [role, [role, ...above].map((one) => [one])];
  }),
);
const upFrom = (role: Role): RoleSearch["places"] => ways.get(role) ?? [];
