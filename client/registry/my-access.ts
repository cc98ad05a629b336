import { addressFor, isReachedBy } from "../../domain/channels/index.ts";
import { parseEmail } from "../../domain/roster/address.ts";
import { hasLeft } from "../../domain/roster/held.ts";
import { insertDirectMessage } from "../../records/messages/direct-messages.ts";
import { organizationsHeldBy } from "../../records/messages/handovers.ts";
import { findLink, insertMyLink, myLinksSince, useLink } from "../../records/messages/links.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { lockCodesOf } from "../../records/roster/access-codes.ts";
import { peopleNamed } from "../../records/roster/people.ts";
import { insertSession } from "../../records/roster/sessions.ts";
import type { ActContext } from "../context.ts";
import { codeMinutes, deviceDays } from "./access-codes.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Maximum number of links sent to a person in an hour. */
const most = 5;

/**
 * Sends the owner of an e-mail address a link to their own page, which works once, for ten minutes. The response is the same whether or not anybody
 * has that address.
 */
export async function sendMyLink(
  context: ActContext,
  { email: given, secretKey }: { email: string; secretKey: string },
): Promise<void> {
  const email = parseEmail(given);
  if (!email) return;
  const now = context.now();
  await context.db.$transaction(async (tx) => {
    const [person] = await peopleNamed(tx, email);
    if (!person || hasLeft(person, now) || !isReachedBy(person, "email")) return;
    if ((await organizationsHeldBy(tx, [person.id], now)).length === 0) return;
    await lockCodesOf(tx, person.id);
    if ((await myLinksSince(tx, person.id, new Date(now.getTime() - hour))) >= most) return;
    const expiresAt = new Date(now.getTime() + codeMinutes * minute);
    const subjectId = await insertMyLink(tx, person.id, { now, expiresAt, secretKey });
    const { name, language } = person;
    const way = { channel: "email" as const, address: addressFor(person, "email") ?? email };
    const message = { kind: "my" as const, ...way, name, language, subjectId, sendAt: now, notAfter: expiresAt };
    await nudgeCouriers(tx, await insertDirectMessage(tx, message, now), now);
  });
  await context.flush();
}

/** Uses up a link; the device is then remembered for thirty days. @returns null: used, or expired */
export async function beginMySession(
  context: ActContext,
  code: string,
): Promise<{ personId: string; token: string } | null> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    const link = await findLink(tx, code, "my", now);
    if (!link?.personId || !(await useLink(tx, link.nonce, now))) return null;
    const expiresAt = new Date(now.getTime() + deviceDays * day);
    const token = await insertSession(tx, { kind: "device", personId: link.personId, expiresAt }, now);
    return token === null ? null : { personId: link.personId, token };
  });
}
