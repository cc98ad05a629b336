import type { Facts } from "../catalogue/due-rule.ts";

/** Who asked for a case, and in what words: personal, so it stands in the facts of the case and nowhere else. */
export interface Asker {
  /** All that was said; the subject of the case is its beginning. */
  words: string;
  name: string;
  /** E-mail address or telephone number. */
  contact: string;
  /** Where messages go; null: nowhere, they look at the page of their receipt. */
  personId: string | null;
}

/** @returns null: nobody asked for it. Facts are free in form, so what is no asker is passed over. */
export function askerOf(facts: Facts): Asker | null {
  const { asker } = facts;
  if (typeof asker !== "object" || asker === null) return null;
  const { words, name, contact, personId } = asker as Record<string, unknown>;
  return {
    words: typeof words === "string" ? words : "",
    name: typeof name === "string" ? name : "",
    contact: typeof contact === "string" ? contact : "",
    personId: typeof personId === "string" ? personId : null,
  };
}

/** Days that a receipt is there after what was raised has been settled. */
const receiptDays = 180;

/** Whether the page of a receipt still opens: while it is dealt with and for half a year after, and never of a closed organization. */
export const receiptOpens = (
  { settledAt, closedAt }: { settledAt: Date | null; closedAt: Date | null },
  now: Date,
): boolean =>
  closedAt === null && (settledAt === null || now.getTime() < settledAt.getTime() + receiptDays * 86_400_000);

const longestSubject = 60;

/** What supervisors read of it: its beginning, in one line. */
export function subjectOf(words: string): string {
  const line = [...words.replace(/\s+/gu, " ").trim()];
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1).join("")}…` : line.join("");
}

/** What is said to whoever asked, on paper and on the telephone: the beginning of the case's id, by which `duban` finds it too. */
export const receiptNumber = (caseId: string): string => caseId.slice(0, 8).toUpperCase();
