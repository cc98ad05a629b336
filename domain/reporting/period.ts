import { BadInputError } from "../errors.ts";
import { expected, unusable } from "../reasons/index.ts";
import { printable } from "../roster/cell.ts";
import type { Cadence, LocalDate } from "../terms.ts";
import { addDays, addMonths } from "../time/dates.ts";
import { type Period, periodNamed, periodOf } from "../time/periods.ts";

/** A period of whole months that a report is of. */
export interface ReportPeriod extends Period {
  /** Its first and its last month, `2026-11`. */
  first: string;
  last: string;
}

const cadenceOf = (key: string): Exclude<Cadence, "weekly"> =>
  key.includes("Q") ? "quarterly" : key.includes("H") ? "half-yearly" : key.length === 4 ? "yearly" : "monthly";

/** Whether it is a year: what became of its tasks is kept as one sum. */
export const isYear = ({ key }: Pick<ReportPeriod, "key">): boolean => cadenceOf(key) === "yearly";

const reportPeriod = (period: Period): ReportPeriod => ({
  ...period,
  first: period.from.slice(0, 7),
  last: period.to.slice(0, 7),
});

/** The period of a key: `2026-11`, `2026-Q4`, `2026-H2`, `2026`. @throws {BadInputError} it names none */
export function readPeriod(given: string): ReportPeriod {
  const period = given.includes("W") ? null : periodNamed(given.trim().toUpperCase());
  if (!period || period.from < "1990" || period.from >= "2200")
    throw new BadInputError(unusable("period", printable(given), expected("report-period")));
  return reportPeriod(period);
}

/** The month before the one in which a day lies: what a report is of where nobody says otherwise. */
export const lastMonth = (today: LocalDate): ReportPeriod =>
  reportPeriod(periodOf("monthly", addDays(`${today.slice(0, 7)}-01`, -1)));

/** Periods that one may choose, the newest first: twelve months, four quarters, two halves, two years, the running ones too. */
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

/** The period before, as long as this one. */
export const periodBefore = ({ key, from }: ReportPeriod): ReportPeriod =>
  reportPeriod(periodOf(cadenceOf(key), addDays(from, -1)));

/** Months to the last of the period, `many` in all, the oldest first. */
export const monthsUpTo = ({ last }: Pick<ReportPeriod, "last">, many: number): string[] =>
  Array.from({ length: many }, (_, n) => addMonths(`${last}-01`, n + 1 - many).slice(0, 7));
