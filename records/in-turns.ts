import { Semaphore } from "../domain/semaphore.ts";
import type { Statements } from "../prisma/client.ts";

/** Wraps `statements` so that at most `atOnce` of them run at the same time. */
export function inTurns(statements: Statements, atOnce: number): Statements {
  const turns = new Semaphore(atOnce);
  return {
    $queryRaw: (query, ...values) => turns.take(() => statements.$queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => turns.take(() => statements.$executeRaw(query, ...values)),
  };
}
