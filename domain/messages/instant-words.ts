import type { LanguageCode, Zone } from "../terms.ts";
import { momentOf } from "./languages/moment.ts";
import { writing } from "./languages/writing.ts";

/** `11月30日（周一）18:00`; the year too where it is another one than `now`'s. */
export function instantWords(at: Date, zone: Zone, language: LanguageCode, now?: Date): string {
  const moment = momentOf(at, zone);
  const sameYear = now !== undefined && momentOf(now, zone).year === moment.year;
  return writing[language].instant(moment, !sameYear);
}
