import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";

/** An opaque cursor for a position in a list. */
export const cursorOf = (place: string): string => Buffer.from(place).toString("base64url");

/** The position of a cursor. @throws {BadInputError} the cursor was not made here */
export function placeIn(cursor: string, shape: RegExp): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (!shape.test(place)) throw new BadInputError(cause("bad-cursor"));
  return place;
}
