import type { LocalDate } from "../terms.ts";

export const directions = ["received", "used"] as const;
export type Direction = (typeof directions)[number];

/** Money or goods of one day and purpose. No donor is in it: what is hashed can never be taken back. */
export interface DisclosedLine {
  direction: Direction;
  on: LocalDate;
  purpose: string;
  goods: string;
  /** Hundredths of a yuan, as text: no reader's number is too small for it. */
  cents: string;
  /** Entries that the line sums up. */
  count: number;
}

export interface DisclosedTotals {
  received: string;
  used: string;
  balance: string;
  receipts: number;
  uses: number;
}

/** What is published: everything a reader needs, figured out once and never changed. */
export interface DisclosureBody {
  format: "duban-disclosure-1";
  organization: { code: string; name: string };
  campaign: { id: string; title: string; duty: string };
  period: { key: string; from: LocalDate; to: LocalDate | null; final: boolean };
  /** ISO 8601, UTC. */
  dueAt: string;
  publishedAt: string;
  late: boolean;
  /** Of the period's days. */
  totals: DisclosedTotals;
  lines: readonly DisclosedLine[];
  /** Entries of days before the period that were recorded after the disclosure before. */
  supplement: readonly DisclosedLine[];
  /** From the campaign's start through this disclosure. */
  cumulative: DisclosedTotals;
  statement: string;
}

/** JSON with its keys sorted and no blanks: the same text from whatever stored the value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

export function totalsOfLines(lines: readonly DisclosedLine[]): DisclosedTotals {
  const sum = { received: 0n, used: 0n, receipts: 0, uses: 0 };
  for (const line of lines) {
    sum[line.direction] += BigInt(line.cents);
    sum[line.direction === "received" ? "receipts" : "uses"] += line.count;
  }
  return disclosedTotals(sum);
}

export interface Totals {
  /** Hundredths of a yuan. */
  received: bigint;
  used: bigint;
  receipts: number;
  uses: number;
}

export const disclosedTotals = ({ received, used, receipts, uses }: Totals): DisclosedTotals => ({
  received: received.toString(),
  used: used.toString(),
  balance: (received - used).toString(),
  receipts,
  uses,
});
