import type { LocalDate, LocalTime, Zone } from "../terms.ts";
import { addBusinessDays } from "./business-days.ts";
import type { Calendar } from "./calendar.ts";
import { addDays } from "./dates.ts";
import { dateIn, instantAt, isLocalTime, minutesOf, timeIn } from "./zones.ts";

/** Hours in which messages may be sent, in a zone; `from` later than `to` spans midnight. */
export interface Hours {
  /** First minute included. */
  from: LocalTime;
  /** First minute excluded. */
  to: LocalTime;
}

/** Default hours of the product; no statutory quiet hours for service messages in China were found. */
export const defaultHours: Hours = { from: "08:00", to: "21:00" };

/** `now` if it is within the hours, otherwise the next instant at which they begin. Equal ends: always allowed. */
export function nextAllowed(now: Date, zone: Zone, hours: Hours = defaultHours): Date {
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  if (from === to) return now;
  const time = minutesOf(timeIn(now, zone));
  if (from < to ? time >= from && time < to : time >= from || time < to) return now;
  const today = dateIn(now, zone);
  const begin = instantAt(time < from ? today : addDays(today, 1), hours.from, zone);
  // Where clocks are set back across `from`, the hours have begun once already.
  return begin < now ? now : begin;
}

/**
 * The instant at which a duration has elapsed, counting only time within the hours of the day.
 * @param ms duration in milliseconds
 * @param workdays calendar of the days that count; absent: every day
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
    // A long duration skips whole days at once.
    const days = Math.max(1, Math.ceil(left / whole) - 1);
    left -= (days - 1) * whole;
    date = next(date, days);
  }
}

/** Whether both ends are valid times and the hours are not empty. */
export function isHours(hours: Hours): boolean {
  return isLocalTime(hours.from) && isLocalTime(hours.to) && hours.from !== hours.to;
}
