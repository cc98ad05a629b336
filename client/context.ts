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

/** The thing named does not exist (exit code 3). */
export class NotFoundError extends Error {
  readonly code = "NOT_FOUND";
  override readonly name = "NotFoundError";
  /** @param what e.g. `organization` · @param value as given · @param expected what would have been found */
  constructor(what: string, value: string, expected: string) {
    super(`No ${what} "${value.slice(0, 80)}"; expected ${expected}.`);
  }
}

/** Something given cannot be used (exit code 2): each problem names the value, the place and what was expected. */
export class BadInputError extends Error {
  readonly code = "BAD_INPUT";
  override readonly name = "BadInputError";
  readonly problems: readonly string[];
  constructor(...problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
