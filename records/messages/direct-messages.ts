import type { Channel, LanguageCode } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** Shard of the direct messages' own courier, so that they never wait behind a mass of notices. No person is in this shard. */
export const directShard = 1_000_000;

/**
 * `code`: an access code, to a person · `receipt`: the number of a public form, to an unconfirmed address · `stand-in`: to a delegate when somebody
 * goes on leave · `back`: to that person on the day of their return · `delegate-gone`: the delegate has left · `my`: a link to a person's own page ·
 * `webhook-paused` · `view`: a saved view, weekly.
 */
export type DirectKind = "code" | "receipt" | "stand-in" | "back" | "delegate-gone" | "my" | "webhook-paused" | "view";

export interface NewDirectMessage {
  kind: DirectKind;
  channel: Channel;
  address: string;
  name?: string;
  language: LanguageCode;
  /** Id of the row from which the message is composed. */
  subjectId: string;
  organizationId?: string;
  sendAt: Date;
  /** After this instant the message is of no use and is dropped. */
  notAfter: Date;
}

export interface DirectMessageRow {
  id: string;
  kind: DirectKind;
  channel: Channel;
  address: string;
  name: string;
  language: LanguageCode;
  subjectId: string;
  organizationId: string | null;
  attempts: number;
  notAfter: Date;
}

/** Inserts one message of a kind for each subject. @returns couriers to be woken; empty: the message existed */
export async function insertDirectMessage(
  tx: Statements,
  message: NewDirectMessage,
  now: Date,
): Promise<{ shard: number; at: Date }[]> {
  const { kind, channel, address, name = "", language, subjectId, organizationId = null, sendAt } = message;
  const added = await tx.$executeRaw`
    insert into direct_message (id, kind, channel, address, name, language, subject_id, organization_id, send_at, not_after, created_at)
    values (${newId()}, ${kind}, ${channel}, ${address}, ${name}, ${language}, ${subjectId}, ${organizationId}, ${sendAt},
      ${message.notAfter}, ${now})
    on conflict do nothing`;
  return added > 0 ? [{ shard: directShard, at: sendAt }] : [];
}

/** Drops the queued messages of a subject, so that they can be written again. */
export async function dropDirectMessages(tx: Statements, subjectId: string, now: Date): Promise<void> {
  await tx.$executeRaw`delete from direct_message where subject_id = ${subjectId} and state = 'queued' and created_at <= ${now}`;
}

/** Number of receipts sent to an address since an instant, whoever entered it. */
export async function receiptsTo(tx: Statements, address: string, since: Date): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from direct_message where address = ${address} and kind = 'receipt' and created_at > ${since}`;
  return rows[0]?.n ?? 0;
}

/** Claims due messages for a run of the courier, and drops those that are past their use. */
export async function claimDirectMessages(
  tx: Statements,
  now: Date,
  run: string,
  channels: readonly Channel[],
  limit: number,
): Promise<DirectMessageRow[]> {
  if (channels.length === 0) return [];
  await tx.$executeRaw`
    update direct_message set state = 'dropped', finished_at = ${now}
    where state = 'queued' and not_after < ${now}`;
  return tx.$queryRaw<DirectMessageRow[]>`
    update direct_message m set state = 'sending', run = ${run}, attempts = attempts + 1
    where m.id in (select id from direct_message where state = 'queued' and send_at <= ${now}
                     and channel in (${Prisma.join([...channels])}) order by send_at, id limit ${limit} for update skip locked)
    returning m.id, m.kind, m.channel, m.address, m.name, m.language, m.subject_id as "subjectId",
      m.organization_id as "organizationId", m.attempts, m.not_after as "notAfter"`;
}

/** Marks messages that another run left in state `sending` as `unknown`. They may have been sent and are not sent again. */
export async function unknownDirectMessages(tx: Statements, run: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    update direct_message set state = 'unknown', code = 'CUT_OFF', finished_at = ${now}
    where state = 'sending' and run <> ${run}`;
}

export async function finishDirectMessage(
  tx: Statements,
  id: string,
  {
    state,
    provider,
    code,
    again,
  }: {
    state: "sent" | "refused" | "unknown" | "dropped" | "queued";
    provider: string;
    code: string;
    again: Date | null;
  },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update direct_message set state = ${state}, provider = ${provider}, code = ${code}, send_at = coalesce(${again}, send_at),
      finished_at = ${state === "queued" ? null : now}
    where id = ${id} and state = 'sending'`;
}

/** When the next message is due; the courier sleeps until then. */
export const nextDirect = (channels: readonly Channel[]): Prisma.Sql =>
  channels.length === 0
    ? Prisma.sql`select null::timestamptz`
    : Prisma.sql`select min(send_at) from direct_message where state = 'queued' and channel in (${Prisma.join([...channels])})`;

/** The courier of direct messages, if one is queued. */
export async function queuedDirect(tx: Statements): Promise<{ shard: number; at: Date }[]> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    select min(send_at) as at from direct_message where state in ('queued', 'sending') having count(*) > 0`;
  return rows.map(({ at }) => ({ shard: directShard, at }));
}
