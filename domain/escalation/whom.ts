import { type Duties, find, findAbove, type Holder } from "../tasks/people.ts";
import { chainOf, roleSearchOf, type TaskRoles } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import type { Audience, Policy, RungRule } from "./policy.ts";
import type { Ladder } from "./rung-id.ts";

/**
 * Roles that a ladder will reach above whoever is to act, if nothing is done: those of its rungs from D on, as the engine finds their people in
 * this organization. Nobody is named whom no rung reaches.
 * @param after a rung that has been sent: the rungs after it, and those that repeat; absent: all from D on
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
 * Roles whose holders decide what `rolesAhead` says of a task that is nobody's by name, where nobody of the organization is away. All others
 * (members, staff, volunteers: most of its people) need not be read.
 */
export function rolesLookedAt(policy: Policy, ladder: Ladder, task: TaskRoles): Role[] {
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
  // Those who did what waits for a verdict are not above it.
  const under = ladder === "doer" ? acting : [...acting, ...task.didIds];
  const found = findAbove(audience, task, holders, ladder === "doer" ? acting : task.didIds, under);
  const people = found.people.filter((id) => !under.includes(id));
  return people.length === 0 ? null : roleReached(audience, { ...found, people }, task, holders);
}

/** The part in which a recipient above the doer is notified; null: the rung reaches nobody. */
export function roleReached(
  audience: Audience,
  { people, vacant, passed }: { people: readonly string[]; vacant: Role | null; passed: unknown },
  task: TaskRoles,
  holders: readonly Holder[],
): Role | null {
  const [first] = people;
  if (first === undefined) return null;
  const held = holders.filter(({ personId }) => personId === first).map(({ role }) => role);
  // Where there is no supervising authority, the registrar holds its role as well.
  if (held.includes("registrar") && held.includes("authority")) return "registrar";
  const own = audience.startsWith("verifier") ? (task.verifier ?? "supervisory-board") : (audience as Role);
  if (!vacant && !passed && (held.includes(own) || audience !== "authority")) return own;
  // As what they were looked for, not as what they are besides.
  const looked = roleSearchOf(audience, task).places.flat();
  return [...looked, ...chainOf(task)].findLast((role) => held.includes(role)) ?? null;
}

const place = (role: Role, task: Duties): number => {
  const at = chainOf(task).indexOf(role);
  return Math.max(at, 0);
};
