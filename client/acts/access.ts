import { endBoardLinks, endSessions, type Whose } from "../../records/sessions.ts";
import type { ActContext } from "./context.ts";

/** Ends sessions, remembered devices and the links that open the board: of some people, of the administrator (null), or of all. */
export async function revokeAccess(context: ActContext, who: Whose): Promise<{ sessions: number; links: number }> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    // Links first: no session begins by one that is about to end.
    const links = await endBoardLinks(tx, who, now);
    return { links, sessions: await endSessions(tx, who, now) };
  });
}
