import { type Expectation, expected } from "../reasons/index.ts";
import { type CellError, cellProblem, printable } from "../roster/cell.ts";
import type { LocalDate } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import type { Direction } from "./disclosure-body.ts";
import { MoneyError, parseYuan } from "./money.ts";

/** Columns of a sheet of donations and spending, in the order of writing; they are read in any order. */
export const donationColumns = ["on", "direction", "amount", "goods", "purpose", "donor", "key"] as const;
export type DonationColumn = (typeof donationColumns)[number];

/** An entry with its fields as text. */
export type DonationFields = Readonly<Record<DonationColumn, string>>;

/** Money or goods received or used. */
export interface Donation {
  direction: Direction;
  /** Idempotency key, unique in its case and direction. */
  key: string;
  on: LocalDate;
  /** Amount in fen (hundredths of a yuan); a negative amount corrects an earlier entry. */
  cents: bigint;
  goods: string;
  purpose: string;
  /** Name of the donor; empty: anonymous. */
  donor: string;
}

/** The days within which an entry may be. */
export interface EntryDays {
  startsOn: LocalDate;
  today: LocalDate;
}

const columnNames: Readonly<Record<string, DonationColumn>> = {
  日期: "on",
  收支: "direction",
  方向: "direction",
  金额: "amount",
  物资: "goods",
  用途: "purpose",
  捐赠人: "donor",
  编号: "key",
};
const required: readonly DonationColumn[] = ["on", "direction", "amount", "key"];
const directionNames: Readonly<Record<string, Direction>> = {
  received: "received",
  used: "used",
  收入: "received",
  接收: "received",
  支出: "used",
  使用: "used",
};
const longest: Readonly<Partial<Record<DonationColumn, number>>> = { goods: 200, purpose: 200, donor: 100, key: 80 };

/**
 * Parses a sheet that was split into cells. Never throws: every error has its row (the header is 1), column, value and what was expected. An invalid
 * header is reported alone, because the cells below cannot be interpreted.
 */
export function parseDonations(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  days: EntryDays,
): { donations: Donation[]; errors: CellError[] } {
  const names = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, "")
      .trim()
      .toLowerCase(),
  );
  const columns = names.map((name) => (Object.hasOwn(columnNames, name) ? columnNames[name] : name));
  const errors = headerErrors(columns as readonly string[]);
  if (errors.length > 0) return { donations: [], errors };
  const donations: Donation[] = [];
  const met = new Map<string, number>();
  rows.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    const row = index + 2;
    if (cells.length > columns.length)
      errors.push({
        row,
        column: "",
        value: printable(cells[columns.length] ?? ""),
        expected: expected("cells", { cells: columns.length }),
      });
    const cell = (column: DonationColumn): string => cells[columns.indexOf(column)] ?? "";
    const fields = Object.fromEntries(donationColumns.map((column) => [column, cell(column)])) as DonationFields;
    const { donation, errors: wrong } = readDonation(fields, row, days);
    errors.push(...wrong);
    if (!donation) return;
    const identity = `${donation.direction}/${donation.key}`;
    const before = met.get(identity);
    if (before === undefined) met.set(identity, row);
    else errors.push(wrongCell(row, "key", donation.key, expected("key-once", { firstRow: before })));
    donations.push(donation);
  });
  return { donations, errors };
}

/** Parses one entry. @param row number for errors; 0: a single entry */
export function readDonation(
  fields: DonationFields,
  row: number,
  { startsOn, today }: EntryDays,
): { donation?: Donation; errors: CellError[] } {
  const errors: CellError[] = [];
  const wrong = (column: DonationColumn, instead: Expectation): void => {
    errors.push(wrongCell(row, column, fields[column], instead));
  };
  const text = (column: DonationColumn): string => {
    const value = fields[column].trim();
    const problem = cellProblem(value, longest[column] ?? 200);
    if (problem) wrong(column, problem);
    return value;
  };
  const goods = text("goods");
  const purpose = text("purpose");
  const donor = text("donor");
  const key = text("key");
  if (key === "") wrong("key", expected("receipt-number"));
  const on = fields.on.trim();
  if (!isLocalDate(on)) wrong("on", expected("day"));
  else if (on < startsOn || on > today) wrong("on", expected("day-of-campaign", { from: startsOn, to: today }));
  const name = fields.direction.trim().toLowerCase();
  const direction = Object.hasOwn(directionNames, name) ? directionNames[name] : undefined;
  if (!direction) wrong("direction", expected("direction"));
  const cents = readAmount(fields.amount);
  if (cents === undefined) wrong("amount", expected("money"));
  else if (cents === 0n && goods === "") wrong("amount", expected("amount-above-0"));
  else if (cents < 0n && purpose === "") wrong("amount", expected("amount-or-correction"));
  if (errors.length > 0 || !direction || cents === undefined) return { errors };
  return { donation: { direction, key, on, cents, goods, purpose, donor }, errors };
}

function readAmount(value: string): bigint | undefined {
  try {
    return parseYuan(value);
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

function headerErrors(columns: readonly string[]): CellError[] {
  const known: readonly string[] = donationColumns;
  const errors: CellError[] = [];
  columns.forEach((column, index) => {
    if (!known.includes(column)) errors.push(wrongCell(1, column, column, expected("one-of", { options: known })));
    else if (columns.indexOf(column) !== index) errors.push(wrongCell(1, column, column, expected("column-once")));
  });
  for (const column of required)
    if (!columns.includes(column)) errors.push(wrongCell(1, column, "", expected("donation-column", { column })));
  return errors;
}

const wrongCell = (row: number, column: string, value: string, instead: Expectation): CellError => ({
  row,
  column: printable(column),
  value: printable(value),
  expected: instead,
});
