import { BadInputError } from "../../domain/errors.ts";
import { credits } from "../../domain/planning/credits.ts";
import { expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { switchCredit } from "../../records/cases/credits.ts";
import type { ActContext } from "../context.ts";
import { organizationOf } from "./organizations.ts";

/**
 * Switches a credit line off or on, for one organization or for all. Earlier credits stay.
 * @throws {BadInputError} no such line · {NotFoundError} no such organization
 */
export async function setCredit(
  context: ActContext,
  { line, organization, on }: { line: string; organization?: string; on: boolean },
): Promise<{ changed: boolean }> {
  const names = credits.map(({ name }) => name);
  if (!names.includes(line))
    throw new BadInputError(unusable("line", printable(line), expected("one-of", { options: names })));
  return context.db.$transaction(async (tx) => {
    const id = organization === undefined ? "" : (await organizationOf(tx, organization)).id;
    return { changed: await switchCredit(tx, line, id, on) };
  });
}
