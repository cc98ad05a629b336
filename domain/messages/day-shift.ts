import type { LanguageCode, LocalDate } from "../terms.ts";
import { addBusinessDays } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, weekday } from "../time/dates.ts";
import { writing } from "./languages/writing.ts";

/** Consecutive days that a count skipped. */
export interface Skipped {
  from: LocalDate;
  to: LocalDate;
  kind: "holiday" | "weekend";
}

/** How a count of days arrived at its day. */
export interface DayShift {
  /** Number of days counted; negative: backward. */
  n: number;
  unit: "business days" | "days";
  from: LocalDate;
  to: LocalDate;
  /** Skipped days off. */
  skipped: Skipped[];
  /** Saturdays and Sundays that are workdays (调休) and were counted. */
  makeUp: LocalDate[];
  /** It includes days that are not announced yet, for which Monday to Friday was assumed. */
  provisional: boolean;
}

/** Counts days as ladders do, and records what was skipped. The first day is excluded, the last one included. */
export function countDays(calendar: Calendar, from: LocalDate, n: number, unit: DayShift["unit"]): DayShift {
  const business = unit === "business days";
  const to = business ? addBusinessDays(calendar, from, n) : addDays(from, n);
  return { n, unit, from, to, ...(business ? passed(calendar, from, to) : nothing(calendar, to)) };
}

/** The move of a term's last day to a workday; null if it is one. */
export function rolled(calendar: Calendar, from: LocalDate, to: LocalDate): Omit<DayShift, "n" | "unit"> | null {
  if (from === to) return null;
  // The day itself was skipped too.
  const before = to < from ? addDays(from, 1) : addDays(from, -1);
  return { from, to, ...passed(calendar, before, to) };
}

function passed(
  calendar: Calendar,
  from: LocalDate,
  to: LocalDate,
): Pick<DayShift, "skipped" | "makeUp" | "provisional"> {
  const step = to < from ? -1 : 1;
  const skipped: Skipped[] = [];
  const makeUp: LocalDate[] = [];
  let provisional = false;
  for (let day = from; day !== to; ) {
    day = addDays(day, step);
    const weekend = weekday(day) > 5;
    if (!calendar.announced(day)) provisional = true;
    if (calendar.isBusinessDay(day)) {
      if (weekend) makeUp.push(day);
    } else skip(skipped, day, weekend ? "weekend" : "holiday", step);
  }
  // A weekend next to a holiday is reported as part of it.
  return { skipped: joined(step < 0 ? skipped.reverse() : skipped), makeUp: makeUp.sort(), provisional };
}

function skip(skipped: Skipped[], day: LocalDate, kind: Skipped["kind"], step: number): void {
  const last = skipped.at(-1);
  if (last && last.kind === kind && addDays(step > 0 ? last.to : last.from, step) === day) {
    if (step > 0) last.to = day;
    else last.from = day;
  } else skipped.push({ from: day, to: day, kind });
}

function joined(runs: readonly Skipped[]): Skipped[] {
  const all: Skipped[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last && addDays(last.to, 1) === run.from)
      all[all.length - 1] = { from: last.from, to: run.to, kind: last.kind === run.kind ? run.kind : "holiday" };
    else all.push({ ...run });
  }
  return all;
}

const nothing = (calendar: Calendar, to: LocalDate): Pick<DayShift, "skipped" | "makeUp" | "provisional"> => ({
  skipped: [],
  makeUp: [],
  provisional: !calendar.announced(to),
});

/** A count in words: `−5 business days from 2026-09-30 is 2026-09-22: skipped 09-25..09-27 holidays, counted make-up workday 09-20`. */
export function shiftWords(shift: DayShift, language: LanguageCode): string {
  const { n, unit, from, to } = shift;
  const named = Math.abs(n) === 1 ? unit.slice(0, -1) : unit;
  const many = Math.abs(n);
  const dayIn = writing[language].date;
  return writing[language].either(
    `自${dayIn(from)}起${n < 0 ? "往前" : "往后"}${many}${unit === "days" ? "天" : "个工作日"}为${dayIn(to)}${skippedDaysText(shift, language)}`,
    `${n < 0 ? "−" : "+"}${many} ${named} from ${from} is ${to}${skippedDaysText(shift, language)}`,
  );
}

/** Maximum number of ordinary weekends that are listed. */
const mostWeekends = 2;

/** What was skipped and counted, after a colon; empty if nothing was. */
export function skippedDaysText(
  { from, skipped, makeUp, provisional }: Omit<DayShift, "n" | "unit" | "to">,
  language: LanguageCode,
): string {
  const { either: say, list: listed, clauses, colon } = writing[language];
  const sameYear = (day: LocalDate): boolean => day.slice(0, 4) === from.slice(0, 4);
  const short = (day: LocalDate): string =>
    say(sameYear(day) ? writing[language].day(day) : writing[language].date(day), sameYear(day) ? day.slice(5) : day);
  const said: string[] = [];
  const weekends = skipped.filter((run) => run.kind === "weekend");
  const many = weekends.length > mostWeekends;
  const named = many ? skipped.filter((run) => run.kind === "holiday") : skipped;
  if (skipped.length > 0) {
    const kinds = { holiday: say("假日", "holiday"), weekend: say("周末", "weekend") };
    const runs = named.map(({ from, to, kind }) =>
      from === to
        ? say(`${short(from)}（${kinds[kind]}）`, `${short(from)} (${kinds[kind]})`)
        : say(`${short(from)}至${short(to)}（${kinds[kind]}）`, `${short(from)}..${short(to)} (${kinds[kind]})`),
    );
    const all = listed([...runs, ...(many ? [say(`${weekends.length}个周末`, `${weekends.length} weekends`)] : [])]);
    said.push(say(`跳过${all}`, `skipped ${all}`));
  }
  if (makeUp.length > 0)
    said.push(
      say(
        `计入调休上班日${listed(makeUp.map(short))}`,
        `counted make-up ${makeUp.length === 1 ? "workday" : "workdays"} ${listed(makeUp.map(short))}`,
      ),
    );
  if (provisional)
    said.push(say("该年放假安排尚未公布，暂按周一至周五计算", "not announced yet, so Monday to Friday was assumed"));
  return said.length === 0 ? "" : `${colon}${clauses(said)}`;
}
