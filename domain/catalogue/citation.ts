import type { Text } from "../terms.ts";
import type { Duty } from "./duty.ts";
import { glosses } from "./packs/glosses.ts";
import { dutyPacks, findDeadline } from "./packs/index.ts";

/**
 * Where a duty comes from, as an office cites it: a clause under the full name of its guideline, an article under its law's
 * (`《关于…的指引（试行）》二（二）4`). The catalogue keeps a clause as the guideline numbers it (`二(二)4`).
 */
export function citationOf(duty: Pick<Duty, "number" | "clause" | "deadlines">): Text {
  const known = citations.get(duty.number);
  if (known) return known;
  const cited = cite(duty);
  citations.set(duty.number, cited);
  return cited;
}

/** Packs never change while a program runs, and thousands of mails of one minute cite the same clause. */
const citations = new Map<string, Text>();

function cite({ number, clause, deadlines = [] }: Pick<Duty, "number" | "clause" | "deadlines">): Text {
  const pack = dutyPacks.find(({ duties }) => duties.some((duty) => duty.number === number));
  const zh = fullWidth(clause);
  if (pack?.cited) return { zh: `${pack.cited.zh}${zh}`, en: `${pack.cited.en}, clause ${zh}` };
  const sources = deadlines.flatMap((name) => findDeadline(name)?.source.en ?? []);
  return { zh, en: [...new Set(sources)].join("; ") || zh };
}

/** A clause's words as they are shown: full-width punctuation, and a slip of the original marked as the original's. */
export const quoteOf = ({ quote }: Pick<Duty, "quote">): string =>
  fullWidth(quote).replaceAll("科谱", "科谱（原文如此）");

/** What the quote says, in English. Of a law it is the rule of its deadlines. */
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

/** Half-width punctuation beside a Chinese character as Chinese sets it. */
export const fullWidth = (text: string): string =>
  text.replace(/(?<=\p{Script=Han})[(),;:!?]|[(),;:!?](?=\p{Script=Han})/gu, (one) => wide[one] ?? one);
