import type { Zone } from "../../terms.ts";
import { CompositionError } from "./errors.ts";

/** An instant as local date and time. */
export interface Moment {
  zone: Zone;
  year: number;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  /** `18:00`; midnight is `24:00` of the day that ends, as for a term. */
  clock: string;
  /** Days from today, for instants within three days; absent otherwise, or if today is not known. */
  ahead?: number;
}

/** The same, with the number of days from `now`. */
export function momentFrom(at: Date, zone: Zone, now: Date | undefined): Moment {
  const moment = momentOf(at, zone);
  if (!now || Math.abs(at.getTime() - now.getTime()) > 5 * day) return moment;
  const ahead = daysFrom(momentOf(now, zone), moment);
  if (ahead < 0 || ahead > mostAhead) return moment;
  const { year, month, day: date, weekday, clock } = moment;
  return { zone, year, month, day: date, weekday, clock, ahead };
}

const day = 86_400_000;
const mostAhead = 3;
const daysFrom = (a: Moment, b: Moment): number =>
  (Date.UTC(b.year, b.month - 1, b.day) - Date.UTC(a.year, a.month - 1, a.day)) / day;

/** Maximum number of cached results: enough for every due minute of a city's day in several zones. */
const most = 10_000;
const moments = new Map<Zone, Map<number, Moment>>();
const formats = new Map<Zone, Intl.DateTimeFormat>();
let held = 0;

/**
 * The local date and time of an instant. Cached, because Intl takes microseconds and thousands of messages share a due minute.
 * @throws {CompositionError} unknown zone or invalid date
 */
export function momentOf(at: Date, zone: Zone): Moment {
  const minute = Math.floor(at.getTime() / 60_000);
  const known = moments.get(zone)?.get(minute);
  if (known) return known;
  if (Number.isNaN(minute)) throw new CompositionError("the instant", String(at), "a valid date");
  const moment = read(minute, zone);
  if (held >= most) {
    moments.clear();
    formats.clear();
    held = 0;
  }
  const ofZone = moments.get(zone) ?? new Map<number, Moment>();
  moments.set(zone, ofZone);
  ofZone.set(minute, moment);
  held += 1;
  return moment;
}

function read(minute: number, zone: Zone): Moment {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(minute * 60_000)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0 } = parts;
  const midnight = hour === 0 && parts.minute === 0;
  const date = new Date(Date.UTC(year, month - 1, midnight ? day - 1 : day));
  return {
    zone,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    clock: midnight ? "24:00" : `${two(hour)}:${two(parts.minute ?? 0)}`,
  };
}

function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(zone, format);
    return format;
  } catch {
    throw new CompositionError("the zone", zone, "an IANA zone such as Asia/Shanghai");
  }
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
