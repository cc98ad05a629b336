import type { LanguageCode, Zone } from "../terms.ts";
import { dateIn, timeIn } from "../time/zones.ts";
import { momentFrom, momentOf } from "./languages/moment.ts";
import { writing } from "./languages/writing.ts";

/** The end of a day is shown as `2026-11-29 24:00`, during the whole of that minute, not as midnight of the next day. */
export function wall(at: Date, zone: Zone): string {
  const time = timeIn(at, zone);
  return time === "00:00" ? `${dateIn(new Date(at.getTime() - 60_000), zone)} 24:00` : `${dateIn(at, zone)} ${time}`;
}

/** An instant in words: `11月30日（周一）18:00`; with the year if it differs from that of `now`. */
export function instantWords(at: Date, zone: Zone, language: LanguageCode, now?: Date): string {
  const moment = momentOf(at, zone);
  const sameYear = now !== undefined && momentOf(now, zone).year === moment.year;
  return writing[language].instant(moment, !sameYear);
}

/** An instant within the next three days: `今日15:10`, `明日09:00`, `12月3日09:00`; null: any other. */
export function nearWords(at: Date, zone: Zone, language: LanguageCode, now: Date): string | null {
  const moment = momentFrom(at, zone, now);
  return at <= now || moment.ahead === undefined ? null : writing[language].clock(moment);
}

/** An instant with its year, for explanations: `2027年1月29日（周五）18:00`, `2027-01-29 18:00`. */
export const fullInstant = (at: Date, zone: Zone, language: LanguageCode): string =>
  writing[language].either(instantWords(at, zone, language), wall(at, zone));
