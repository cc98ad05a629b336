import { BadInputError, NotFoundError } from "../domain/errors.ts";
import { type Cause, cause, type Expectation, expected, unusable } from "../domain/reasons/index.ts";
import type { NounName } from "../domain/reasons/words.ts";
import { cellProblem, printable } from "../domain/roster/cell.ts";
import type { LocalDate } from "../domain/terms.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import type { Tx } from "../prisma/client.ts";
import { type CaseRow, findCase } from "../records/cases/cases.ts";
import { type OrganizationRow, organizationsById } from "../records/roster/holders.ts";

const longest = 200;

/** Checks a name or place of one line. @returns the problem */
export function lineProblem(place: string, value: string, instead: Expectation): Cause | undefined {
  if (value.trim() === "") return unusable(place, "", instead);
  const problem = cellProblem(value, longest);
  return problem && unusable(place, printable(value), problem);
}

/** Checks that a day exists and is not before another. @returns the problem */
export function dayProblem(place: string, value: string | undefined, from?: LocalDate): Cause | undefined {
  if (value === undefined || (isLocalDate(value) && (from === undefined || value >= from))) return undefined;
  const instead = from === undefined || !isLocalDate(from) ? expected("day") : expected("day-from", { from });
  return unusable(place, printable(value), instead);
}

/** Throws if there is a problem. @throws {BadInputError} lists all of them */
export function rejectProblems(...problems: readonly (Cause | undefined)[]): void {
  const found = problems.filter((one) => one !== undefined);
  if (found.length > 0) throw new BadInputError(...found);
}

/**
 * A case of a kind, with its organization.
 * @param what name of the kind in errors, such as `project`
 * @throws {NotFoundError} no such case, or one of another kind
 */
export async function caseOfKind(
  tx: Tx,
  caseId: string,
  kind: string,
  what: NounName,
  lock = false,
): Promise<{ found: CaseRow; organization: OrganizationRow }> {
  const found = await findCase(tx, caseId, lock);
  const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (found?.kind !== kind || !organization)
    throw new NotFoundError(
      cause("no-case-of-kind", { value: caseId, what, command: `duban case list --kind ${kind}` }),
    );
  return { found, organization };
}
