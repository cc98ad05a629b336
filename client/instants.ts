import { BadInputError } from "../domain/errors.ts";
import { expected, unusable } from "../domain/reasons/index.ts";
import { printable } from "../domain/roster/cell.ts";
import type { Zone } from "../domain/terms.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import { dateIn, instantAt, isLocalTime, timeIn } from "../domain/time/zones.ts";

/**
 * Parses an instant: `YYYY-MM-DD` (18:00 in the zone) or `YYYY-MM-DDTHH:MM`.
 * @throws {BadInputError} the day or time does not exist
 */
export function instantOf(given: string, place: string, zone: Zone): Date {
  const [date = "", time = "18:00", more] = given.trim().split(/[T ]/);
  const wrong = (): BadInputError => new BadInputError(unusable(place, printable(given), expected("instant")));
  if (more !== undefined || !isLocalDate(date) || !isLocalTime(time)) throw wrong();
  const at = instantAt(date, time, zone);
  // A time that is skipped when clocks are set forward does not exist.
  if (time !== "24:00" && (dateIn(at, zone) !== date || timeIn(at, zone) !== time)) throw wrong();
  return at;
}

/** The same, and later than `now`. @throws {BadInputError} */
export function futureOf(given: string, place: string, zone: Zone, now: Date): Date {
  const at = instantOf(given, place, zone);
  if (at > now) return at;
  const words = `${dateIn(now, zone)}T${timeIn(now, zone)}`;
  throw new BadInputError(unusable(place, printable(given), expected("instant-to-come", { after: words, zone })));
}
