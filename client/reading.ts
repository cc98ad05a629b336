import { type Db, readingByDriver, type Statements, standalone } from "../prisma/client.ts";
import { inTurns } from "../records/in-turns.ts";
import type { ActContext } from "./context.ts";

/** The same context for pages and programs: its statements go by the driver, and nobody waits long for a connection. */
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

const repeating = new WeakMap<Db, Db>();

/** The same client for what is read again and again in the same way, of one task: connections keep the plans. */
export function repeatedly(db: Db): Db {
  const known = repeating.get(db) ?? readingByDriver(db, { keepPlans: true });
  repeating.set(db, known);
  return known;
}

/** Statements of one page at one time: others act and read beside it, on the same processors and connections. */
const atOnce = 3;

/**
 * The statements of one page, by the driver itself: a page of many is asked for in parts that do not wait for one another, and still
 * takes no more than a few connections.
 */
export const reading = ({ db }: Pick<ActContext, "db">): Statements => inTurns(standalone(db), atOnce);
