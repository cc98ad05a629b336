import { addDays } from "./dates.ts";
import type { LocalTime, Zone } from "./terms.ts";
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

/** Whether both ends are times and leave some of the day to speak in. */
export function isHours(hours: Hours): boolean {
  return isLocalTime(hours.from) && isLocalTime(hours.to) && hours.from !== hours.to;
}
