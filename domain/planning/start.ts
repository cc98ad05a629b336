import type { Duty } from "../catalogue/duty.ts";
import type { Cadence, LocalDate } from "../terms.ts";
import { addDays, addMonths } from "../time/dates.ts";
import { type Period, periodOf } from "../time/periods.ts";

/** How an organization starts. */
export interface Start {
  id: string;
  joined: LocalDate;
  /** Gentle start: its duties do not all begin at once, and long periods are due in a month of its own. */
  gentle?: boolean;
}

/** Weeks during which an organization with a gentle start has only the first duties. */
const weeks = 4;
/** The first duties, each with the week by whose end it is due: who is responsible, whom to call, what to do, and the matrix of people and sites. */
const first: Readonly<Record<string, number>> = { "5": 1, "18": 2, "16": 3, "61": 4 };

/** Last day of these weeks. */
export const lastDayOfStart = (joined: LocalDate): LocalDate => addDays(joined, 7 * weeks - 1);

/** Whether an occurrence that begins on a day is requested; statutory days are not moved. */
export const hasBegun = (start: Start, duty: Pick<Duty, "days">, from: LocalDate): boolean =>
  !start.gentle || duty.days !== undefined || from > lastDayOfStart(start.joined);

/** One of the first duties: its period, and its days, which may be days off. */
export interface FirstThing {
  period: Period;
  opens: LocalDate;
  due: LocalDate;
}

/** Days of a first duty; null: this duty is none of them. It belongs to the period in which the first weeks end, so that each later one is whole. */
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

/** Number of months in the cadences that are long enough for a month of its own. */
const months: Readonly<Partial<Record<Cadence, number>>> = { "half-yearly": 6, yearly: 12 };

/** The organization's month of a period (from 0), which never changes; null: due at the end of the period. */
export function monthOf(
  { gentle, id }: Start,
  duty: Pick<Duty, "days" | "dueInNext">,
  cadence: Cadence,
): number | null {
  const length = months[cadence];
  if (!gentle || length === undefined || duty.days || duty.dueInNext !== undefined) return null;
  return chosen(cadence, id, length);
}

/** Half-yearly and yearly duties never share a month, so that none has all of them. */
function chosen(cadence: Cadence, id: string, length: number): number {
  const month = mixed(`${cadence}/${id}`) % length;
  if (cadence !== "half-yearly") return month;
  return mixed(`yearly/${id}`) % length === month ? (month + 1) % length : month;
}

/** A month of a longer period. */
export const monthIn = (period: Period, month: number): Period =>
  periodOf("monthly", month === 0 ? period.from : addMonths(period.from, month));

/** A 32-bit hash of a text (FNV-1a with the finalizer of MurmurHash3). */
function mixed(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
