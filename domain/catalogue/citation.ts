import type { Text } from "../terms.ts";
import type { Duty } from "./duty.ts";
import { glosses } from "./packs/glosses.ts";
import { dutyPacks, findDeadline } from "./packs/index.ts";

/**
 * The source of a duty as an office cites it: a clause with the full name of its guideline, or an article with its statute (`《关于…的指引（试行）》二（二）4`). The
 * catalogue stores a clause as the guideline numbers it (`二(二)4`).
 */
export function citationOf(duty: Pick<Duty, "number" | "clause" | "deadlines">): Text {
  const known = citations.get(duty.number);
  if (known) return known;
  const cited = cite(duty);
  citations.set(duty.number, cited);
  return cited;
}

/** Cached: packs do not change while the program runs, and thousands of mails in a minute cite the same clause. */
const citations = new Map<string, Text>();

function cite({ number, clause, deadlines = [] }: Pick<Duty, "number" | "clause" | "deadlines">): Text {
  const pack = dutyPacks.find(({ duties }) => duties.some((duty) => duty.number === number));
  const zh = fullWidth(clause);
  if (pack?.cited) return { zh: `${pack.cited.zh}${zh}`, en: `${pack.cited.en}, clause ${zh}` };
  const sources = deadlines.flatMap((name) => findDeadline(name)?.source.en ?? []);
  return { zh, en: [...new Set(sources)].join("; ") || zh };
}

/** A quote for display: full-width punctuation, and errors of the original marked. */
export const quoteOf = ({ quote }: Pick<Duty, "quote">): string =>
  fullWidth(quote).replaceAll("科谱", "科谱（原文如此）");

/** English translation of the quote. For a statute, the rule of its deadlines. */
export function glossOf({ number, deadlines = [] }: Pick<Duty, "number" | "deadlines">): string {
  const known = Object.hasOwn(glosses, number) ? glosses[number] : undefined;
  return known ?? [...new Set(deadlines.flatMap((name) => findDeadline(name)?.rule.en ?? []))].join("; ");
}

const wide: Readonly<Record<string, string>> = {
  "(": "（",
  ")": "）",
  ",": "，",
  ";": "；",
  ":": "：",
  "!": "！",
  "?": "？",
};

/** Replaces half-width punctuation beside Chinese characters. */
export const fullWidth = (text: string): string =>
  text.replace(/(?<=\p{Script=Han})[(),;:!?]|[(),;:!?](?=\p{Script=Han})/gu, (one) => wide[one] ?? one);
