import type { LocalDate, LocalTime, Zone } from "../terms.ts";
import { dateOfEpochDay, epochDay } from "./dates.ts";
import { TimeError } from "./time-error.ts";

/** The city's zone, for what belongs to no organization. */
export const cityZone: Zone = "Asia/Shanghai";

const minute = 60_000;
const day = 86_400_000;
const clock = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/**
 * The instant of a local time. A time that does not exist moves forward by the gap; of a time that occurs twice, the first is taken (docs/time.md).
 * @param time `24:00` is the beginning of the next day
 * @throws {TimeError} `DATE`, `TIME` or `ZONE`
 */
export function instantAt(date: LocalDate, time: LocalTime, zone: Zone): Date {
  const known = zoneOf(zone);
  const wall = epochDay(date) * day + minutesOf(time) * minute;
  // A day is longer than any offset: the offsets a day earlier and later are those before and after a nearby transition.
  const earlier = known.offset(wall - day);
  const later = known.offset(wall + day);
  const first = wall - earlier;
  if (earlier === later || known.offset(first) === earlier) return new Date(first);
  const second = wall - later;
  if (known.offset(second) === later) return new Date(second);
  // In a gap: computed with the offset before it, which moves the time forward by the gap.
  return new Date(first);
}

/** The local day at an instant. */
export function dateIn(instant: Date, zone: Zone): LocalDate {
  const time = timeOf(instant);
  return dateOfEpochDay(Math.floor((time + zoneOf(zone).offset(time)) / day));
}

/** The day that ends at an instant: 24:00 belongs to it. */
export const dayEndingAt = (at: Date, zone: Zone): LocalDate => dateIn(new Date(at.getTime() - 1), zone);

/** The local time at an instant, in whole minutes. */
export function timeIn(instant: Date, zone: Zone): LocalTime {
  const time = timeOf(instant);
  const wall = time + zoneOf(zone).offset(time);
  const minutes = Math.floor((wall - Math.floor(wall / day) * day) / minute);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether it is a zone of the IANA database, such as `Asia/Shanghai`; a bare offset is not. */
export function isZone(value: string): boolean {
  try {
    zoneOf(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether it is a time of day, `00:00` to `24:00`. */
export function isLocalTime(value: string): boolean {
  return clock.test(value);
}

/** Whether a typed time can be the beginning of something; `24:00` can only be an end. */
export const isTimeOfDay = (typed: string): boolean => isLocalTime(typed.trim()) && typed.trim() !== "24:00";

/** Minutes since the beginning of the day. @throws {TimeError} `TIME` */
export function minutesOf(time: LocalTime): number {
  if (!clock.test(time)) throw new TimeError("TIME", `"${time}" is not a time; expected HH:MM from 00:00 to 24:00.`);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

interface Known {
  /** Milliseconds by which local time is ahead of UTC at an instant. */
  offset(time: number): number;
}

const zones = new Map<Zone, Known>();

function zoneOf(zone: Zone): Known {
  const known = zones.get(zone);
  if (known) return known;
  const format = formatOf(zone);
  const days = new Map<number, number>();
  const exact = (time: number): number => offsetBy(format, time);
  const atDay = (number: number): number => {
    let offset = days.get(number);
    if (offset === undefined) {
      offset = exact(number * day);
      days.set(number, offset);
    }
    return offset;
  };
  /** Offsets of days with a constant offset; undefined for other days. */
  const whole = new Map<number, number | undefined>();
  const made: Known = {
    offset(time) {
      const number = Math.floor(time / day);
      let offset = whole.get(number);
      if (offset === undefined && !whole.has(number)) {
        const begin = atDay(number);
        offset = begin === atDay(number + 1) ? begin : undefined;
        whole.set(number, offset);
      }
      // The formatter, a hundred times slower than the map, is used only on days with a transition.
      return offset ?? exact(time);
    },
  };
  zones.set(zone, made);
  return made;
}

function formatOf(zone: Zone): Intl.DateTimeFormat {
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError(zone);
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new TimeError("ZONE", `"${zone}" is not a time zone; expected an IANA name such as Asia/Shanghai.`);
  }
}

function offsetBy(format: Intl.DateTimeFormat, time: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(time)) part[type] = value;
  const year = part.era === "B" || part.era === "BC" ? 1 - Number(part.year) : Number(part.year);
  const wall = Date.UTC(
    year,
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  );
  // The formatter shows whole seconds, rounded down, also before 1970.
  return wall - Math.floor(time / 1000) * 1000;
}

function timeOf(instant: Date): number {
  const time = instant.getTime();
  if (Number.isNaN(time)) throw new TimeError("TIME", "An instant was expected and an invalid date was given.");
  return time;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
