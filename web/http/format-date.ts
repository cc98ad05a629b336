import { dueDay } from "../../domain/escalation/ladder.ts";
import { momentOf } from "../../domain/messages/languages/moment.ts";
import { hasPassed, latenessOf, lateWords } from "../../domain/tasks/lateness.ts";
import type { LanguageCode, Zone } from "../../domain/terms.ts";
import { businessDaysBetween } from "../../domain/time/business-days.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";

const hour = 3_600_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const days = {
  "zh-CN": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
} as const;

/** `11月30日（周一）18:00`; the year too where it is another one than `now`'s. */
export function instantWords(at: Date, zone: Zone, language: LanguageCode, now?: Date): string {
  const moment = momentOf(at, zone);
  const sameYear = now !== undefined && momentOf(now, zone).year === moment.year;
  const weekday = days[language][moment.weekday];
  if (language === "en")
    return `${weekday} ${moment.day} ${months[moment.month - 1]}${sameYear ? "" : ` ${moment.year}`}, ${moment.clock}`;
  return `${sameYear ? "" : `${moment.year}年`}${moment.month}月${moment.day}日（${weekday}）${moment.clock}`;
}

export function zoneWords(zone: Zone, language: LanguageCode): string {
  if (zone !== "Asia/Shanghai") return language === "en" ? zone : `${zone}时间`;
  return language === "en" ? "Beijing time" : "北京时间";
}

/** An instant with the name of its zone: `北京时间11月30日（周一）18:00`. */
export const zonedWords = (instant: string, zone: Zone, language: LanguageCode): string =>
  language === "en" ? `${instant} (${zoneWords(zone, language)})` : `${zoneWords(zone, language)}${instant}`;

/** How far off an instant is, in the unit in which people think of it: hours within a day, else business days. */
export function distanceWords(at: Date, now: Date, zone: Zone, calendar: Calendar, language: LanguageCode): string {
  const en = language === "en";
  const ms = at.getTime() - now.getTime();
  const today = dateIn(now, zone);
  const day = dueDay(at, zone);
  if (ms <= 0) return en ? "Now" : "即刻";
  if (day === today || ms < 12 * hour) {
    const hours = Math.floor(ms / hour);
    if (hours === 0) return en ? "Within the hour" : "1小时内";
    return en ? `In ${plural(hours, "hour")}` : `${hours}小时后`;
  }
  const n = businessDaysBetween(calendar, today, day);
  if (n === 0) return en ? "Before the next business day" : "下个工作日之前";
  return en ? `In ${plural(n, "business day")}` : `${n}个工作日后`;
}

/** What is left until D, or how late it is. */
export function remainder(
  due: Date,
  now: Date,
  zone: Zone,
  calendar: Calendar,
  language: LanguageCode,
): { late: boolean; soon: boolean; words: string } {
  const en = language === "en";
  const ms = due.getTime() - now.getTime();
  if (hasPassed(due, now)) {
    const late = latenessOf({ due, zone, calendar }, now);
    const long = lateWords(late);
    const words = late.n === 0 ? (en ? "just past due" : "刚刚到期") : en ? `${long.en} late` : `已逾期${long.zh}`;
    return { late: true, soon: false, words };
  }
  const today = dateIn(now, zone);
  const day = dueDay(due, zone);
  if (day === today || ms < 12 * hour) {
    const hours = Math.floor(ms / hour);
    if (hours < 1) return { late: false, soon: true, words: en ? "less than an hour left" : "不到1小时" };
    return { late: false, soon: true, words: en ? `${plural(hours, "hour")} left` : `还有${hours}小时` };
  }
  const n = businessDaysBetween(calendar, today, day);
  return {
    late: false,
    soon: n <= 1,
    words:
      n === 0
        ? en
          ? "due before the next business day"
          : "下个工作日之前到期"
        : en
          ? `${plural(n, "business day")} left`
          : `还有${n}个工作日`,
  };
}

export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
