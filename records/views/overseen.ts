import { issuers } from "../../domain/procedures/circular.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { Tx } from "../../prisma/client.ts";
import { rolesHeld } from "./board.ts";

/** Organizations in which the person holds a role to which tasks are escalated: the same rule as for verbs. */
export async function organizationsOverseen(tx: Tx, personId: string, now: Date): Promise<string[]> {
  const held = await rolesHeld(tx, personId, now);
  const none = { roles: [], personId: null, passedById: null, verifier: null, didIds: [] };
  return [...held]
    .filter(([, holders]) => relationshipOf(none, personId, holders).includes("supervisor"))
    .map(([id]) => id);
}

/** Organizations to which the person may issue circulars: those in which they are the authority. */
export async function organizationsIssuedTo(tx: Tx, personId: string, now: Date): Promise<string[]> {
  const held = await rolesHeld(tx, personId, now);
  return [...held].flatMap(([id, holders]) =>
    holders.some(({ role }) => (issuers as readonly string[]).includes(role)) ? [id] : [],
  );
}
