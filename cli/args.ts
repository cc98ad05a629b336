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

/** Shortest part of an id that may stand for it. */
const shortest = 6;
/** Ids named where a part of one means several. */
const most = 10;

/**
 * The task or case that an id, or a beginning of one, means.
 * @throws {NotFoundError} none · {BadInputError} several, which are listed
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

/** @throws {NotFoundError} nobody, or one who has left · {BadInputError} several */
export async function personOf(tx: Tx, given: string): Promise<PersonRow> {
  const person = await personNamed(tx, given.trim());
  if (person.leftAt === null) return person;
  throw new NotFoundError(cause("person-left", { value: printable(given) }));
}

/** Whom `--as` names; the administrator without it. */
export async function actorOf(tx: Tx, as: string | undefined): Promise<Actor> {
  return as === undefined ? "administrator" : { personId: (await personOf(tx, as)).id };
}

/** @throws {BadInputError} no whole number from 1 to `highest` */
export function numberOf(given: string, place: string, highest = 10_000): number {
  const number = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= highest) return number;
  throw new BadInputError(unusable(place, printable(given), expected("whole-number", { from: 1, to: highest })));
}

/** @throws {BadInputError} none of the words */
export function oneOf<Word extends string>(given: string, place: string, words: readonly Word[]): Word {
  const found = words.find((one) => one === given);
  if (found !== undefined) return found;
  throw new BadInputError(unusable(place, printable(given), expected("one-of", { options: words })));
}

/** @throws {NotFoundError} no such duty in any pack */
export function dutyGiven(given: string): string {
  if (!findDuty(given)) throw new NotFoundError(cause("no-duty", { value: printable(given) }));
  return given;
}

/** A line of text. @throws {BadInputError} empty, too long, or not plain */
export function lineOf(given: string, place: string, longest: number): string {
  const problem = given.trim() === "" ? expected("words") : cellProblem(given, longest);
  if (problem === undefined) return given.trim();
  throw new BadInputError(unusable(place, printable(given), problem));
}

/** For commander: an option that may be given several times. */
export const collect = (given: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  given,
];

/** For commander: text that is not empty. */
export function words(given: string): string {
  if (given.trim() === "") throw new InvalidArgumentError(say("不能为空", "expected some words"));
  return given;
}
