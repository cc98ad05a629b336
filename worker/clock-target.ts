import { BadInputError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import { dateIn, instantAt, isLocalTime, timeIn } from "../domain/time/zones.ts";

const minute = 60_000;
const day = 86_400_000;
const units: Readonly<Record<string, number>> = { min: minute, h: 3_600_000, d: day, w: 7 * day };
const longest = 366 * day;

/**
 * The instant to which the clock is to move: after a span (`+30min`, `+4h`, `+3d`, `+2w`), or a day (its midnight, or a time on it). In epoch
 * milliseconds.
 * @throws {BadInputError} not in this format, in the past, or more than a year ahead
 */
export function clockTarget(to: string, now: Date, zone: string): number {
  const [, n = "", unit = ""] = /^\+(\d{1,5})(min|h|d|w)$/.exec(to) ?? [];
  const [date = "", time = "00:00", more] = to.split(/[T ]/);
  const named = more === undefined && isLocalDate(date) && isLocalTime(time);
  const at = named ? instantAt(date, time, zone).getTime() : now.getTime() + Number(n) * (units[unit] ?? 0);
  if (named && at <= now.getTime())
    throw new BadInputError(
      cause("clock-passed", { value: to, now: `${dateIn(now, zone)} ${timeIn(now, zone)}`, zone }),
    );
  if (at > now.getTime() && at - now.getTime() <= longest) return at;
  throw new BadInputError(cause("clock-unreadable", { value: to.slice(0, 40) }));
}
