import type { LocalDate } from "../terms.ts";
import type { Calendar } from "./announced.ts";
import { addDays, addMonths, dateOfEpochDay, epochDay } from "./dates.ts";
import { TimeError } from "./time-error.ts";

/**
 * The `n`-th business day after `date` (`n` > 0) or before it (`n` < 0); `n` = 0 is `date` itself, workday or not.
 * @throws {TimeError} `CALENDAR`: no such day within a century
 */
export function addBusinessDays(calendar: Calendar, date: LocalDate, n: number): LocalDate {
  if (!Number.isInteger(n)) throw new TimeError("DATE", `${n} business days cannot be added; expected a whole number.`);
  if (n === 0) return date;
  return dateOfEpochDay(indexOf(calendar).step(epochDay(date), n));
}

/** Number of business days after `from`, up to and including `to`; 0 if `to` is not later. */
export function businessDaysBetween(calendar: Calendar, from: LocalDate, to: LocalDate): number {
  const [a, b] = [epochDay(from), epochDay(to)];
  if (b <= a) return 0;
  const index = indexOf(calendar);
  index.cover(a, b);
  return index.through(b) - index.through(a);
}

/** `date`, or the next business day. */
export function rollForward(calendar: Calendar, date: LocalDate): LocalDate {
  return calendar.isBusinessDay(date) ? date : addBusinessDays(calendar, date, 1);
}

/** `date`, or the business day before. */
export function rollBack(calendar: Calendar, date: LocalDate): LocalDate {
  return calendar.isBusinessDay(date) ? date : addBusinessDays(calendar, date, -1);
}

/**
 * The last day of "within N days (or months) after": the day of the event is not counted, months end on the corresponding day or the last of the
 * month, and a last day that is not a workday moves to the next one (民法典 201–203).
 * @param term calendar days and months; months first
 * @param roll false: the last day does not move
 */
export function withinAfter(
  calendar: Calendar,
  event: LocalDate,
  term: { days?: number; months?: number },
  roll: boolean,
): LocalDate {
  const last = addDays(addMonths(event, term.months ?? 0), term.days ?? 0);
  return roll ? rollForward(calendar, last) : last;
}

/** The last day of "N days before": the day of the event is not counted, and a day off moves back, so that nobody is late by it. */
export function before(calendar: Calendar, event: LocalDate, term: { days: number }, roll: boolean): LocalDate {
  const last = addDays(event, -term.days);
  return roll ? rollBack(calendar, last) : last;
}

const indexes = new WeakMap<Calendar, Index>();

function indexOf(calendar: Calendar): Index {
  let index = indexes.get(calendar);
  if (!index) {
    index = new Index(calendar);
    indexes.set(calendar, index);
  }
  return index;
}

/** Numbered business days of a calendar, so that counting hundreds of them is one lookup. Extended on demand. */
class Index {
  private readonly calendar: Calendar;
  /** First epoch day covered. */
  private base = 0;
  /** Number of business days from `base` through `base` + i. */
  private counts: number[] = [];
  /** Epoch day of the i-th business day from `base`. */
  private days: number[] = [];

  constructor(calendar: Calendar) {
    this.calendar = calendar;
  }

  cover(from: number, to: number): void {
    if (this.counts.length === 0) this.base = from - 400;
    if (from < this.base) {
      const end = this.base + this.counts.length - 1;
      this.base = from - 400;
      this.counts = [];
      this.days = [];
      this.extend(end);
    }
    if (to >= this.base + this.counts.length) this.extend(to + 400);
  }

  /** Number of business days from the base through a covered day. */
  through(number: number): number {
    return this.counts[number - this.base] ?? 0;
  }

  step(from: number, n: number): number {
    for (let reach = Math.abs(n) * 2 + 30; ; reach *= 4) {
      if (n > 0) this.cover(from, from + reach);
      else this.cover(from - reach, from);
      // The day itself counts neither as a business day after it nor before it.
      const at = n > 0 ? this.through(from) + n - 1 : this.through(from - 1) + n;
      const found = this.days[at];
      if (found !== undefined) return found;
      if (reach > 36_525 + Math.abs(n) * 2)
        throw new TimeError("CALENDAR", `The calendar has no business day ${n} from ${dateOfEpochDay(from)}.`);
    }
  }

  private extend(end: number): void {
    for (let number = this.base + this.counts.length; number <= end; number += 1) {
      if (this.calendar.isBusinessDay(dateOfEpochDay(number))) this.days.push(number);
      this.counts.push(this.days.length);
    }
  }
}
