import type { Calendar } from "../domain/time/calendar.ts";
import type { Db } from "../prisma/client.ts";

/** What every act needs. `now` is injected, so that a test moves it together with the engine's. */
export interface ActContext {
  db: Db;
  now(): Date;
  calendar: Calendar;
  /** Delivers nudges to the engine at once; never throws: while the engine is away they wait in their table. */
  flush(): Promise<void>;
}

/** Who acts. An administrator at the command line is nobody's person. */
export type Actor = { personId: string } | "administrator" | "system";

/** How the log names who acted. */
export const actorId = (actor: Actor): string => (typeof actor === "object" ? actor.personId : actor);
