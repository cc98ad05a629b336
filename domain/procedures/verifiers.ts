import { allDuties } from "../catalogue/packs/index.ts";
import { isOutside } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import { procedureOf } from "./kinds.ts";
import { rowOf, stepOf } from "./steps.ts";

/** Roles that verify what holders of the given roles do, over every duty of the catalogue. */
export function verifiersOf(held: readonly Role[]): Role[] {
  const found = allDuties.flatMap((duty) =>
    Object.keys(procedureOf(duty.kind).steps).flatMap((name) => {
      const { verifier, roles } = stepOf(duty.kind, name);
      return verifier && (roles ?? rowOf(duty, name).roles).some((role) => held.includes(role)) ? [verifier] : [];
    }),
  );
  return [...new Set(found)];
}

/**
 * Why a person may not stand in for another: they are not on the same side (inside an organization, or an authority over it), or hold a role that
 * verifies the other's work. Null: they may.
 */
export function standInProblem(mine: readonly Role[], theirs: readonly Role[]): "outside" | { verifies: Role } | null {
  const side = mine.every(isOutside);
  if (!theirs.some((role) => isOutside(role) === side)) return "outside";
  const verifies = verifiersOf(mine).find((role) => theirs.includes(role));
  return verifies ? { verifies } : null;
}
