import { type Db, readingByDriver, type Statements, standalone } from "../prisma/client.ts";
import { limitConcurrency } from "../records/limit-concurrency.ts";
import type { ActContext } from "./context.ts";

/** A context for pages and programs: statements use the driver directly, and fail soon if no connection is free. */
export function pageContext(context: ActContext): ActContext {
  return {
    db: readingByDriver(context.db, { soon: true }),
    now: () => context.now(),
    get calendar() {
      return context.calendar;
    },
    flush: () => context.flush(),
  };
}

/**
 * Returns a client for short statements that are repeated often: connections keep their plans, and statements that do not wait for one
 * another are sent as one message. Use it within one request: if one statement of a message fails, the rest of that message fails too.
 */
export const repeatedly = (db: Db): Db => readingByDriver(db, { keepPlans: true });

/** Maximum number of concurrent statements of one page, so that others can use the processors and connections as well. */
const atOnce = 3;

/** Executes the statements of one page by the driver itself. A page reads its parts concurrently, and still uses only a few connections. */
export const reading = ({ db }: Pick<ActContext, "db">): Statements => limitConcurrency(standalone(db), atOnce);
