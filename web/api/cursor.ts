import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";

/** A cursor says nothing to who carries it. */
export const cursorOf = (place: string): string => Buffer.from(place).toString("base64url");

/** The place that a cursor stands for. @throws {BadInputError} it is none of ours */
export function placeIn(cursor: string, shape: RegExp): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (!shape.test(place)) throw new BadInputError(cause("bad-cursor"));
  return place;
}
