import { BadInputError } from "../errors.ts";
import { expected, unusable } from "../reasons/index.ts";
import { printable } from "../roster/cell.ts";
import type { Cadence, LocalDate } from "../terms.ts";
import { addDays, addMonths } from "../time/dates.ts";
import { type Period, periodNamed, periodOf } from "../time/periods.ts";

/** A report's period of whole months. */
export interface ReportPeriod extends Period {
  /** Its first and last month, `2026-11`. */
  first: string;
  last: string;
}

const cadenceOf = (key: string): Exclude<Cadence, "weekly"> =>
  key.includes("Q") ? "quarterly" : key.includes("H") ? "half-yearly" : key.length === 4 ? "yearly" : "monthly";

/** Whether it is a year, whose counts are stored as one sum. */
export const isYear = ({ key }: Pick<ReportPeriod, "key">): boolean => cadenceOf(key) === "yearly";

const reportPeriod = (period: Period): ReportPeriod => ({
  ...period,
  first: period.from.slice(0, 7),
  last: period.to.slice(0, 7),
});

/** Parses a period: `2026-11`, `2026-Q4`, `2026-H2`, `2026`. @throws {BadInputError} not a period */
export function readPeriod(given: string): ReportPeriod {
  const period = given.includes("W") ? null : periodNamed(given.trim().toUpperCase());
  if (!period || period.from < "1990" || period.from >= "2200")
    throw new BadInputError(unusable("period", printable(given), expected("report-period")));
  return reportPeriod(period);
}

/** The month before that of a day: the default period of a report. */
export const lastMonth = (today: LocalDate): ReportPeriod =>
  reportPeriod(periodOf("monthly", addDays(`${today.slice(0, 7)}-01`, -1)));

/** Selectable periods, newest first: twelve months, four quarters, two halves, two years, including the current ones. */
export const recentPeriods = (today: LocalDate): ReportPeriod[] =>
  (
    [
      ["monthly", 12],
      ["quarterly", 4],
      ["half-yearly", 2],
      ["yearly", 2],
    ] as const
  ).flatMap(([cadence, many]) => {
    const found = [reportPeriod(periodOf(cadence, today))];
    while (found.length < many) found.push(periodBefore(found.at(-1) as ReportPeriod));
    return found;
  });

/** The previous period of the same length. */
export const periodBefore = ({ key, from }: ReportPeriod): ReportPeriod =>
  reportPeriod(periodOf(cadenceOf(key), addDays(from, -1)));

/** The `many` months up to the last of the period, oldest first. */
export const monthsUpTo = ({ last }: Pick<ReportPeriod, "last">, many: number): string[] =>
  Array.from({ length: many }, (_, n) => addMonths(`${last}-01`, n + 1 - many).slice(0, 7));
