import type { Facts } from "../catalogue/due-rule.ts";

/** The requester of a case, and their words: personal data, stored only in the facts of the case. */
export interface Requester {
  /** The full text; the subject of the case is its beginning. */
  words: string;
  name: string;
  /** E-mail address or telephone number. */
  contact: string;
  /** Person who is sent messages; null: nobody, the requester uses the page of the receipt. */
  personId: string | null;
}

/** The facts that hold a requester. Rows of every version use this key, so it keeps its name. */
export const requesterFacts = (requester: Requester): Facts => ({ asker: requester });

/** The requester in a case's facts; anything else is ignored. @returns null: none */
export function requesterOf({ asker: stored }: Facts): Requester | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { words, name, contact, personId } = stored as Record<string, unknown>;
  return {
    words: typeof words === "string" ? words : "",
    name: typeof name === "string" ? name : "",
    contact: typeof contact === "string" ? contact : "",
    personId: typeof personId === "string" ? personId : null,
  };
}

/** In days: how long a receipt's page opens after the matter was settled. */
const receiptDays = 180;

/** Whether the page of a receipt opens: while the matter is open and for half a year after; never for a closed organization. */
export const receiptOpens = (
  { settledAt, closedAt }: { settledAt: Date | null; closedAt: Date | null },
  now: Date,
): boolean =>
  closedAt === null && (settledAt === null || now.getTime() < settledAt.getTime() + receiptDays * 86_400_000);

const longestSubject = 60;

/** The subject that supervisors see: the beginning of the text, in one line. */
export function subjectOf(words: string): string {
  const line = [...words.replace(/\s+/gu, " ").trim()];
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1).join("")}…` : line.join("");
}

/** Receipt number for paper and telephone: the beginning of the case's id, which `duban` accepts too. */
export const receiptNumber = (caseId: string): string => caseId.slice(0, 8).toUpperCase();
