import { ApiError } from "../../domain/api/api-error.ts";
import { cause } from "../../domain/reasons/index.ts";
import { transact } from "../../prisma/client.ts";
import { type ApiAnswer, findAnswer, insertAct, keepAnswer, lockKey } from "../../records/api/answers.ts";
import { actByToken } from "../../records/cases/events.ts";
import { within } from "../../records/savepoint.ts";
import type { ActContext } from "../context.ts";

/** An act as a program asks for it. */
export interface ApiRequest {
  tokenId: string;
  /** Method and address, as the token's record names them. */
  act: string;
  /** The caller's idempotency key; null: none. */
  key: string | null;
  /** Hash of all that was asked: the same key is good for the same alone. */
  request: string;
}

/**
 * Does an act of a program once: lock of its key, act, record and answer are one transaction, so that the same request once more, after
 * whatever went wrong between, finds the answer or a clean slate. A refusal is an answer too.
 * @param work what is done, with a context whose transactions are parts of this one
 * @param refusal the answer to an error that says no; null: it is a failure, and nothing is kept
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
        if (!(await lockKey(tx, tokenId, key))) throw new ApiError("KEY_IN_FLIGHT", cause("key-in-flight", { key }));
        const known = await findAnswer(tx, tokenId, key, now);
        if (known && known.request !== request) throw new ApiError("KEY_REUSED", cause("key-reused", { key }));
        if (known) return { status: known.status, body: known.body, replayed: true };
      }
      await actByToken(tx, tokenId);
      const db = within(tx);
      // Nothing is told to the engine before it is true.
      const inner: ActContext = { ...context, now: () => now, db, flush: async () => undefined };
      let done: ApiAnswer;
      try {
        done = await db.$transaction(() => work(inner));
        await insertAct(tx, { tokenId, at: now, act });
      } catch (error) {
        const refused = refusal(error);
        if (!refused) throw error;
        done = refused;
      }
      if (key !== null) await keepAnswer(tx, { tokenId, key, request, ...done }, now);
      return { ...done, replayed: false };
    },
    { keepPlans: true },
  );
  await context.flush();
  return answer;
}
