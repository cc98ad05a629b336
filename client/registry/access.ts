import type { Tx } from "../../prisma/client.ts";
import { endBoardLinks, endSessions, endTaskLinks, type Whose } from "../../records/roster/sessions.ts";
import type { ActContext } from "../context.ts";

/** Ends sessions, remembered devices and the links that open the board: of some people, of the administrator (null), or of all. */
export async function revokeAccess(context: ActContext, who: Whose): Promise<{ sessions: number; links: number }> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    // Links first: no session begins by one that is about to end.
    const links = await endBoardLinks(tx, who, now);
    return { links, sessions: await endSessions(tx, who, now) };
  });
}

/** An address of a person that is another from now on, or none. */
export interface LostAddress {
  personId: string;
  /** They were reached by it: all that is open is sent to the new one. */
  reached: boolean;
}

/**
 * Whoever has somebody's former mailbox or mobile stays out: sessions, remembered devices, codes and the links that open the board end.
 * So do the links to tasks where the new address is sent new ones at once.
 */
export async function endAccessBy(tx: Tx, lost: readonly LostAddress[], now: Date): Promise<void> {
  if (lost.length === 0) return;
  const people = [...new Set(lost.map(({ personId }) => personId))];
  await endBoardLinks(tx, people, now);
  await endSessions(tx, people, now);
  const reached = lost.filter((one) => one.reached).map(({ personId }) => personId);
  await endTaskLinks(tx, [...new Set(reached)], now);
}
