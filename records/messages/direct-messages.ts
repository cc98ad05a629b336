import type { Channel, LanguageCode } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** They have a courier of their own, which no herd keeps waiting: nobody is of this shard. */
export const directShard = 1_000_000;

/**
 * `code`: of access, to a person · `receipt`: the number of what was raised, to an address that nobody has confirmed · `stand-in`: to a
 * delegate, when somebody is away · `back`: to whoever was, on the day on which they are back · `my`: a link to what is somebody's own ·
 * `view`: what a saved view shows, each week.
 */
export type DirectKind = "code" | "receipt" | "stand-in" | "back" | "delegate-gone" | "my" | "webhook-paused" | "view";

export interface NewDirectMessage {
  kind: DirectKind;
  channel: Channel;
  address: string;
  name?: string;
  language: LanguageCode;
  /** What it is derived from when it is composed. */
  subjectId: string;
  organizationId?: string;
  sendAt: Date;
  /** Past this it is of no use, and dropped. */
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

/** One message of a kind for each subject. @returns the couriers to be woken; none where it was there */
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

/** What is queued of a subject is not sent any more, and may be written anew. */
export async function dropDirectMessages(tx: Statements, subjectId: string, now: Date): Promise<void> {
  await tx.$executeRaw`delete from direct_message where subject_id = ${subjectId} and state = 'queued' and created_at <= ${now}`;
}

/** How many receipts went to an address since an instant, whoever typed it. */
export async function receiptsTo(tx: Statements, address: string, since: Date): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from direct_message where address = ${address} and kind = 'receipt' and created_at > ${since}`;
  return rows[0]?.n ?? 0;
}

/** Takes what is due for a run of the courier; what is of no use any more is dropped. */
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

/** What another run left in the middle may have gone out: it is written down as `unknown` and not sent again. */
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

/** When the next one is due, as the courier's sleep reads it. */
export const nextDirect = (channels: readonly Channel[]): Prisma.Sql =>
  channels.length === 0
    ? Prisma.sql`select null::timestamptz`
    : Prisma.sql`select min(send_at) from direct_message where state = 'queued' and channel in (${Prisma.join([...channels])})`;

/** Their courier, where one of them waits. */
export async function queuedDirect(tx: Statements): Promise<{ shard: number; at: Date }[]> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    select min(send_at) as at from direct_message where state in ('queued', 'sending') having count(*) > 0`;
  return rows.map(({ at }) => ({ shard: directShard, at }));
}
