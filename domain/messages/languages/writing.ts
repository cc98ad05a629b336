import type { LanguageCode, LocalDate, Zone } from "../../terms.ts";
import { weekday } from "../../time/dates.ts";
import { clock as englishClock } from "./en-days.ts";
import type { Moment } from "./moment.ts";
import { clock as chineseClock } from "./zh-CN-days.ts";

/** How a language writes lists, joins, brackets and days. Pages use this instead of testing which language it is. */
export interface Writing {
  /** `甲、乙`, `one, two`. */
  list(parts: readonly string[]): string;
  /** A complete list: `甲、乙和丙`, `one, two and three`. */
  all(parts: readonly string[]): string;
  /** Parts of a sentence: `甲，乙`. */
  phrase(parts: readonly string[]): string;
  /** Successive clauses: `甲；乙`. */
  clauses(parts: readonly string[]): string;
  /** Between a label and its value. */
  colon: string;
  comma: string;
  /** Between words. */
  space: string;
  brackets(text: string): string;
  /** A task and who submitted it: `整改（灭火器），由陈静提交`. */
  by(task: string, name: string): string;
  /** `11月30日（周一）18:00`. @param withYear the year too */
  instant(moment: Moment, withYear: boolean): string;
  /** A near instant: `今日15:10`, `12月3日09:00`. */
  clock(moment: Moment): string;
  /** Due by then: `今日15:10前`, `by today 15:10`. */
  before(time: string): string;
  /** `12月1日`, `1 Dec` */
  day(date: LocalDate): string;
  /** With the weekday: `12月1日（周二）`, `Tue 1 Dec`. */
  weekday(date: LocalDate): string;
  /** With the year: `2026年12月1日`, `1 Dec 2026`. */
  date(date: LocalDate): string;
  zone(zone: Zone): string;
  /** An instant with the name of its zone. */
  zoned(instant: string, zone: string): string;
  /** The text in this language; the other one if it is empty. */
  of(text: { zh: string; en: string }): string;
  /** One of two values, for what is not plain text. */
  either<One>(zh: One, en: One): One;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const englishDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const chineseDays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

const english: Writing = {
  list: (parts) => parts.join(", "),
  all: (parts) => (parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`),
  phrase: (parts) => parts.join(", "),
  clauses: (parts) => parts.join("; "),
  colon: ": ",
  comma: ", ",
  space: " ",
  brackets: (text) => ` (${text})`,
  by: (task, name) => `${task}, handed in by ${name}`,
  instant: ({ year, month, day, weekday, clock }, withYear) =>
    `${englishDays[weekday]} ${day} ${months[month - 1]}${withYear ? ` ${year}` : ""}, ${clock}`,
  clock: englishClock,
  before: (time) => `by ${time}`,
  day: (date) => `${Number(date.slice(8))} ${months[Number(date.slice(5, 7)) - 1]}`,
  weekday: (date) => `${englishDays[weekday(date) % 7]} ${english.day(date)}`,
  date: (date) => `${english.day(date)} ${Number(date.slice(0, 4))}`,
  zone: (zone) => (zone === "Asia/Shanghai" ? "Beijing time" : zone),
  zoned: (instant, zone) => `${instant} (${zone})`,
  of: ({ zh, en }) => en || zh,
  either: (_zh, en) => en,
};

const chinese: Writing = {
  list: (parts) => parts.join("、"),
  all: (parts) => parts.join("、"),
  phrase: (parts) => parts.join("，"),
  clauses: (parts) => parts.join("；"),
  colon: "：",
  comma: "，",
  space: "",
  brackets: (text) => `（${text}）`,
  by: (task, name) => `${task}，由${name}提交`,
  instant: ({ year, month, day, weekday, clock }, withYear) =>
    `${withYear ? `${year}年` : ""}${month}月${day}日（${chineseDays[weekday]}）${clock}`,
  clock: chineseClock,
  before: (time) => `${time}前`,
  day: (date) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`,
  weekday: (date) => `${chinese.day(date)}（${chineseDays[weekday(date) % 7]}）`,
  date: (date) => `${Number(date.slice(0, 4))}年${chinese.day(date)}`,
  zone: (zone) => (zone === "Asia/Shanghai" ? "北京时间" : `${zone}时间`),
  zoned: (instant, zone) => `${zone}${instant}`,
  of: ({ zh, en }) => zh || en,
  either: (zh) => zh,
};

export const writing: Readonly<Record<LanguageCode, Writing>> = { "zh-CN": chinese, en: english };
