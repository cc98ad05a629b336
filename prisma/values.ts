import pg from "pg";
import { Prisma } from "./generated/client.ts";

/** Converts a parameter for the driver, which would write a Date in local time. */
export const parameter = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

const { builtins, getTypeParser } = pg.types;
/** OID of `text[]`, for which the driver has no name. */
const textArray: number = 1009;

/** Parsers with the same results as Prisma: 8-byte integers, decimals, days at midnight UTC. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: (text) => new Prisma.Decimal(text),
  [builtins.DATE]: (text) => new Date(text),
  [builtins.TIMESTAMPTZ]: instant,
  [textArray]: words,
};

/** Parsers of columns, by the type that the server states. */
export const types = {
  getTypeParser: ((oid: number, format: "text" | "binary") =>
    (format !== "binary" && parsers[oid]) ||
    getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

const readWords = getTypeParser(textArray);

/** `{a,b}`: elements without quotes are separated by commas alone. */
function words(text: string): string[] {
  if (/["\\{]|NULL/.test(text.slice(1))) return readWords(text) as string[];
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

const readInstant = getTypeParser(builtins.TIMESTAMPTZ);

/** Converts `2031-03-03 09:00:00.123+00`, the format of a session in UTC, to the form that V8 parses fastest. */
function instant(text: string): Date {
  if (!text.endsWith("+00") || text[10] !== " ") return readInstant(text) as Date;
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
