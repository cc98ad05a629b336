import type { ActContext } from "../../client/context.ts";
import { followCalendar } from "../calendar.ts";
import type { EndList } from "./process.ts";

/** The context of acts in this process. Its calendar follows imports while it runs. */
export async function actContext(parts: Omit<ActContext, "calendar">, ends: EndList): Promise<ActContext> {
  const calendar = await followCalendar(parts.db);
  ends.push(async () => calendar.stop());
  return {
    ...parts,
    get calendar() {
      return calendar.now();
    },
  };
}
