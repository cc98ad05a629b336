import type { LocalDate } from "../terms.ts";
import type { Calendar, Overlay } from "./announced.ts";
import { chinaCalendar } from "./china.ts";
import { addDays, isLocalDate, weekday } from "./dates.ts";

/** A year's announcement: the days that differ from Monday to Friday. */
export interface Announcement {
  year: number;
  /** Weekdays that are off, and weekend days that are workdays (调休). */
  days: readonly { date: LocalDate; worked: boolean }[];
}

/** A line of an announcement that cannot be parsed. */
export interface AnnouncementProblem {
  line: number;
  text: string;
}

/**
 * Parses an announcement: one day in each line, `2027-02-08,off` or `2027-02-14,work`; empty lines, a heading and lines that begin with # are
 * skipped. All days must be of one year.
 */
export function readAnnouncement(text: string): Announcement | { problems: AnnouncementProblem[] } {
  const days: { date: LocalDate; worked: boolean }[] = [];
  const problems: AnnouncementProblem[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || /^date\b/i.test(line)) continue;
    const [date = "", kind = ""] = line.split(/[,\t ]+/);
    const first = days[0]?.date.slice(0, 4) ?? date.slice(0, 4);
    const known = isLocalDate(date) && (kind === "off" || kind === "work") && date.startsWith(first) && !seen.has(date);
    if (!known) problems.push({ line: index + 1, text: line.slice(0, 60) });
    else days.push({ date, worked: kind === "work" });
    seen.add(date);
  }
  const [first] = days;
  if (problems.length > 0 || !first)
    return { problems: first || problems.length > 0 ? problems : [{ line: 1, text: "" }] };
  return { year: Number(first.date.slice(0, 4)), days };
}

/** The announcement of a year in the built-in data; null: the data do not include the year. */
export function announcementOf(year: number): Announcement | null {
  const calendar = chinaCalendar();
  if (calendar.until < `${year}-12-31`) return null;
  const days = daysOf(year).flatMap((date) => {
    const worked = calendar.isBusinessDay(date);
    return worked === weekday(date) <= 5 ? [] : [{ date, worked }];
  });
  return { year, days };
}

/** A calendar overlaid with a year's announcement. */
export function withAnnouncement(before: Calendar, { year, days }: Announcement): Calendar {
  const own = (list: readonly LocalDate[] | undefined): LocalDate[] =>
    (list ?? []).filter((date) => !days.some((one) => one.date === date));
  const until = `${year}-12-31`;
  const overlay: Overlay = {
    closed: [...own(before.overlay?.closed), ...days.filter(({ worked }) => !worked).map(({ date }) => date)],
    open: [...own(before.overlay?.open), ...days.filter(({ worked }) => worked).map(({ date }) => date)],
    until: until > before.until ? until : before.until,
  };
  return chinaCalendar(overlay);
}

/** Days of a year that differ between two calendars. */
export const changedDays = (year: number, before: Calendar, after: Calendar): { date: LocalDate; worked: boolean }[] =>
  daysOf(year).flatMap((date) => {
    const worked = after.isBusinessDay(date);
    return worked === before.isBusinessDay(date) ? [] : [{ date, worked }];
  });

function daysOf(year: number): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) days.push(date);
  return days;
}
