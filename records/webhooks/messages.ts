import { randomUUID } from "node:crypto";
import { Prisma, type Statements } from "../../prisma/client.ts";
import type { WebhookRow } from "./webhooks.ts";

/** A message to a webhook. */
export interface WebhookMessage {
  id: string;
  webhookId: string;
  event: string;
  organizationId: string | null;
  data: unknown;
  at: Date;
  attempts: number;
  queuedAt: Date;
}

/** A due message with its destination. */
export interface DueMessage extends WebhookMessage, Pick<WebhookRow, "nonce" | "url" | "personId" | "deliveredAt"> {}

/** Due messages of webhooks that are not paused, a few for each, so that a slow webhook does not delay the others. */
export async function dueMessages(tx: Statements, now: Date, each: number): Promise<DueMessage[]> {
  return tx.$queryRaw<DueMessage[]>`
    select m.id, m.webhook_id as "webhookId", m.event, m.organization_id as "organizationId", m.data, m.at, m.attempts,
      m.queued_at as "queuedAt", w.nonce, w.url, w.person_id as "personId", w.delivered_at as "deliveredAt"
    from webhook w cross join lateral (
      select * from webhook_message m where m.webhook_id = w.id and m.state = 'queued' and m.send_at <= ${now}
      order by m.send_at, m.at, m.id limit ${each}) m
    where w.paused_at is null order by w.id, m.send_at, m.at, m.id`;
}

/** When the next message is due; null: none waits. */
export async function nextMessageAt(tx: Statements): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`
    select min(m.send_at) as at from webhook w join webhook_message m on m.webhook_id = w.id and m.state = 'queued'
    where w.paused_at is null`;
  return rows[0]?.at ?? null;
}

export interface WebhookAttempt {
  messageId: string;
  webhookId: string;
  at: Date;
  /** HTTP status; null: no response. */
  status: number | null;
  code: string;
  tookMs: number;
}

/** Records an attempt and the state of its message. @param again when to try again; null: not again */
export async function finishMessage(
  tx: Statements,
  { messageId, webhookId, at, status, code, tookMs }: WebhookAttempt,
  { state, again }: { state: "queued" | "delivered" | "failed"; again: Date | null },
): Promise<void> {
  await tx.$executeRaw`
    insert into webhook_attempt (message_id, webhook_id, at, status, code, took_ms)
    values (${messageId}, ${webhookId}, ${at}, ${status}, ${code}, ${tookMs})`;
  await tx.$executeRaw`
    update webhook_message set state = ${state}, attempts = attempts + 1, send_at = coalesce(${again}, send_at)
    where id = ${messageId}`;
  if (state === "delivered") await tx.$executeRaw`update webhook set delivered_at = ${at} where id = ${webhookId}`;
}

/** Drops messages about organizations that the webhook's owner no longer oversees. */
export async function dropMessages(tx: Statements, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.$executeRaw`delete from webhook_message where id = any(${[...ids]}::text[])`;
}

/** In milliseconds: how long messages are kept and can be replayed. */
const kept = 30 * 86_400_000;

export async function pruneMessages(tx: Statements, now: Date): Promise<void> {
  const before = new Date(now.getTime() - kept);
  await tx.$executeRaw`
    delete from webhook_attempt where message_id in (
      select id from webhook_message where at < ${before} order by at limit 1000)`;
  await tx.$executeRaw`
    delete from webhook_message where id in (select id from webhook_message where at < ${before} order by at limit 1000)`;
}

/** Inserts a test message, by which the owner can check the webhook. */
export async function insertTest(tx: Statements, webhookId: string, now: Date): Promise<string> {
  const id = `msg_${randomUUID().replaceAll("-", "")}`;
  await tx.$executeRaw`
    insert into webhook_message (id, webhook_id, event, data, at, queued_at, send_at)
    values (${id}, ${webhookId}, 'webhook.test', '{}', ${now}, ${now}, ${now})`;
  return id;
}

/** Queues delivered and abandoned messages again. @returns number of messages */
export async function replayMessages(
  tx: Statements,
  webhookId: string,
  which: { message: string } | { since: Date },
  now: Date,
): Promise<number> {
  const some = "message" in which ? Prisma.sql`m.id = ${which.message}` : Prisma.sql`m.at >= ${which.since}`;
  return tx.$executeRaw`
    update webhook_message m set state = 'queued', attempts = 0, queued_at = ${now}, send_at = ${now}
    where m.webhook_id = ${webhookId} and ${some} and m.state <> 'queued'`;
}

/** An attempt as the log shows it. */
export interface AttemptLine extends WebhookAttempt {
  event: string;
  state: string;
}

export async function attemptLines(tx: Statements, webhookId: string, limit: number): Promise<AttemptLine[]> {
  return tx.$queryRaw<AttemptLine[]>`
    select a.message_id as "messageId", a.webhook_id as "webhookId", a.at, a.status, a.code, a.took_ms as "tookMs", m.event, m.state
    from webhook_attempt a join webhook_message m on m.id = a.message_id
    where a.webhook_id = ${webhookId} order by a.id desc limit ${limit}`;
}
