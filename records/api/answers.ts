import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";

/** The response that a program received to an act with an idempotency key. */
export interface ApiAnswer {
  status: number;
  body: string;
}

const day = 86_400_000;
const daysAgo = (now: Date): Date => new Date(now.getTime() - day);

/** Locks an idempotency key of a token until the transaction ends. @returns false: another transaction holds it */
export async function lockKey(tx: Tx, tokenId: string, key: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${tokenId}/${key}`}, 0)) as locked`;
  return rows[0]?.locked === true;
}

/** The stored response to an idempotency key, and a hash of its request. Responses are kept for a day. */
export async function findAnswer(
  tx: Statements,
  tokenId: string,
  key: string,
  now: Date,
): Promise<(ApiAnswer & { request: string }) | null> {
  const rows = await tx.$queryRaw<(ApiAnswer & { request: string })[]>`
    select status, body, request from api_answer where token_id = ${tokenId} and key = ${key} and at > ${daysAgo(now)}`;
  return rows[0] ?? null;
}

/** Stores a response for a day and deletes older ones. */
export async function keepAnswer(
  tx: Statements,
  { tokenId, key, request, status, body }: ApiAnswer & { tokenId: string; key: string; request: string },
  now: Date,
): Promise<void> {
  // One act in sixteen removes old answers.
  const dropped = request.endsWith("0") ? dropOldAnswers(tx, now) : undefined;
  const kept = tx.$executeRaw`
    insert into api_answer (token_id, key, request, status, body, at)
    values (${tokenId}, ${key}, ${request}, ${status}, ${body}, ${now})
    on conflict (token_id, key) do update
    set request = excluded.request, status = excluded.status, body = excluded.body, at = excluded.at`;
  await Promise.all([dropped, kept]);
}

/** Deletes answers older than a day, a hundred at most. */
async function dropOldAnswers(tx: Statements, now: Date): Promise<void> {
  await tx.$executeRaw`
    delete from api_answer where (token_id, key) in (
      select token_id, key from api_answer where at <= ${daysAgo(now)} order by at limit 100 for update skip locked)`;
}

/** An act that a program performed with its token. */
export interface ApiAct {
  tokenId: string;
  at: Date;
  act: string;
}

export async function insertAct(tx: Statements, { tokenId, at, act }: ApiAct): Promise<void> {
  await tx.$executeRaw`insert into api_act (token_id, at, act) values (${tokenId}, ${at}, ${act})`;
}

/** Acts of one token or of all tokens, newest first. */
export async function actsOf(
  tx: Statements,
  tokenId: string | null,
  limit: number,
): Promise<(ApiAct & { name: string })[]> {
  const of = tokenId === null ? Prisma.sql`true` : Prisma.sql`a.token_id = ${tokenId}`;
  return tx.$queryRaw<(ApiAct & { name: string })[]>`
    select a.token_id as "tokenId", t.name, a.at, a.act from api_act a join api_token t on t.id = a.token_id
    where ${of} order by a.id desc limit ${limit}`;
}
