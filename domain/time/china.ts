import chineseDays from "chinese-days";
import type { LocalDate } from "../terms.ts";
import type { Calendar, Overlay } from "./announced.ts";
import { epochDay, weekday } from "./dates.ts";
import { TimeError } from "./time-error.ts";

const [firstYear, lastYear] = announcedYears();
const firstDay = `${firstYear}-01-01`;
const lastDay = `${lastYear}-12-31`;
let plain: Calendar | undefined;

/**
 * Business days in China with make-up workdays (调休), from the State Council's yearly announcements as included in `chinese-days`. Outside the
 * announced years Monday to Friday is assumed, and `announced` is false.
 * @param overlay local corrections; a day in it counts as announced
 * @throws {TimeError} `DATE`: the day does not exist · `CALENDAR`: a day is both open and closed
 */
export function chinaCalendar(overlay?: Overlay): Calendar {
  if (overlay === undefined) {
    plain ??= build(new Map(), lastDay);
    return plain;
  }
  const corrections = new Map<LocalDate, boolean>();
  for (const date of overlay.closed ?? []) corrections.set(checked(date), false);
  for (const date of overlay.open ?? []) {
    if (corrections.has(checked(date)))
      throw new TimeError("CALENDAR", `${date} stands both under "open" and under "closed"; expected one of them.`);
    corrections.set(date, true);
  }
  const until = checked(overlay.until ?? lastDay);
  return { ...build(corrections, until > lastDay ? until : lastDay), overlay };
}

function build(corrections: ReadonlyMap<LocalDate, boolean>, until: LocalDate): Calendar {
  const answers = new Map<LocalDate, boolean>(corrections);
  const announced = (date: LocalDate): boolean =>
    (checked(date) >= firstDay && date <= until) || corrections.has(date) || isFixedHoliday(date);
  return {
    until,
    announced,
    isBusinessDay(date) {
      const known = answers.get(date);
      if (known !== undefined) return known;
      // A single early entry after the data's last whole year (a New Year announced in advance) is not a calendar yet.
      const told = checked(date) >= firstDay && date <= lastDay;
      const worked = told ? chineseDays.getDayDetail(date).work : weekday(date) <= 5 && !isFixedHoliday(date);
      answers.set(date, worked);
      return worked;
    },
  };
}

/**
 * Holidays on fixed days of the year (全国年节及纪念日放假办法, 2025): New Year's Day, Labour Day and National Day. They need no announcement; other days off and
 * their make-up workdays do.
 */
const isFixedHoliday = (date: LocalDate): boolean => /-(01-01|05-0[12]|10-0[123])$/.test(date) && date >= "2025-01-01";

/** First and last year announced in the data: those that include National Day (a New Year alone may be announced a year ahead). */
function announcedYears(): [number, number] {
  const has = (year: number): boolean => !/day$/.test(chineseDays.getDayDetail(`${year}-10-01`).name);
  let first = 2000;
  while (!has(first)) first += 1;
  let last = first;
  while (has(last + 1)) last += 1;
  return [first, last];
}

function checked(date: LocalDate): LocalDate {
  epochDay(date);
  return date;
}
