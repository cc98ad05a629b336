import { dueDay } from "../../domain/escalation/ladder.ts";
import { instantWords, nearWords } from "../../domain/messages/instant-words.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type Clocked, hasPassed, latenessOf, lateWords } from "../../domain/tasks/lateness.ts";
import type { LanguageCode, Zone } from "../../domain/terms.ts";
import { businessDaysBetween } from "../../domain/time/business-days.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { capital } from "../../domain/words/text.ts";

export { instantWords, nearWords } from "../../domain/messages/instant-words.ts";

const hour = 3_600_000;

export const zoneWords = (zone: Zone, language: LanguageCode): string => writing[language].zone(zone);

/** An instant with the name of its zone: `北京时间11月30日（周一）18:00`. */
export const zonedWords = (instant: string, zone: Zone, language: LanguageCode): string =>
  writing[language].zoned(instant, zoneWords(zone, language));

/** When a future instant is: within three days only its clock, which needs no distance beside it. */
export interface ToCome {
  /** `今日15:10`, `12月3日09:00`; further off `12月8日（周二）09:00` */
  when: string;
  /** `5个工作日后`; in calendar days (`5天后`) where the term runs at night and on days off too. Null: within three days. */
  distance: string | null;
}

/** A future instant in words, and its distance. @param byClock the term runs at night and on days off too */
export function toCome(
  { at, byClock }: { at: Date; byClock: boolean },
  now: Date,
  zone: Zone,
  calendar: Calendar,
  language: LanguageCode,
): ToCome {
  const near = nearWords(at, zone, language, now);
  if (near) return { when: capital(near), distance: null };
  const when = instantWords(at, zone, language, now);
  const { either } = writing[language];
  if (at <= now) return { when, distance: either("即刻", "Now") };
  if (byClock) {
    const days = Math.floor((at.getTime() - now.getTime()) / (24 * hour));
    return { when, distance: either(`${days}天后`, `In ${plural(days, "day")}`) };
  }
  const n = businessDaysBetween(calendar, dateIn(now, zone), dueDay(at, zone));
  const words = either(`${n}个工作日后`, `In ${plural(n, "business day")}`);
  return { when, distance: n === 0 ? either("下个工作日之前", "Before the next business day") : words };
}

/** `还有2小时（今日18:00前）`: time left, with the clock of a due instant within three days, for places without a due day beside it. */
export function withClock(words: string, due: Date, now: Date, zone: Zone, language: LanguageCode): string {
  const near = nearWords(due, zone, language, now);
  return near ? `${words}${writing[language].brackets(writing[language].before(near))}` : words;
}

/** Remaining or exceeded time for a verdict, where the task stands beside it: `核验已逾期2个工作日`. */
export const verdictWords = (words: string, language: LanguageCode): string =>
  writing[language].either(`核验${words}`, `verdict ${words}`);

/** Time left until D, or how late it is. @param byClock the term runs at night and on days off too */
export function remainder(
  { due, byClock }: Pick<Clocked, "due" | "byClock">,
  now: Date,
  zone: Zone,
  calendar: Calendar,
  language: LanguageCode,
): { late: boolean; soon: boolean; words: string } {
  const ms = due.getTime() - now.getTime();
  if (hasPassed(due, now)) {
    const late = latenessOf({ due, zone, calendar, byClock }, now);
    const long = lateWords(late);
    const words =
      late.n === 0
        ? writing[language].either("刚刚到期", "just past due")
        : writing[language].either(`已逾期${long.zh}`, `${long.en} late`);
    return { late: true, soon: false, words };
  }
  const today = dateIn(now, zone);
  const day = dueDay(due, zone);
  if (day === today || ms < (byClock ? 24 : 12) * hour) {
    const hours = Math.floor(ms / hour);
    if (hours < 1)
      return { late: false, soon: true, words: writing[language].either("不到1小时", "less than an hour left") };
    return {
      late: false,
      soon: true,
      words: writing[language].either(`还有${hours}小时`, `${plural(hours, "hour")} left`),
    };
  }
  if (byClock) {
    const days = Math.floor(ms / (24 * hour));
    return {
      late: false,
      soon: days <= 1,
      words: writing[language].either(`还有${days}天`, `${plural(days, "day")} left`),
    };
  }
  const n = businessDaysBetween(calendar, today, day);
  return {
    late: false,
    soon: n <= 1,
    words:
      n === 0
        ? writing[language].either("下个工作日之前到期", "due before the next business day")
        : writing[language].either(`还有${n}个工作日`, `${plural(n, "business day")} left`),
  };
}

export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
