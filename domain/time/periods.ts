import type { Cadence, LocalDate } from "../terms.ts";
import { addDays, addMonths, epochDay, weekday } from "./dates.ts";
import { TimeError } from "./time-error.ts";

/** A period of a cadence. Its key identifies what is planned in it, even if its days change. */
export interface Period {
  /** `2026-W48` (ISO week), `2026-11`, `2026-Q4`, `2026-H2`, `2026`. */
  key: string;
  from: LocalDate;
  /** Last day, inclusive. */
  to: LocalDate;
}

/** The period of a cadence that contains a day. */
export function periodOf(cadence: Cadence, date: LocalDate): Period {
  epochDay(date);
  const year = date.slice(0, 4);
  if (cadence === "weekly") {
    const from = addDays(date, 1 - weekday(date));
    return { key: weekKey(from), from, to: addDays(from, 6) };
  }
  const months = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 }[cadence];
  const number = Math.floor((Number(date.slice(5, 7)) - 1) / months);
  const from = `${year}-${String(number * months + 1).padStart(2, "0")}-01`;
  const keys = {
    monthly: from.slice(0, 7),
    quarterly: `${year}-Q${number + 1}`,
    "half-yearly": `${year}-H${number + 1}`,
    yearly: year,
  };
  return { key: keys[cadence], from, to: addDays(addMonths(from, months), -1) };
}

/** Every period that overlaps the days `from` to `to`, in order. */
export function* periodsBetween(cadence: Cadence, from: LocalDate, to: LocalDate): Generator<Period> {
  for (let period = periodOf(cadence, from); period.from <= to; period = periodOf(cadence, addDays(period.to, 1)))
    yield period;
}

// Cached, because few keys are requested many times; emptied when too large.
const named = new Map<string, Period>();
const most = 10_000;

/** The period of a key; the object is shared. @throws {TimeError} not a period */
export function periodOfKey(key: string): Readonly<Period> {
  const known = named.get(key);
  if (known) return known;
  const period = readKey(key);
  if (named.size >= most) named.clear();
  named.set(key, period);
  return period;
}

function readKey(key: string): Period {
  const [, year = "", part = ""] = /^(\d{4})(?:-([WQH]?\d{1,2}))?$/.exec(key) ?? [];
  const number = Number(part.replace(/^\D/, ""));
  if (part.startsWith("W")) return periodOf("weekly", addDays(`${year}-01-04`, (number - 1) * 7));
  if (part.startsWith("Q")) return periodOf("quarterly", monthOf(year, number * 3));
  if (part.startsWith("H")) return periodOf("half-yearly", monthOf(year, number * 6));
  return part === "" ? periodOf("yearly", monthOf(year, 1)) : periodOf("monthly", monthOf(year, number));
}

/** The same; null: not a period, such as the key of a case that an event started. */
export function periodNamed(key: string): Readonly<Period> | null {
  try {
    const period = periodOfKey(key);
    return period.key === key ? period : null;
  } catch (error) {
    if (error instanceof TimeError) return null;
    throw error;
  }
}

const monthOf = (year: string, month: number): LocalDate => `${year}-${String(month).padStart(2, "0")}-01`;

/** An ISO week belongs to the year of its Thursday (ISO 8601), so that the week of New Year has one key. */
function weekKey(monday: LocalDate): string {
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor((epochDay(thursday) - epochDay(`${year}-01-01`)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}
