import type { Tx } from "../../prisma/client.ts";
import { endBoardLinks, endSessions, endTaskLinks, type Whose } from "../../records/roster/sessions.ts";
import type { ActContext } from "../context.ts";

/** Ends sessions and remembered devices and revokes links that open the board: of some people, of the administrator (null), or of all. */
export async function revokeAccess(context: ActContext, who: Whose): Promise<{ sessions: number; links: number }> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    // Links first, so that no session begins by a link that is about to be revoked.
    const links = await endBoardLinks(tx, who, now);
    return { links, sessions: await endSessions(tx, who, now) };
  });
}

/** An address of a person that was changed or removed. */
export interface LostAddress {
  personId: string;
  /** Notices were sent to it: open tasks are sent to the new one. */
  reached: boolean;
}

/**
 * Locks out whoever now has a person's former mailbox or number: sessions, remembered devices, codes and board links end. Links to tasks end too if
 * the new address is sent new ones at once.
 */
export async function endAccessBy(tx: Tx, lost: readonly LostAddress[], now: Date): Promise<void> {
  if (lost.length === 0) return;
  const people = [...new Set(lost.map(({ personId }) => personId))];
  await endBoardLinks(tx, people, now);
  await endSessions(tx, people, now);
  const reached = lost.filter((one) => one.reached).map(({ personId }) => personId);
  await endTaskLinks(tx, [...new Set(reached)], now);
}
