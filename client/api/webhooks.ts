import { type WebhookEvent, webhookEvents } from "../../domain/api/webhook-events.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { wakeWebhooks } from "../../domain/ids.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import { type AttemptLine, attemptLines, insertTest, replayMessages } from "../../records/webhooks/messages.ts";
import {
  deleteWebhook,
  insertWebhook,
  pauseWebhook,
  resumeWebhook,
  type WebhookLine,
  webhookLines,
  webhookSecret,
} from "../../records/webhooks/webhooks.ts";
import type { ActContext } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import { personOf } from "../registry/people.ts";

export interface NewWebhookInput {
  url: string;
  events: readonly string[];
  /** Code of an organization; or a person who oversees some. Neither: all organizations. */
  organization?: string;
  authority?: string;
  /** The person who is notified when it is paused after failures. @default the authority */
  owner?: string;
}

const longest = 500;

/**
 * Creates a webhook, and returns its secret this once.
 * @throws {BadInputError} invalid address, unknown event, or no owner · {NotFoundError}
 */
export async function addWebhook(
  context: ActContext,
  secretKey: string,
  { url: given, events, organization: code, authority, owner }: NewWebhookInput,
): Promise<{ id: string; secret: string; url: string; events: WebhookEvent[] }> {
  const url = given.trim();
  if (!isAddress(url)) throw new BadInputError(unusable("url", printable(url), expected("webhook-address")));
  const wanted = events.length === 0 ? [...webhookEvents] : [...new Set(events)].map(eventOf);
  if (code !== undefined && authority !== undefined)
    throw new BadInputError(cause("beside", { option: "--authority", other: "--org" }));
  const named = owner ?? authority;
  if (named === undefined) throw new BadInputError(cause("webhook-owner-needed"));
  const { db } = context;
  const organization = code === undefined ? null : await organizationOf(db, code);
  const person = authority === undefined ? null : await personOf(db, authority.trim());
  const { id: ownerId } = await personOf(db, named.trim());
  const reach = { organizationId: organization?.id ?? null, personId: person?.id ?? null };
  const made = await db.$transaction((tx) =>
    insertWebhook(tx, { url, events: wanted, ...reach, ownerId, createdAt: context.now() }),
  );
  return { id: made.id, secret: webhookSecret(secretKey, made), url, events: wanted };
}

function eventOf(given: string): WebhookEvent {
  const event = webhookEvents.find((one) => one === given);
  if (event) return event;
  throw new BadInputError(unusable("event", printable(given), expected("one-of", { options: webhookEvents })));
}

/** Whether the value is an HTTP address. Whether it is public is checked at each request, because its DNS entry may change. */
function isAddress(given: string): boolean {
  if (given.length > longest || !URL.canParse(given)) return false;
  const { protocol, username, password } = new URL(given);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}

export const listWebhooks = (db: Statements): Promise<WebhookLine[]> => webhookLines(db);

/** Finds a webhook. @throws {NotFoundError} */
async function webhookOf(tx: Statements, id: string): Promise<WebhookLine> {
  const [found] = await webhookLines(tx, id);
  if (!found) throw new NotFoundError(cause("no-webhook", { value: printable(id) }));
  return found;
}

/** A webhook with its last attempts. @throws {NotFoundError} */
export async function showWebhook(
  db: Statements,
  id: string,
  limit: number,
): Promise<{ webhook: WebhookLine; attempts: AttemptLine[] }> {
  return { webhook: await webhookOf(db, id), attempts: await attemptLines(db, id, limit) };
}

/** Changes a webhook, and wakes the workflow that sends its waiting events. @throws {NotFoundError} */
async function change<T>(
  context: ActContext,
  id: string,
  work: (tx: Tx, webhook: WebhookLine) => Promise<T>,
): Promise<T> {
  const done = await context.db.$transaction(async (tx) => {
    const found = await work(tx, await webhookOf(tx, id));
    await nudge(tx, [wakeWebhooks()], context.now());
    return found;
  });
  await context.flush();
  return done;
}

export const stopWebhook = (context: ActContext, id: string): Promise<boolean> =>
  change(context, id, (tx) => pauseWebhook(tx, id, "asked", context.now()));

/** Resumes a webhook; waiting events are sent now. */
export const continueWebhook = (context: ActContext, id: string): Promise<boolean> =>
  change(context, id, (tx) => resumeWebhook(tx, id));

export const removeWebhook = (context: ActContext, id: string): Promise<void> =>
  change(context, id, (tx) => deleteWebhook(tx, id));

/** Sends a test message. @throws {NotFoundError} · {RefusedError} the webhook is paused @returns id of the message */
export const testWebhook = (context: ActContext, id: string): Promise<string> =>
  change(context, id, (tx, { pausedAt }) => {
    if (pausedAt) throw new RefusedError(cause("webhook-paused"));
    return insertTest(tx, id, context.now());
  });

/** Sends one message again, or all since an instant. @returns number of messages */
export const replayWebhook = (
  context: ActContext,
  id: string,
  which: { message: string } | { since: Date },
): Promise<number> => change(context, id, (tx) => replayMessages(tx, id, which, context.now()));
