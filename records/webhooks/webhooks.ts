import { createHmac, randomBytes } from "node:crypto";
import type { PausedBecause, WebhookEvent } from "../../domain/api/webhook-events.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** An address to which events are sent. */
export interface WebhookRow {
  id: string;
  nonce: string;
  url: string;
  events: WebhookEvent[];
  /** Set: one organization. Only a person: the organizations that the person oversees. Both null: all. */
  organizationId: string | null;
  personId: string | null;
  ownerId: string;
  createdAt: Date;
  pausedAt: Date | null;
  pausedBecause: PausedBecause | "";
  deliveredAt: Date | null;
}

const columns = Prisma.sql`
  w.id, w.nonce, w.url, w.events, w.organization_id as "organizationId", w.person_id as "personId", w.owner_id as "ownerId",
  w.created_at as "createdAt", w.paused_at as "pausedAt", w.paused_because as "pausedBecause", w.delivered_at as "deliveredAt"`;

/** The signing secret of a webhook's messages; it is derived and not stored. */
export const webhookSecret = (secretKey: string, { id, nonce }: Pick<WebhookRow, "id" | "nonce">): string =>
  `whsec_${createHmac("sha256", secretKey).update(`webhook ${id} ${nonce}`).digest("base64")}`;

export type NewWebhook = Pick<WebhookRow, "url" | "events" | "organizationId" | "personId" | "ownerId" | "createdAt">;

export async function insertWebhook(tx: Statements, webhook: NewWebhook): Promise<Pick<WebhookRow, "id" | "nonce">> {
  const [id, nonce] = [newId(), randomBytes(18).toString("base64url")];
  const { url, events, organizationId, personId, ownerId, createdAt } = webhook;
  await tx.$executeRaw`
    insert into webhook (id, nonce, url, events, organization_id, person_id, owner_id, created_at)
    values (${id}, ${nonce}, ${url}, ${[...events]}::text[], ${organizationId}, ${personId}, ${ownerId}, ${createdAt})`;
  return { id, nonce };
}

/** A webhook in a list, with its owner and the number of waiting messages. */
export interface WebhookLine extends WebhookRow {
  of: string | null;
  owner: string;
  queued: number;
  failed: number;
}

export async function webhookLines(tx: Statements, id?: string): Promise<WebhookLine[]> {
  const one = id === undefined ? Prisma.sql`true` : Prisma.sql`w.id = ${id}`;
  return tx.$queryRaw<WebhookLine[]>`
    select ${columns}, coalesce(o.code, p.name) as of, q.name as owner,
      (select count(*)::int from webhook_message m where m.webhook_id = w.id and m.state = 'queued') as queued,
      (select count(*)::int from webhook_message m where m.webhook_id = w.id and m.state = 'failed') as failed
    from webhook w left join organization o on o.id = w.organization_id left join person p on p.id = w.person_id
      left join person q on q.id = w.owner_id
    where ${one} order by w.created_at desc, w.id`;
}

export async function pauseWebhook(tx: Statements, id: string, because: PausedBecause, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update webhook set paused_at = ${now}, paused_because = ${because} where id = ${id} and paused_at is null`;
  return changed > 0;
}

export async function resumeWebhook(tx: Statements, id: string): Promise<boolean> {
  return (
    (await tx.$executeRaw`
    update webhook set paused_at = null, paused_because = '' where id = ${id} and paused_at is not null`) > 0
  );
}

/** Deletes a webhook with its messages. */
export async function deleteWebhook(tx: Statements, id: string): Promise<void> {
  await tx.$executeRaw`delete from webhook_attempt where webhook_id = ${id}`;
  await tx.$executeRaw`delete from webhook_message where webhook_id = ${id}`;
  await tx.$executeRaw`delete from webhook where id = ${id}`;
}
