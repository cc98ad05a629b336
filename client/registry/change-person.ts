import { addressOf } from "../../domain/channels/index.ts";
import { BadInputError } from "../../domain/errors.ts";
import {
  dailyHourOf,
  dailyHours,
  hourText,
  type RoutineChannel,
  routineChannelOf,
  routineChannels,
  usualChannel,
  usualHour,
} from "../../domain/messages/preferences.ts";
import { type Cause, cause, type Expectation, expected, unusable } from "../../domain/reasons/index.ts";
import { parseEmail, parsePhone } from "../../domain/roster/address.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type LanguageCode, languageCodes } from "../../domain/terms.ts";
import { type PersonRow, peopleNamed, type WrittenPerson, writePerson } from "../../records/roster/people.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { logCases } from "../../records/tasks/pauses.ts";
import type { ActContext } from "../context.ts";
import { endAccessBy } from "./access.ts";
import { notifyOfHandovers } from "./handover.ts";
import { type HandoverCount, isElsewhere, nameProblem, personOf } from "./people.ts";

/** Changes to a person; `none` removes an address. */
export interface PersonChanges {
  name?: string;
  email?: string;
  phone?: string;
  language?: string;
  /** Hour of the daily routine message: `9` … `15`, or `9:00`. */
  hour?: string;
  /** Channel of routine messages: `email` or `sms`. */
  channel?: string;
}

const settable = ["name", "email", "phone", "language", "hour", "channel"] as const;

export interface PersonChanged {
  personId: string;
  /** The fields that changed; empty if nothing did. */
  changed: (typeof settable)[number][];
  notified: HandoverCount;
}

/**
 * Changes a person's name, addresses, language or preferences. To a new address all open tasks are sent at once, and access by the old one ends.
 * Idempotent.
 * @param named id, e-mail address or telephone number
 * @throws {NotFoundError} · {BadInputError} lists each invalid value, an address of somebody else, or the removal of the last address
 */
export async function changePerson(context: ActContext, named: string, changes: PersonChanges): Promise<PersonChanged> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx): Promise<PersonChanged> => {
    await lockRoster(tx);
    const before = await personOf(tx, named);
    const after = read(before, changes);
    const email = addressOf(before, "email");
    const was = {
      ...{ name: before.name, language: before.language, email, phone: addressOf(before, "phone") },
      ...{ hour: before.dailyHour, channel: before.routineChannel },
    };
    const becomes = { ...after, hour: after.dailyHour, channel: after.routineChannel };
    if (after.email !== null && after.email !== email) {
      const [other] = await peopleNamed(tx, after.email);
      if (other) throw new BadInputError(cause("email-taken", { email: after.email, name: other.name, id: other.id }));
    }
    const changed = settable.filter((field) => becomes[field] !== was[field]);
    const none = { people: 0, tasks: 0 };
    if (changed.length === 0) return { personId: before.id, changed, notified: none };
    await writePerson(tx, after);
    const elsewhere = isElsewhere(before, {
      ...(after.email !== null && { email: after.email }),
      ...(after.phone !== null && { phone: after.phone }),
    });
    // Without a mailbox they are reached by telephone, which is another address too.
    const addressed = elsewhere || (email !== null && after.email === null) ? [before.id] : [];
    const lost = (["email", "phone"] as const).some((field) => was[field] !== null && changed.includes(field));
    if (lost) await endAccessBy(tx, [{ personId: before.id, reached: addressed.length > 0 }], now);
    const { people, tasks, notes } = await notifyOfHandovers(tx, { roles: [], addressed, released: [] }, now);
    await logCases(tx, notes, { at: now, actor: "administrator" });
    return { personId: before.id, changed, notified: { people, tasks } };
  });
  await context.flush();
  return done;
}

function read(before: PersonRow, changes: PersonChanges): WrittenPerson {
  const { name, email, phone, language } = changes;
  const problems: Cause[] = [];
  const need = <T>(field: string, value: string, found: T | undefined, instead: Expectation): T | undefined => {
    if (found === undefined) problems.push(unusable(field, printable(value), instead));
    return found;
  };
  if (settable.every((field) => changes[field] === undefined))
    throw new BadInputError(cause("nothing-changed", { fields: [...settable] }));
  const wrong = name === undefined ? undefined : nameProblem(name.trim());
  if (wrong) problems.push(unusable("name", printable(name ?? ""), wrong));
  const address = (
    field: string,
    value: string | undefined,
    was: string | null,
    parse: (value: string) => string | undefined,
    instead: Expectation,
  ): string | null => {
    if (value === undefined) return was;
    if (value === "none") return null;
    return need(field, value, parse(value), instead) ?? null;
  };
  const mail = address("email", email, addressOf(before, "email"), parseEmail, expected("email-or-none"));
  const number = address("phone", phone, addressOf(before, "phone"), parsePhone, expected("phone-or-none"));
  const known = languageCodes.find((one) => one === (language ?? before.language));
  need("language", language ?? "", known, expected("language"));
  const preferred = preferences(before, changes, { email: mail, sms: number }, need);
  if (problems.length === 0 && mail === null && number === null) problems.push(cause("no-address", { left: true }));
  if (problems.length > 0) throw new BadInputError(...problems);
  return {
    id: before.id,
    name: name?.trim() ?? before.name,
    email: mail,
    phone: number,
    language: (known ?? before.language) as LanguageCode,
    ...preferred,
  };
}

/** Normalizes preferences: a default is stored as null, and so is a channel that does not reach the person. */
function preferences(
  before: PersonRow,
  { hour, channel }: PersonChanges,
  addresses: Readonly<Record<RoutineChannel, string | null>>,
  need: <T>(field: string, value: string, found: T | undefined, instead: Expectation) => T | undefined,
): Pick<WrittenPerson, "dailyHour" | "routineChannel"> {
  const chosen = hour === undefined ? (before.dailyHour ?? usualHour) : dailyHourOf(hour.trim());
  need("hour", hour ?? "", chosen, expected("one-of", { options: dailyHours.map(hourText) }));
  const reached = routineChannels.filter((one) => addresses[one] !== null);
  const kept = reached.find((one) => one === before.routineChannel) ?? usualChannel;
  const by = channel === undefined ? kept : reached.find((one) => one === routineChannelOf(channel.trim()));
  need("channel", channel ?? "", by, expected("one-of", { options: [...reached] }));
  return {
    dailyHour: chosen === undefined || chosen === usualHour ? null : chosen,
    routineChannel: by === undefined || by === usualChannel ? null : by,
  };
}
