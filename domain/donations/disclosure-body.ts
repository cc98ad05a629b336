import type { LocalDate } from "../terms.ts";

export const directions = ["received", "used"] as const;
export type Direction = (typeof directions)[number];

/** Money or goods of one day and purpose. Contains no donor, because what was hashed can never be removed. */
export interface DisclosedLine {
  direction: Direction;
  on: LocalDate;
  purpose: string;
  goods: string;
  /** Fen (hundredths of a yuan) as text, so that no program loses precision. */
  cents: string;
  /** Number of entries in the line. */
  count: number;
}

export interface DisclosedTotals {
  received: string;
  used: string;
  balance: string;
  receipts: number;
  uses: number;
}

/** The content of a disclosure: everything a reader needs, computed once and never changed. */
export interface DisclosureBody {
  format: "duban-disclosure-1";
  organization: { code: string; name: string };
  campaign: { id: string; title: string; duty: string };
  period: { key: string; from: LocalDate; to: LocalDate | null; final: boolean };
  /** ISO 8601, UTC. */
  dueAt: string;
  publishedAt: string;
  late: boolean;
  /** Totals of the period's days. */
  totals: DisclosedTotals;
  lines: readonly DisclosedLine[];
  /** Entries of earlier days that were recorded after the previous disclosure. */
  supplement: readonly DisclosedLine[];
  /** Totals from the campaign's start through this disclosure. */
  cumulative: DisclosedTotals;
  statement: string;
}

/** Canonical JSON: sorted keys and no white space, independent of the storage. */
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
  /** Fen (hundredths of a yuan). */
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
