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
/** How long a code works, and how often it may be tried. */
export const codeMinutes = 10;
export const codeTries = 5;
/** Days that a device is remembered. */
export const deviceDays = 30;
/** Codes that one person may be sent: with five tries each a guess in a day is right once in sixteen thousand. */
const limits = [
  { most: 5, within: hour },
  { most: 12, within: day },
] as const;

/** Channels by which a code may go to a person, the first to be taken: SMS where they have a mobile, else e-mail. */
export function codeChannels(
  person: { addresses: Addresses },
  carried: readonly Channel[],
): { channel: Channel; address: string }[] {
  return codeOrder.flatMap((channel) => {
    const address = addressFor(person, channel);
    return address && carried.includes(channel) && isReachedBy(person, channel) ? [{ channel, address }] : [];
  });
}

export type CodeAsked = "sent" | "nowhere" | { again: Date };

/**
 * Sends a person a code to their own address, at once. The id is the idempotency key.
 * @param input.id made up for the form that asks; whoever enters the code knows it too
 * @param input.channel the one that is wished, where there are several
 * @returns `nowhere`: they have no address that works · `again`: they were sent enough, until then
 */
export async function sendAccessCode(
  context: ActContext,
  { id, personId, channel }: { id: string; personId: string; channel?: Channel },
  carried: readonly Channel[],
): Promise<CodeAsked> {
  const now = context.now();
  const asked = await context.db.$transaction(async (tx): Promise<CodeAsked> => {
    await lockCodesOf(tx, personId);
    const known = await findAccessCode(tx, id);
    if (known) return known.personId === personId ? "sent" : "nowhere";
    const [person] = await peopleById(tx, [personId]);
    const ways = person ? codeChannels(person, carried) : [];
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

/** `over`: it is unknown, used, expired, or was tried too often; a new one is needed. */
export type CodeTried = { token: string } | { wrong: number } | "over";

/**
 * Compares a code with the one that was sent, which it uses up; the device is remembered then.
 * @returns the token of the device's cookie, or how many tries are left
 */
export async function tryAccessCode(
  context: ActContext,
  { id, personId, code, secretKey }: { id: string; personId: string; code: string; secretKey: string },
): Promise<CodeTried> {
  const { db } = context;
  const now = context.now();
  // On its own: a try counts whatever comes after it.
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
