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
/** Where there is no supervising authority, the party committee stands in for it in party matters: a sheet names it only there. */
const partyChain: readonly Role[] = roleChain.flatMap((role) =>
  role === "authority" ? ["party-committee", role] : [role],
);
const partyRoles: readonly (Role | undefined)[] = ["party-organization", "party-head"];

/** The chain above a task: that of party matters is the party organization's own, not what heads do with it. */
export const chainOf = ({ roles }: Pick<TaskRoles, "roles">): readonly Role[] =>
  partyRoles.includes(roles[0]) ? partyChain : roleChain;

/** Roles that look at an organization from outside: what is the organization's to do is not theirs. */
export const outsideRoles: readonly Role[] = ["authority", "party-committee", "registrar", "regulator"];
export const isOutside = (role: Role): boolean => outsideRoles.includes(role);

/** Audiences above the doer: after more time or a return they are sent nothing before the new D. */
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

/** Where the search for a doer ends, whatever the task: with a holder of one of these nobody's task is without one. */
export const lastDoers: readonly Role[] = ["deputy", "registrar"];

/** The roles of an audience before anybody stands in. */
export const ownRoles = (audience: Audience, task: TaskRoles): readonly Role[] =>
  audience === "doer" || audience === "holders"
    ? task.roles
    : audience === "authority"
      ? roleSearchOf(audience, task).own
      : (roleSearchOf(audience, task).places[0] ?? []);

/** Nobody stands in for those who take part. */
const participating: readonly Role[] = ["staff", "member", "volunteer"];

function doerWay(task: TaskRoles, places: RoleSearch["places"]): RoleSearch {
  const { roles } = task;
  const [role = "secretariat"] = roles;
  return { places: [...places, ["deputy"], ...upFrom(role, task)], own: [role, ...roles], wanted: role };
}

/** A role, and those above it in turn. */
const waysIn = (chain: readonly Role[]): ReadonlyMap<Role, RoleSearch["places"]> =>
  new Map(
    roles.map((role) => {
      const start = chain.indexOf(role);
      // A head is no subordinate of the secretariat: what is the head's falls to the legal representative.
      const above = start >= 0 ? chain.slice(start + 1) : chain.slice(role === "head" ? 1 : 0);
      const first = role === "authority" && chain === partyChain ? (["party-committee", role] as const) : [role];
      return [role, [...first, ...above].map((one) => [one])];
    }),
  );
const ways = new Map([roleChain, partyChain].map((chain) => [chain, waysIn(chain)]));
const upFrom = (role: Role, task: TaskRoles): RoleSearch["places"] => ways.get(chainOf(task))?.get(role) ?? [];
