import { Semaphore } from "../domain/semaphore.ts";
import { type Statements, standalone } from "../prisma/client.ts";
import type { ActContext } from "./context.ts";

/** Statements of one page at one time: others act and read beside it, on the same processors and connections. */
const atOnce = 3;

/**
 * The statements of one page, by the driver itself: a page of many is asked for in parts that do not wait for one another, and still
 * takes no more than a few connections.
 */
export function reading({ db }: Pick<ActContext, "db">): Statements {
  const statements = standalone(db);
  const turns = new Semaphore(atOnce);
  return {
    $queryRaw: (query, ...values) => turns.take(() => statements.$queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => turns.take(() => statements.$executeRaw(query, ...values)),
  };
}
