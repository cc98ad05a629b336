import { cellProblem, printable } from "../domain/roster/cell.ts";
import type { LocalDate } from "../domain/terms.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import type { Tx } from "../prisma/client.ts";
import { type CaseRow, findCase } from "../records/cases/cases.ts";
import { type OrganizationRow, organizationsById } from "../records/roster/holders.ts";
import { BadInputError, NotFoundError } from "./context.ts";

const longest = 200;

/** A name or place in one line. @returns what is wrong with it */
export function lineProblem(place: string, value: string, expected: string): string | undefined {
  if (value.trim() === "") return `${place}: ""; expected ${expected}`;
  const problem = cellProblem(value, longest);
  return problem && `${place}: "${printable(value)}"; expected ${problem}`;
}

/** A day that exists, from another one on. @returns what is wrong with it */
export function dayProblem(place: string, value: string | undefined, from?: LocalDate): string | undefined {
  if (value === undefined || (isLocalDate(value) && (from === undefined || value >= from))) return undefined;
  const expected = from === undefined || !isLocalDate(from) ? "a day that exists" : `a day from ${from} on`;
  return `${place}: "${printable(value)}"; expected ${expected}, YYYY-MM-DD`;
}

/** @throws {BadInputError} naming every problem there is */
export function unlessWrong(...problems: readonly (string | undefined)[]): void {
  const found = problems.filter((one) => one !== undefined);
  if (found.length > 0) throw new BadInputError(...found);
}

/**
 * A case of a kind with its organization.
 * @param what as an error calls it, e.g. `project`
 * @throws {NotFoundError} no such case, or one of another kind
 */
export async function caseOfKind(
  tx: Tx,
  caseId: string,
  kind: string,
  what: string,
  lock = false,
): Promise<{ found: CaseRow; organization: OrganizationRow }> {
  const found = await findCase(tx, caseId, lock);
  const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (found?.kind !== kind || !organization)
    throw new NotFoundError(what, caseId, `the case of one, as \`duban case list --kind ${kind}\` shows it`);
  return { found, organization };
}
