import type { LocalDate } from "../terms.ts";
import { TimeError } from "./time-error.ts";

const day = 86_400_000;
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

// Cached in both directions, because millions of calls concern a few thousand days; emptied when too large.
const numbers = new Map<LocalDate, number>();
const names = new Map<number, LocalDate>();
const most = 50_000;

/** Whether it is an existing day in the form `YYYY-MM-DD`, from 0001 to 9999. */
export function isLocalDate(value: string): boolean {
  return parse(value) !== undefined;
}

/** Days since 1970-01-01. @throws {TimeError} `DATE`: the day does not exist */
export function epochDay(date: LocalDate): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const parsed = parse(date);
  if (parsed === undefined)
    throw new TimeError("DATE", `"${date}" is not a day; expected one that exists, written YYYY-MM-DD.`);
  if (numbers.size >= most) numbers.clear();
  numbers.set(date, parsed);
  return parsed;
}

/** The day this many days after 1970-01-01. @throws {TimeError} `DATE`: outside the years 0001 to 9999 */
export function dateOfEpochDay(number: number): LocalDate {
  const known = names.get(number);
  if (known !== undefined) return known;
  const time = new Date(number * day);
  const year = time.getUTCFullYear();
  if (!Number.isInteger(number) || !(year >= 1 && year <= 9999))
    throw new TimeError("DATE", `Day ${number} lies outside the years 0001 to 9999.`);
  const name = time.toISOString().slice(0, 10);
  if (names.size >= most) names.clear();
  names.set(number, name);
  return name;
}

/** Adds days. @param n calendar days; negative: backward */
export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfEpochDay(epochDay(date) + whole(n, "days"));
}

/**
 * The corresponding day `n` months later; in a month without such a day, its last day (民法典 202).
 * @param n months; negative: backward
 */
export function addMonths(date: LocalDate, n: number): LocalDate {
  epochDay(date);
  const [year, month, of] = date.split("-").map(Number) as [number, number, number];
  const months = year * 12 + month - 1 + whole(n, "months");
  const first = Date.UTC(2000, 0, 1);
  const target = new Date(first);
  target.setUTCFullYear(Math.floor(months / 12), months - Math.floor(months / 12) * 12, 1);
  const last = new Date(target);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  return dateOfEpochDay(target.getTime() / day + Math.min(of, last.getUTCDate()) - 1);
}

/** 1 Monday … 7 Sunday (ISO 8601). */
export function weekday(date: LocalDate): number {
  const days = epochDay(date) + 3;
  return days - Math.floor(days / 7) * 7 + 1;
}

/** Calendar days from `a` to `b`; negative if `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return epochDay(b) - epochDay(a);
}

function parse(value: string): number | undefined {
  const parts = shape.exec(value);
  if (!parts || value < "0001-01-01") return undefined;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Date.parse accepts 31 April as 1 May.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value ? undefined : time / day;
}

function whole(n: number, unit: string): number {
  if (!Number.isInteger(n)) throw new TimeError("DATE", `${n} ${unit} cannot be added; expected a whole number.`);
  return n;
}
