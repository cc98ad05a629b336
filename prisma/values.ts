import pg from "pg";
import { Prisma } from "./generated/client.ts";

/** What the driver is given for a parameter: it would write an instant in local time. */
export const parameter = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

const { builtins, getTypeParser } = pg.types;
/** Of `text[]`; the driver does not name it. */
const textArray: number = 1009;

/** As Prisma reads them: whole numbers of eight bytes, decimals, days at midnight UTC. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: (text) => new Prisma.Decimal(text),
  [builtins.DATE]: (text) => new Date(text),
  [builtins.TIMESTAMPTZ]: instant,
  [textArray]: words,
};

/** How columns are read, by the type that the server names. */
export const types = {
  getTypeParser: ((oid: number, format: "text" | "binary") =>
    (format !== "binary" && parsers[oid]) ||
    getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

const readWords = getTypeParser(textArray);

/** `{a,b}`: words that need no quotes are told apart by commas alone. */
function words(text: string): string[] {
  if (/["\\{]|NULL/.test(text.slice(1))) return readWords(text) as string[];
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

const readInstant = getTypeParser(builtins.TIMESTAMPTZ);

/** `2031-03-03 09:00:00.123+00`, as a session in UTC writes it, in the form that the engine of JavaScript reads quickest. */
function instant(text: string): Date {
  if (!text.endsWith("+00") || text[10] !== " ") return readInstant(text) as Date;
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
