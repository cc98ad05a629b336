import { InvalidArgumentError } from "commander";
import type { Actor } from "../client/context.ts";
import { personOf as personNamed } from "../client/registry/people.ts";
import { findDuty } from "../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../domain/errors.ts";
import { cause, expected, unusable } from "../domain/reasons/index.ts";
import { cellProblem, printable } from "../domain/roster/cell.ts";
import type { Zone } from "../domain/terms.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import { dateIn, instantAt, isLocalTime, timeIn } from "../domain/time/zones.ts";
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

/**
 * An instant as typed: `YYYY-MM-DD` (18:00 in the zone) or `YYYY-MM-DDTHH:MM`.
 * @throws {BadInputError} a day or time that does not exist
 */
export function instantOf(given: string, place: string, zone: Zone): Date {
  const [date = "", time = "18:00", more] = given.trim().split(/[T ]/);
  const wrong = (): BadInputError => new BadInputError(unusable(place, printable(given), expected("instant")));
  if (more !== undefined || !isLocalDate(date) || !isLocalTime(time)) throw wrong();
  const at = instantAt(date, time, zone);
  // A clock set forward skips an hour; what was typed then is no time.
  if (time !== "24:00" && (dateIn(at, zone) !== date || timeIn(at, zone) !== time)) throw wrong();
  return at;
}

/** The same, and later than `now`. @throws {BadInputError} */
export function futureOf(given: string, place: string, zone: Zone, now: Date): Date {
  const at = instantOf(given, place, zone);
  if (at > now) return at;
  const words = `${dateIn(now, zone)}T${timeIn(now, zone)}`;
  throw new BadInputError(unusable(place, printable(given), expected("instant-to-come", { after: words, zone })));
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
