import { Semaphore } from "../domain/semaphore.ts";
import type { Statements } from "../prisma/client.ts";

/** Wraps `statements` so that at most `atOnce` of them run at the same time. */
export function limitConcurrency(statements: Statements, atOnce: number): Statements {
  const slots = new Semaphore(atOnce);
  return {
    $queryRaw: (query, ...values) => slots.take(() => statements.$queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => slots.take(() => statements.$executeRaw(query, ...values)),
  };
}
