import { InvalidArgumentError } from "commander";
import type { Actor } from "../client/context.ts";
import { personOf as personNamed } from "../client/registry/people.ts";
import { findDuty } from "../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../domain/errors.ts";
import { cause, expected, unusable } from "../domain/reasons/index.ts";
import { cellProblem, printable } from "../domain/roster/cell.ts";
import type { Tx } from "../prisma/client.ts";
import type { PersonRow } from "../records/roster/people.ts";
import { idsStarting } from "../records/views/listings.ts";
import { say } from "./language.ts";

/** Minimum length of an abbreviated id. */
const shortest = 6;
/** Maximum number of ids listed when an abbreviation is ambiguous. */
const most = 10;

/**
 * Resolves the id of a task or case, which may be abbreviated.
 * @throws {NotFoundError} no match · {BadInputError} several matches, which are listed
 */
export async function idOf(tx: Tx, what: "task" | "case", given: string): Promise<string> {
  const found = given.length < shortest ? [] : await idsStarting(tx, what, given, most + 1);
  const [only] = found;
  if (only === undefined)
    throw new NotFoundError(
      cause(what === "task" ? "no-task-starting" : "no-case-starting", { value: printable(given), shortest }),
    );
  if (found.length === 1) return only;
  throw new BadInputError(
    cause("means-several", {
      what,
      value: printable(given),
      ids: [...found.slice(0, most), ...(found.length > most ? ["…"] : [])],
    }),
  );
}

/**
 * Resolves a person by id, e-mail address or telephone number. @throws {NotFoundError} no match, or a person who has left · {BadInputError} several
 * matches
 */
export async function personOf(tx: Tx, given: string): Promise<PersonRow> {
  const person = await personNamed(tx, given.trim());
  if (person.leftAt === null) return person;
  throw new NotFoundError(cause("person-left", { value: printable(given) }));
}

/** The actor that `--as` names; without it the administrator. */
export async function actorOf(tx: Tx, as: string | undefined): Promise<Actor> {
  return as === undefined ? "administrator" : { personId: (await personOf(tx, as)).id };
}

/** Parses a number. @throws {BadInputError} not an integer from 1 to `highest` */
export function numberOf(given: string, place: string, highest = 10_000): number {
  const number = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= highest) return number;
  throw new BadInputError(unusable(place, printable(given), expected("whole-number", { from: 1, to: highest })));
}

/** Parses a word of a closed list. @throws {BadInputError} not in the list */
export function oneOf<Word extends string>(given: string, place: string, words: readonly Word[]): Word {
  const found = words.find((one) => one === given);
  if (found !== undefined) return found;
  throw new BadInputError(unusable(place, printable(given), expected("one-of", { options: words })));
}

/** Checks the number of a duty. @throws {NotFoundError} no pack has it */
export function dutyGiven(given: string): string {
  if (!findDuty(given)) throw new NotFoundError(cause("no-duty", { value: printable(given) }));
  return given;
}

/** Parses a text of one line. @throws {BadInputError} empty, too long, or with control characters */
export function lineOf(given: string, place: string, longest: number): string {
  const problem = given.trim() === "" ? expected("words") : cellProblem(given, longest);
  if (problem === undefined) return given.trim();
  throw new BadInputError(unusable(place, printable(given), problem));
}

/** Commander parser of an option that can be repeated. */
export const collect = (given: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  given,
];

/** Commander parser of a text that must not be empty. */
export function words(given: string): string {
  if (given.trim() === "") throw new InvalidArgumentError(say("不能为空", "expected some words"));
  return given;
}
