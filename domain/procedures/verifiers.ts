import { allDuties } from "../catalogue/packs/index.ts";
import type { Role } from "../terms.ts";
import { procedureOf } from "./kinds.ts";
import { rowOf, stepOf } from "./steps.ts";

/** Roles that verify what holders of some roles do, over every duty of the catalogue. */
export function verifiersOf(held: readonly Role[]): Role[] {
  const found = allDuties.flatMap((duty) =>
    Object.keys(procedureOf(duty.kind).steps).flatMap((name) => {
      const { verifier, roles } = stepOf(duty.kind, name);
      return verifier && (roles ?? rowOf(duty, name).roles).some((role) => held.includes(role)) ? [verifier] : [];
    }),
  );
  return [...new Set(found)];
}
