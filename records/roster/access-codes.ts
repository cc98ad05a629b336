import { createHmac } from "node:crypto";
import type { Channel } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";

export interface AccessCodeRow {
  id: string;
  personId: string;
  channel: Channel;
  tries: number;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

const digits = 6;

/** The digits of a code. They are derived from its id, so that the database, the log and workflow histories do not contain them. */
export function digitsOf(secretKey: string, id: string): string {
  const mac = createHmac("sha256", secretKey)
    .update(JSON.stringify(["access code", id]))
    .digest("hex");
  return String(BigInt(`0x${mac}`) % 10n ** BigInt(digits)).padStart(digits, "0");
}

/** Serializes requests for one person's codes until commit. */
export async function lockCodesOf(tx: Tx, personId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban access code'), hashtext(${personId}))`;
}

export async function findAccessCode(tx: Tx, id: string): Promise<AccessCodeRow | null> {
  const rows = await tx.$queryRaw<AccessCodeRow[]>`
    select id, person_id as "personId", channel, tries, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
    from access_code where id = ${id}`;
  return rows[0] ?? null;
}

/** When a person's codes were requested since `since`, newest first. */
export async function codesSince(tx: Tx, personId: string, since: Date): Promise<Date[]> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    select created_at as at from access_code where person_id = ${personId} and created_at > ${since} order by created_at desc`;
  return rows.map(({ at }) => at);
}

export async function insertAccessCode(
  tx: Tx,
  { id, personId, channel, expiresAt }: Pick<AccessCodeRow, "id" | "personId" | "channel" | "expiresAt">,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into access_code (id, person_id, channel, created_at, expires_at)
    values (${id}, ${personId}, ${channel}, ${now}, ${expiresAt})`;
}

/** Counts an attempt before the code is compared, so that concurrent attempts get no extra ones. @returns whether an attempt was left */
export async function countTry(tx: Tx, id: string, personId: string, most: number, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update access_code set tries = tries + 1
    where id = ${id} and person_id = ${personId} and tries < ${most} and used_at is null and expires_at > ${now}`;
  return changed > 0;
}

/** Uses up a code. @returns false: it was used before */
export async function useAccessCode(tx: Tx, id: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`update access_code set used_at = ${now} where id = ${id} and used_at is null`;
  return changed > 0;
}
