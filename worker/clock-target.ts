import { isLocalDate } from "../domain/time/dates.ts";
import { dateIn, instantAt, isLocalTime, timeIn } from "../domain/time/zones.ts";

export class ClockError extends Error {
  readonly code = "BAD_INPUT";
  override readonly name = "ClockError";
}

const minute = 60_000;
const day = 86_400_000;
const units: Readonly<Record<string, number>> = { min: minute, h: 3_600_000, d: day, w: 7 * day };
const longest = 366 * day;

/**
 * Where the clock is to stand: after a span (`+30min`, `+4h`, `+3d`, `+2w`), or on a day (midnight of it, or its time).
 * @throws {ClockError} it is neither, has passed, or is more than a year away
 */
export function clockTarget(to: string, now: Date, zone: string): number {
  const [, n = "", unit = ""] = /^\+(\d{1,5})(min|h|d|w)$/.exec(to) ?? [];
  const [date = "", time = "00:00", more] = to.split(/[T ]/);
  const named = more === undefined && isLocalDate(date) && isLocalTime(time);
  const at = named ? instantAt(date, time, zone).getTime() : now.getTime() + Number(n) * (units[unit] ?? 0);
  if (named && at <= now.getTime())
    throw new ClockError(
      `"${to}" has passed: it is ${dateIn(now, zone)} ${timeIn(now, zone)} (${zone}); expected a time to come`,
    );
  if (at > now.getTime() && at - now.getTime() <= longest) return at;
  throw new ClockError(
    `"${to.slice(0, 40)}" is no way to move the clock; expected next, +30min, +4h, +3d, +2w, 2031-03-10 or "2031-03-10 18:05" (a year at most)`,
  );
}
