import { type Duties, find, findAbove, type Holder } from "../tasks/people.ts";
import { chainOf, roleSearchOf, type TaskRoles } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import type { Audience, Policy, RungRule } from "./policy.ts";
import type { Ladder } from "./rung-id.ts";

/**
 * Roles above the doer that a ladder will reach if nobody acts: those of its rungs from D on, as the engine finds their people in this organization.
 * Roles that no rung reaches are left out.
 * @param after a sent rung: only later and repeating rungs count; absent: all from D on
 */
export function rolesAhead(
  policy: Policy,
  ladder: Ladder,
  task: Duties,
  holders: readonly Holder[],
  after?: string,
): Role[] {
  const acting = find(ladder === "doer" ? "doer" : "verifier", task, holders).people;
  const found = new Set<Role>();
  for (const rule of rungsAhead(policy, after))
    for (const { audience } of rule.tell) {
      if (below.includes(audience) || (ladder === "verifier" && audience === "verifier")) continue;
      const role = roleOf(audience, ladder, task, holders, acting);
      if (role) found.add(role);
    }
  return [...found].sort((a, b) => place(a, task) - place(b, task));
}

/**
 * Roles whose holders decide the result of `rolesAhead`, for a task that is not assigned by name, if nobody is away. Others (members, staff,
 * volunteers: most people) need not be read.
 */
export function rolesSearched(policy: Policy, ladder: Ladder, task: TaskRoles): Role[] {
  const audiences = rungsAhead(policy, undefined).flatMap(({ tell }) => tell.map(({ audience }) => audience));
  const acting = ladder === "doer" ? "doer" : "verifier";
  const looked = [acting, ...audiences.filter((audience) => !below.includes(audience))] as const;
  return [...new Set([...chainOf(task), ...looked.flatMap((audience) => roleSearchOf(audience, task).places.flat())])];
}

/** Audiences that must act, or only take part. */
const below: readonly Audience[] = ["doer", "holders", "participants"];

function rungsAhead({ rungs }: Policy, after: string | undefined): RungRule[] {
  const late = rungs.filter(({ from, offset }) => from === "due" && offset.n >= 0);
  if (after === undefined) return late;
  const name = after.split("#", 1)[0];
  const at = late.findIndex((rule) => rule.name === name);
  return late.filter((rule, index) => rule.every !== undefined || (at >= 0 && index > at));
}

function roleOf(
  audience: Audience,
  ladder: Ladder,
  task: Duties,
  holders: readonly Holder[],
  acting: readonly string[],
): Role | null {
  // People who did the submitted work do not count as above it.
  const under = ladder === "doer" ? acting : [...acting, ...task.didIds];
  const found = findAbove(audience, task, holders, ladder === "doer" ? acting : task.didIds, under);
  const people = found.people.filter((id) => !under.includes(id));
  return people.length === 0 ? null : roleInstead(audience, { ...found, people }, task, holders);
}

/** The role in which a recipient above the doer is notified; null: the rung reaches nobody. */
export function roleInstead(
  audience: Audience,
  { people, vacant, passed }: { people: readonly string[]; vacant: Role | null; passed: unknown },
  task: TaskRoles,
  holders: readonly Holder[],
): Role | null {
  const [first] = people;
  if (first === undefined) return null;
  const held = holders.filter(({ personId }) => personId === first).map(({ role }) => role);
  // In an organization without a supervising authority, the registrar also holds its role.
  if (held.includes("registrar") && held.includes("authority")) return "registrar";
  const own = audience.startsWith("verifier") ? (task.verifier ?? "supervisory-board") : (audience as Role);
  if (!vacant && !passed && (held.includes(own) || audience !== "authority")) return own;
  // By the roles in which they were looked for, not by other roles that they hold.
  const looked = roleSearchOf(audience, task).places.flat();
  return [...looked, ...chainOf(task)].findLast((role) => held.includes(role)) ?? null;
}

const place = (role: Role, task: Duties): number => {
  const at = chainOf(task).indexOf(role);
  return Math.max(at, 0);
};
