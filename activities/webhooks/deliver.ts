import { Context } from "@temporalio/activity";
import { Webhook } from "standardwebhooks";
import { nextAttempt } from "../../domain/api/webhook-events.ts";
import { addressFor } from "../../domain/channels/index.ts";
import { hasLeft } from "../../domain/roster/held.ts";
import { transact } from "../../prisma/client.ts";
import { insertDirectMessage } from "../../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { peopleById } from "../../records/roster/people.ts";
import { organizationsOverseen } from "../../records/views/overseen.ts";
import {
  type DueMessage,
  dropMessages,
  dueMessages,
  finishMessage,
  nextMessageAt,
  pruneMessages,
} from "../../records/webhooks/messages.ts";
import { pauseWebhook, webhookLines, webhookSecret } from "../../records/webhooks/webhooks.ts";
import { beating } from "../beating.ts";
import type { Deps } from "../deps.ts";
import { type Posted, post } from "./post.ts";

/** Maximum number of messages that one webhook is sent in a pass. */
const each = 20;
/** In milliseconds: after this the notice to a webhook's owner is of no use. */
const useful = 7 * 86_400_000;

/** Sends every webhook its due events: at least once, each webhook in the order of events. */
export async function deliverWebhooks(deps: Deps, at: number): Promise<{ nextAt: number | null }> {
  const { db } = deps;
  const began = performance.now();
  const now = (): Date => new Date(at + (performance.now() - began));
  await pruneMessages(db, now());
  await beating(async () => {
    const due = await permitted(deps, await dueMessages(db, now(), each), now());
    const ids = [...new Set(due.map(({ webhookId }) => webhookId))];
    await Promise.all(
      ids.map((id) =>
        tell(
          deps,
          due.filter(({ webhookId }) => webhookId === id),
          now,
        ),
      ),
    );
  });
  await deps.flush();
  return { nextAt: (await nextMessageAt(db))?.getTime() ?? null };
}

/** Leaves out events of organizations that the webhook's owner no longer oversees, which is checked now. */
async function permitted({ db }: Deps, due: readonly DueMessage[], now: Date): Promise<DueMessage[]> {
  const people = [...new Set(due.flatMap(({ personId }) => personId ?? []))];
  const own = new Map<string, ReadonlySet<string>>();
  for (const person of people) own.set(person, new Set(await organizationsOverseen(db, person, now)));
  const isBeyond = ({ personId, organizationId }: DueMessage): boolean =>
    personId !== null && organizationId !== null && own.get(personId)?.has(organizationId) !== true;
  await dropMessages(
    db,
    due.filter(isBeyond).map(({ id }) => id),
  );
  return due.filter((one) => !isBeyond(one));
}

/** Sends a webhook's messages in order, until one is not answered: the others would not be either. */
async function tell(deps: Deps, messages: readonly DueMessage[], now: () => Date): Promise<void> {
  for (const message of messages) {
    if (Context.current().cancellationSignal.aborted || deps.stopping?.aborted) return;
    const began = performance.now();
    const posted = await send(deps, message);
    const at = now();
    const attempt = {
      messageId: message.id,
      webhookId: message.webhookId,
      at,
      ...posted,
      tookMs: Math.round(performance.now() - began),
    };
    const delivered = posted.status !== null && posted.status >= 200 && posted.status < 300;
    const again = delivered ? null : nextAttempt(message.attempts + 1, message.queuedAt, at);
    const state = delivered ? "delivered" : again ? "queued" : "failed";
    await finishMessage(deps.db, attempt, { state, again });
    if (delivered) continue;
    deps.log("a webhook was not reached", {
      webhook: message.webhookId,
      message: message.id,
      status: posted.status,
      code: posted.code,
    });
    const dead = state === "failed" && (message.deliveredAt === null || message.deliveredAt < message.queuedAt);
    if (posted.status === 410) await pause(deps, message.webhookId, "gone", at);
    else if (dead) await pause(deps, message.webhookId, "failing", at);
    if (posted.status === null || posted.status === 410 || dead) return;
  }
}

function send(
  { secretKey, webhooks }: Deps,
  { id, webhookId, nonce, url, event, at, data }: DueMessage,
): Promise<Posted> {
  const body = JSON.stringify({ type: event, timestamp: at.toISOString(), data });
  // The recipient compares it with the real time, whatever a demo's clock shows.
  const signed = new Date();
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(signed.getTime() / 1000)),
    "webhook-signature": new Webhook(webhookSecret(secretKey, { id: webhookId, nonce })).sign(id, signed, body),
    "user-agent": "Duban",
  };
  return post(url, body, headers, webhooks?.allowPrivate ?? false);
}

/** Pauses a webhook; its owner is notified once. */
async function pause({ db }: Deps, id: string, because: "failing" | "gone", now: Date): Promise<void> {
  const [webhook] = await webhookLines(db, id);
  const [owner] = webhook ? await peopleById(db, [webhook.ownerId]) : [];
  const address = owner && !hasLeft(owner, now) ? addressFor(owner, "email") : null;
  await transact(db, async (tx) => {
    if (!(await pauseWebhook(tx, id, because, now)) || !owner || !address) return;
    const message = {
      kind: "webhook-paused" as const,
      channel: "email" as const,
      address,
      name: owner.name,
      language: owner.language,
    };
    const times = { sendAt: now, notAfter: new Date(now.getTime() + useful) };
    const couriers = await insertDirectMessage(
      tx,
      { ...message, ...times, subjectId: `${id} ${now.toISOString()}` },
      now,
    );
    await nudgeCouriers(tx, couriers, now);
  });
}
