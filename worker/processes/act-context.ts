import type { ActContext } from "../../client/context.ts";
import { followCalendar } from "../calendar.ts";
import type { EndList } from "./process.ts";

/** What acts are done with in this process. Its calendar follows what is imported while it runs. */
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
