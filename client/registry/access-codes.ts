import type { Addresses } from "../../domain/channels/channel.ts";
import { addressFor, codeOrder, isReachedBy } from "../../domain/channels/index.ts";
import type { Channel } from "../../domain/terms.ts";
import { insertDirectMessage } from "../../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import {
  codesSince,
  countTry,
  digitsOf,
  findAccessCode,
  insertAccessCode,
  lockCodesOf,
  useAccessCode,
} from "../../records/roster/access-codes.ts";
import { peopleById } from "../../records/roster/people.ts";
import { insertSession } from "../../records/roster/sessions.ts";
import type { ActContext } from "../context.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** In minutes: how long a code works; and how often it may be tried. */
export const codeMinutes = 10;
export const codeTries = 5;
/** Days for which a device is remembered. */
export const deviceDays = 30;
/** Maximum number of codes sent to a person. With five attempts each, guessing for a day succeeds once in sixteen thousand. */
const limits = [
  { most: 5, within: hour },
  { most: 12, within: day },
] as const;

/** Channels over which a code can reach a person, preferred one first: SMS if they have a mobile number, otherwise e-mail. */
export function codeChannels(
  person: { addresses: Addresses },
  available: readonly Channel[],
): { channel: Channel; address: string }[] {
  return codeOrder.flatMap((channel) => {
    const address = addressFor(person, channel);
    return address && available.includes(channel) && isReachedBy(person, channel) ? [{ channel, address }] : [];
  });
}

export type CodeAsked = "sent" | "nowhere" | { again: Date };

/**
 * Sends an access code to a person's own address, at once. The id is the idempotency key.
 * @param input.id made for the form that requests it, and needed to enter the code
 * @param input.channel the preferred channel, if there are several
 * @returns `nowhere`: no working address · `again`: the limit is reached until that instant
 */
export async function sendAccessCode(
  context: ActContext,
  { id, personId, channel }: { id: string; personId: string; channel?: Channel },
  available: readonly Channel[],
): Promise<CodeAsked> {
  const now = context.now();
  const asked = await context.db.$transaction(async (tx): Promise<CodeAsked> => {
    await lockCodesOf(tx, personId);
    const known = await findAccessCode(tx, id);
    if (known) return known.personId === personId ? "sent" : "nowhere";
    const [person] = await peopleById(tx, [personId]);
    const ways = person ? codeChannels(person, available) : [];
    const way = ways.find((one) => one.channel === channel) ?? ways[0];
    if (!person || !way) return "nowhere";
    const earlier = await codesSince(tx, personId, new Date(now.getTime() - day));
    for (const { most, within } of limits) {
      const counted = earlier[most - 1];
      if (counted && counted.getTime() > now.getTime() - within) return { again: new Date(counted.getTime() + within) };
    }
    const expiresAt = new Date(now.getTime() + codeMinutes * minute);
    await insertAccessCode(tx, { id, personId, channel: way.channel, expiresAt }, now);
    const { name, language } = person;
    const message = { kind: "code" as const, ...way, name, language, subjectId: id, sendAt: now, notAfter: expiresAt };
    await nudgeCouriers(tx, await insertDirectMessage(tx, message, now), now);
    return "sent";
  });
  await context.flush();
  return asked;
}

/** Result of an attempt. `over`: the code is unknown, used, expired, or was tried too often; a new one is needed. */
export type CodeTried = { token: string } | { wrong: number } | "over";

/**
 * Checks a code and uses it up; the device is then remembered.
 * @returns the token for the device's cookie, or the number of remaining attempts
 */
export async function tryAccessCode(
  context: ActContext,
  { id, personId, code, secretKey }: { id: string; personId: string; code: string; secretKey: string },
): Promise<CodeTried> {
  const { db } = context;
  const now = context.now();
  // In a transaction of its own, so that the attempt counts whatever follows.
  if (!(await countTry(db, id, personId, codeTries, now))) return "over";
  if (code !== digitsOf(secretKey, id)) {
    const tried = await findAccessCode(db, id);
    const left = codeTries - (tried?.tries ?? codeTries);
    return left > 0 ? { wrong: left } : "over";
  }
  return db.$transaction(async (tx): Promise<CodeTried> => {
    if (!(await useAccessCode(tx, id, now))) return "over";
    const expiresAt = new Date(now.getTime() + deviceDays * day);
    const token = await insertSession(tx, { kind: "device", personId, expiresAt }, now);
    return token === null ? "over" : { token };
  });
}
