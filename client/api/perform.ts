import { ApiError } from "../../domain/api/api-error.ts";
import { cause } from "../../domain/reasons/index.ts";
import { goesAlong, transact } from "../../prisma/client.ts";
import { type ApiAnswer, findAnswer, insertAct, keepAnswer, lockKey } from "../../records/api/answers.ts";
import { actByToken } from "../../records/cases/events.ts";
import { within } from "../../records/savepoint.ts";
import type { ActContext } from "../context.ts";

/** A program's request to act. */
export interface ApiRequest {
  tokenId: string;
  /** Method and path, as the record of the token's acts shows them. */
  act: string;
  /** The caller's idempotency key; null: none. */
  key: string | null;
  /** Hash of the whole request: a key is valid for one request only. */
  request: string;
}

/**
 * Performs a program's act once. The lock of its idempotency key, the act, its record and the response are one transaction, so that a repeated
 * request finds either the response or an unchanged state, whatever failed in between. A refusal is stored as a response too.
 * @param work performs the act in a context whose transactions are parts of this one
 * @param refusal the response to an error caused by the caller; null: the error is ours, and nothing is stored
 */
export async function performOnce(
  context: ActContext,
  { tokenId, act, key, request }: ApiRequest,
  work: (context: ActContext) => Promise<ApiAnswer>,
  refusal: (error: unknown) => ApiAnswer | null,
): Promise<ApiAnswer & { replayed: boolean }> {
  const now = context.now();
  const answer = await transact(
    context.db,
    async (tx) => {
      if (key !== null) {
        // Executed in this order, in one round trip: the answer is read once the key is locked.
        const [locked, known] = await Promise.all([lockKey(tx, tokenId, key), findAnswer(tx, tokenId, key, now)]);
        if (!locked) throw new ApiError("KEY_IN_FLIGHT", cause("key-in-flight", { key }));
        if (known && known.request !== request) throw new ApiError("KEY_REUSED", cause("key-reused", { key }));
        if (known) return { status: known.status, body: known.body, replayed: true };
      }
      await goesAlong(tx, actByToken(tx, tokenId));
      const db = within(tx);
      // Nudges are sent to the engine only after the commit.
      const inner: ActContext = { ...context, now: () => now, db, flush: async () => undefined };
      let done: ApiAnswer;
      try {
        done = await db.$transaction(() => work(inner));
        await goesAlong(tx, insertAct(tx, { tokenId, at: now, act }));
      } catch (error) {
        const refused = refusal(error);
        if (!refused) throw error;
        done = refused;
      }
      if (key !== null) await goesAlong(tx, keepAnswer(tx, { tokenId, key, request, ...done }, now));
      return { ...done, replayed: false };
    },
    { keepPlans: true },
  );
  await context.flush();
  return answer;
}
