import { Context } from "@temporalio/activity";
import { addressFor } from "../domain/channels/index.ts";
import { languageOf } from "../domain/messages/languages/index.ts";
import { receiptNumber } from "../domain/procedures/requester.ts";
import { hasLeft } from "../domain/roster/held.ts";
import { transact } from "../prisma/client.ts";
import {
  claimDirectMessages,
  type DirectMessageRow,
  finishDirectMessage,
  nextDirect,
  unknownDirectMessages,
} from "../records/messages/direct-messages.ts";
import { codeOf } from "../records/messages/links.ts";
import { markAsleep, markAwake } from "../records/nudges.ts";
import { digitsOf } from "../records/roster/access-codes.ts";
import { confirmationPath } from "../records/roster/confirmations.ts";
import { peopleById } from "../records/roster/people.ts";
import { webhookLines } from "../records/webhooks/webhooks.ts";
import { absenceNote, delegateGoneNote } from "./absence-note.ts";
import { attemptName } from "./attempt-name.ts";
import { beating } from "./beating.ts";
import { channelParts } from "./channels/index.ts";
import type { OutboundMessage, Outcome } from "./channels/transport.ts";
import type { DeliverInput, DeliverOutput, Deps } from "./deps.ts";
import { viewNote } from "./weekly-views.ts";

const page = 20;
const second = 1_000;
/** In milliseconds: maximum delay between two attempts. */
const longest = 30 * 60 * second;

/**
 * Sends direct messages, about no task, at once and at any hour, because somebody has just requested them. A message that was interrupted while it
 * was handed over is recorded as `unknown` and not sent again: its reader requests another.
 */
export async function deliverDirect(deps: Deps, { shard, now: at }: DeliverInput): Promise<DeliverOutput> {
  const run = attemptName();
  const { db } = deps;
  const now = new Date(at);
  const courier = `courier-${shard}`;
  const channels = [...deps.transports.keys()];
  await markAwake(db, courier);
  await unknownDirectMessages(db, run, now);
  let sent = 0;
  // A message may take as long as its provider's timeout; heartbeats are sent meanwhile.
  await beating(async () => {
    while (!Context.current().cancellationSignal.aborted && !deps.stopping?.aborted) {
      const claimed = await transact(db, (tx) => claimDirectMessages(tx, now, run, channels, page));
      if (claimed.length === 0) break;
      const outcomes = await Promise.all(claimed.map((message) => send(deps, message, now)));
      sent += outcomes.filter((one) => one === "sent").length;
    }
  });
  const until = await transact(db, (tx) => markAsleep(tx, courier, nextDirect(channels)));
  return { nextAt: until?.getTime() ?? null, sent };
}

async function send(deps: Deps, message: DirectMessageRow, now: Date): Promise<string> {
  const outcome = await attempt(deps, message, now);
  deps.delivered?.(message.channel, outcome.state);
  const { provider, code } = outcome;
  const again = outcome.state === "failed" ? nextTry(message, outcome.retryAfterMs, now) : null;
  const state = outcome.state === "failed" ? (again ? "queued" : "dropped") : outcome.state;
  await finishDirectMessage(deps.db, message.id, { state, provider, code, again }, now);
  if (state !== "sent") deps.log("a direct message was not sent", { message: message.id, state, code });
  return state;
}

async function attempt(deps: Deps, message: DirectMessageRow, now: Date): Promise<Outcome> {
  const transport = deps.transports.get(message.channel);
  if (!transport) return { state: "failed", provider: "", code: "NO_TRANSPORT", detail: "" };
  const outbound = await outboundOf(deps, message, now);
  return outbound
    ? transport.send(outbound)
    : { state: "refused", address: false, provider: "", code: "GONE", detail: "" };
}

/** When to try again: the delay doubles each time, as long as the message is of use; null: not again. */
function nextTry({ attempts, notAfter }: DirectMessageRow, retryAfterMs: number | undefined, now: Date): Date | null {
  const wait = Math.max(Math.min(5 * second * 2 ** (attempts - 1), longest), retryAfterMs ?? 0);
  const again = new Date(now.getTime() + wait);
  return again < notAfter ? again : null;
}

/** Composes the message. @returns null: its subject no longer exists, or its reader has no such address */
async function outboundOf(deps: Deps, message: DirectMessageRow, now: Date): Promise<OutboundMessage | null> {
  const { secretKey, publicUrl, sender } = deps;
  const { id, kind, address: to, name, subjectId, organizationId } = message;
  const language = languageOf(message.language);
  const outbound = { reference: id, to, name, ...(organizationId && { organizationId }) };
  const { note } = channelParts[message.channel];
  if (kind === "code")
    return { ...outbound, ...note(language, { kind, name, code: digitsOf(secretKey, subjectId), sender }) };
  if (kind === "stand-in" || kind === "back") {
    const said = await absenceNote(deps, { ...message, kind }, now);
    const [reader] = said ? await peopleById(deps.db, [said.readerId]) : [];
    // It may have been written long before: a changed address is used.
    const address = reader && !hasLeft(reader, now) ? addressFor(reader, message.channel) : null;
    return said && address ? { ...outbound, to: address, ...note(language, said) } : null;
  }
  if (kind === "delegate-gone") {
    const said = await delegateGoneNote(deps, message);
    return said && { ...outbound, ...note(language, said) };
  }
  if (kind === "webhook-paused") {
    const [webhook] = await webhookLines(deps.db, subjectId.split(" ")[0] ?? "");
    if (!webhook) return null;
    return {
      ...outbound,
      ...note(language, {
        kind,
        name,
        host: new URL(webhook.url).host,
        gone: webhook.pausedBecause === "gone",
        sender,
      }),
    };
  }
  if (kind === "view") {
    const said = await viewNote(deps, message, now);
    const [reader] = said ? await peopleById(deps.db, [said.readerId]) : [];
    const address = reader && !hasLeft(reader, now) ? addressFor(reader, message.channel) : null;
    return said && address ? { ...outbound, to: address, ...note(language, said) } : null;
  }
  if (kind === "my") {
    const own = `${publicUrl}/my/link/${codeOf(secretKey, subjectId)}`;
    return { ...outbound, ...note(language, { kind, name, link: own, sender }) };
  }
  const link = `${publicUrl}${confirmationPath(secretKey, subjectId, to)}`;
  return { ...outbound, ...note(language, { kind, number: receiptNumber(subjectId), link, sender }) };
}
