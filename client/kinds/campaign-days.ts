import { BadInputError } from "../../domain/errors.ts";
import { type Cause, type Expectation, expected, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";

/**
 * Checks title and days of a campaign.
 * @param earliest first allowed day of its start; absent: any
 * @throws {BadInputError} lists each invalid value
 */
export function checkDays(
  { title, startsOn, endsOn }: { title: string; startsOn: LocalDate; endsOn?: LocalDate },
  earliest?: LocalDate,
): void {
  const first = earliest === undefined ? expected("day") : expected("day-from", { from: earliest });
  const last = expected("day-from", { from: startsOn });
  const problems = [
    title === "" ? unusable("title", "", expected("campaign-title")) : undefined,
    problem("title", title, cellProblem(title, 200)),
    problem("from", startsOn, isLocalDate(startsOn) && startsOn >= (earliest ?? startsOn) ? undefined : first),
    endsOn === undefined
      ? undefined
      : problem("to", endsOn, isLocalDate(endsOn) && endsOn >= startsOn ? undefined : last),
  ].filter((one) => one !== undefined);
  if (problems.length > 0) throw new BadInputError(...problems);
}

const problem = (place: string, value: string, instead: Expectation | undefined): Cause | undefined =>
  instead && unusable(place, printable(value), instead);
