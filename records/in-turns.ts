import { Semaphore } from "../domain/semaphore.ts";
import type { Statements } from "../prisma/client.ts";

/** The same statements, of which no more than some run at one time. */
export function inTurns(statements: Statements, atOnce: number): Statements {
  const turns = new Semaphore(atOnce);
  return {
    $queryRaw: (query, ...values) => turns.take(() => statements.$queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => turns.take(() => statements.$executeRaw(query, ...values)),
  };
}
