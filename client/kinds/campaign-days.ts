import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { BadInputError } from "../context.ts";

/**
 * Title and days of a campaign as they are given.
 * @param earliest first day that its start may be; absent: any
 * @throws {BadInputError} naming each that cannot be
 */
export function checkDays(
  { title, startsOn, endsOn }: { title: string; startsOn: LocalDate; endsOn?: LocalDate },
  earliest?: LocalDate,
): void {
  const first = earliest === undefined ? "a day that exists, YYYY-MM-DD" : `a day from ${earliest} on, YYYY-MM-DD`;
  const last = `a day from ${startsOn} on, YYYY-MM-DD`;
  const problems = [
    title === "" ? 'title: ""; expected the name of the campaign' : undefined,
    problem("title", title, cellProblem(title, 200)),
    problem("from", startsOn, isLocalDate(startsOn) && startsOn >= (earliest ?? startsOn) ? undefined : first),
    endsOn === undefined
      ? undefined
      : problem("to", endsOn, isLocalDate(endsOn) && endsOn >= startsOn ? undefined : last),
  ].filter((one) => one !== undefined);
  if (problems.length > 0) throw new BadInputError(...problems);
}

const problem = (place: string, value: string, expected: string | undefined): string | undefined =>
  expected === undefined ? undefined : `${place}: "${printable(value)}"; expected ${expected}`;
