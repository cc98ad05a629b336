import type { Audience } from "../escalation/policy.ts";
import { type Role, roles } from "../terms.ts";

/** Escalation of a vacant role: one up, at last to the registrar. */
export const roleChain: readonly Role[] = [
  "secretariat",
  "legal-representative",
  "supervisory-board",
  "authority",
  "registrar",
];
/** In party matters the party committee takes the place of a missing supervising authority: sheets name it only then. */
const partyChain: readonly Role[] = roleChain.flatMap((role) =>
  role === "authority" ? ["party-committee", role] : [role],
);
const partyRoles: readonly (Role | undefined)[] = ["party-organization", "party-head"];

/** The chain above a task: party matters of the party organization have their own; those shared with heads do not. */
export const chainOf = ({ roles }: Pick<TaskRoles, "roles">): readonly Role[] =>
  partyRoles.includes(roles[0]) ? partyChain : roleChain;

/** Roles outside an organization: its own tasks are not theirs. */
export const outsideRoles: readonly Role[] = ["authority", "party-committee", "registrar", "regulator"];
export const isOutside = (role: Role): boolean => outsideRoles.includes(role);

/** Audiences above the doer: after an extension or a return they are sent nothing before the new D. */
export const aboveDoer: readonly Audience[] = ["legal-representative", "supervisory-board", "authority"];

/** The fields of a task that decide in which roles its audiences are looked for. */
export interface TaskRoles {
  roles: readonly Role[];
  personId: string | null;
  verifier: Role | null;
}

/** The roles in which an audience is looked for, in order. */
export interface RoleSearch {
  /** At each place everybody who holds one of its roles is found; the first place with a holder ends the search. */
  places: readonly (readonly Role[])[];
  /** The audience's own roles. A person who is found in another one stands in. */
  own: readonly Role[];
  /** The role that is then reported as vacant; null: none. */
  wanted: Role | null;
}

/** Whether a task is shared by the head and the party head (HD+PH). */
export const isShared = ({ roles, personId }: Pick<TaskRoles, "roles" | "personId">): boolean =>
  personId === null && roles.includes("head") && roles.includes("party-head");

/** The single table of who stands in for whom: the engine finds people by it, and policies are checked against it. */
export function roleSearchOf(audience: Audience, task: TaskRoles): RoleSearch {
  switch (audience) {
    case "doer":
      // A shared task is requested from both the head and the party head; otherwise the first of several roles that somebody holds.
      return doerWay(task, isShared(task) ? [task.roles] : task.roles.map((role) => [role]));
    case "holders":
      return doerWay(task, [task.roles]);
    case "deputy":
      return { places: [["deputy"], ...upFrom("legal-representative", task)], own: ["deputy"], wanted: "deputy" };
    case "verifier": {
      const role = task.verifier ?? "supervisory-board";
      return { places: upFrom(role, task), own: [role], wanted: role };
    }
    case "verifier-peers":
      return {
        places: upFrom(task.verifier ?? "supervisory-board", task),
        own: ["supervisory-board"],
        wanted: "supervisory-board",
      };
    case "participants":
      return { places: [participating], own: participating, wanted: null };
    default:
      return {
        places: upFrom(audience, task),
        own: audience === "authority" ? ["party-committee", audience] : [audience],
        wanted: audience,
      };
  }
}

/** Where the search for a doer ends, for every task: an organization with a holder of one of these has no task without a doer. */
export const lastDoers: readonly Role[] = ["deputy", "registrar"];

/** Roles of an audience before anybody stands in. */
export const ownRoles = (audience: Audience, task: TaskRoles): readonly Role[] =>
  audience === "doer" || audience === "holders"
    ? task.roles
    : audience === "authority"
      ? roleSearchOf(audience, task).own
      : (roleSearchOf(audience, task).places[0] ?? []);

/** Roles for which nobody stands in: participants. */
const participating: readonly Role[] = ["staff", "member", "volunteer"];

function doerWay(task: TaskRoles, places: RoleSearch["places"]): RoleSearch {
  const { roles } = task;
  const [role = "secretariat"] = roles;
  return { places: [...places, ["deputy"], ...upFrom(role, task)], own: [role, ...roles], wanted: role };
}

/** A role, followed by those above it. */
const waysIn = (chain: readonly Role[]): ReadonlyMap<Role, RoleSearch["places"]> =>
  new Map(
    roles.map((role) => {
      const start = chain.indexOf(role);
      // A head is not subordinate to the secretariat: the head's tasks are escalated to the legal representative.
      const above = start >= 0 ? chain.slice(start + 1) : chain.slice(role === "head" ? 1 : 0);
      const first = role === "authority" && chain === partyChain ? (["party-committee", role] as const) : [role];
      return [role, [...first, ...above].map((one) => [one])];
    }),
  );
const ways = new Map([roleChain, partyChain].map((chain) => [chain, waysIn(chain)]));
const upFrom = (role: Role, task: TaskRoles): RoleSearch["places"] => ways.get(chainOf(task))?.get(role) ?? [];
