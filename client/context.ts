import type { Calendar } from "../domain/time/calendar.ts";
import type { Db } from "../prisma/client.ts";

/** Dependencies of every act. `now` is injected, so that a test moves it together with the engine's clock. */
export interface ActContext {
  db: Db;
  now(): Date;
  calendar: Calendar;
  /** Sends pending nudges to the engine at once; never throws: while the engine is unreachable they wait in their table. */
  flush(): Promise<void>;
}

/** Who acts. An administrator at the command line is not a person of the roster. */
export type Actor = { personId: string } | "administrator" | "system";

/** Name of the actor in the log. */
export const actorId = (actor: Actor): string => (typeof actor === "object" ? actor.personId : actor);
