import type { Duty } from "../catalogue/duty.ts";
import type { Cadence, LocalDate } from "../terms.ts";
import { addDays, addMonths } from "../time/dates.ts";
import { type Period, periodOf } from "../time/periods.ts";

/** How an organization begins here. */
export interface Start {
  id: string;
  joined: LocalDate;
  /** It is not asked for everything at once, and what is long is due in a month of its own. */
  gentle?: boolean;
}

/** Weeks in which an organization with a gentle start gets the first duties alone. */
const weeks = 4;
/**
 * The first things, each with the week by whose end it is due: who answers for it, whom to call, what to do, and who is there and where
 * (the matrix of its people and sites).
 */
const first: Readonly<Record<string, number>> = { "5": 1, "18": 2, "16": 3, "61": 4 };

/** Last day of those weeks. */
export const lastDayOfStart = (joined: LocalDate): LocalDate => addDays(joined, 7 * weeks - 1);

/** Whether an occurrence that begins on a day is requested; a day that a law names stays where it is. */
export const hasBegun = (start: Start, duty: Pick<Duty, "days">, from: LocalDate): boolean =>
  !start.gentle || duty.days !== undefined || from > lastDayOfStart(start.joined);

/** One of the first things: of which period it is, and its days, which may be no workdays. */
export interface FirstThing {
  period: Period;
  opens: LocalDate;
  due: LocalDate;
}

/** When a duty is among the first things; null: it is none of them. It is of the period in which those weeks end, so that each later one is whole. */
export function firstThingOf(
  { gentle, joined }: Start,
  duty: Pick<Duty, "number">,
  cadence: Cadence,
): FirstThing | null {
  const week = gentle ? first[duty.number] : undefined;
  if (week === undefined) return null;
  return {
    period: periodOf(cadence, lastDayOfStart(joined)),
    opens: joined,
    due: addDays(joined, 7 * week - 1),
  };
}

/** Months of the cadences that are long enough to have a month of their own chosen. */
const months: Readonly<Partial<Record<Cadence, number>>> = { "half-yearly": 6, yearly: 12 };

/** Which month of a period (from 0) is an organization's; null: it is due at the end of its period. It never changes. */
export function monthOf(
  { gentle, id }: Start,
  duty: Pick<Duty, "days" | "dueInNext">,
  cadence: Cadence,
): number | null {
  const length = months[cadence];
  if (!gentle || length === undefined || duty.days || duty.dueInNext !== undefined) return null;
  return chosen(cadence, id, length);
}

/** What is half-yearly never meets what is yearly: neither month has all of it. */
function chosen(cadence: Cadence, id: string, length: number): number {
  const month = mixed(`${cadence}/${id}`) % length;
  if (cadence !== "half-yearly") return month;
  return mixed(`yearly/${id}`) % length === month ? (month + 1) % length : month;
}

/** A month of a longer period. */
export const monthIn = (period: Period, month: number): Period =>
  periodOf("monthly", month === 0 ? period.from : addMonths(period.from, month));

/** A number of 32 bits, each bit of which hangs on the whole word (FNV-1a, then the mixing of MurmurHash3). */
function mixed(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
