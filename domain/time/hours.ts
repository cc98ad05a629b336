import type { LocalDate, LocalTime, Zone } from "../terms.ts";
import { addBusinessDays } from "./business-days.ts";
import type { Calendar } from "./calendar.ts";
import { addDays } from "./dates.ts";
import { dateIn, instantAt, isLocalTime, minutesOf, timeIn } from "./zones.ts";

/** Hours in which people may be spoken to, in their zone; `from` later than `to` spans midnight. */
export interface Hours {
  /** First minute allowed. */
  from: LocalTime;
  /** First minute no longer allowed. */
  to: LocalTime;
}

/** No statutory quiet hours were found for service messages in China; these are the product's own. */
export const defaultHours: Hours = { from: "08:00", to: "21:00" };

/** `now` where it lies within the hours, else the next instant at which they begin. Equal ends: always allowed. */
export function nextAllowed(now: Date, zone: Zone, hours: Hours = defaultHours): Date {
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  if (from === to) return now;
  const time = minutesOf(timeIn(now, zone));
  if (from < to ? time >= from && time < to : time >= from || time < to) return now;
  const today = dateIn(now, zone);
  const begin = instantAt(time < from ? today : addDays(today, 1), hours.from, zone);
  // Where the clock is set back across `from`, it has begun once already.
  return begin < now ? now : begin;
}

/**
 * The instant at which so much time has passed, counting only what lies within the hours of the day.
 * @param ms how long, in milliseconds
 * @param workdays whose hours alone count; absent: every day's do
 */
export function addHoursWithin(start: Date, ms: number, zone: Zone, hours: Hours, workdays?: Calendar): Date {
  const whole = (minutesOf(hours.to) - minutesOf(hours.from)) * 60_000;
  const next = (date: LocalDate, n: number): LocalDate =>
    workdays ? addBusinessDays(workdays, date, n) : addDays(date, n);
  let left = ms;
  let date = dateIn(start, zone);
  if (workdays && !workdays.isBusinessDay(date)) date = next(date, 1);
  for (;;) {
    const from = Math.max(instantAt(date, hours.from, zone).getTime(), start.getTime());
    const to = Math.max(from, instantAt(date, hours.to, zone).getTime());
    if (left <= to - from && to > from) return new Date(from + left);
    left -= to - from;
    // Of a long time whole days are passed at once.
    const days = Math.max(1, Math.ceil(left / whole) - 1);
    left -= (days - 1) * whole;
    date = next(date, days);
  }
}

/** Whether both ends are times and leave some of the day to speak in. */
export function isHours(hours: Hours): boolean {
  return isLocalTime(hours.from) && isLocalTime(hours.to) && hours.from !== hours.to;
}
