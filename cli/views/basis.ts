import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import { localized, say } from "../language.ts";

/** The source of a duty, with its quote. */
export function basisLine(duty: Duty): string {
  const { zh, en } = citationOf(duty);
  return say(
    `依据：${zh}（第${duty.number}项，${duty.title.zh}）：“${quoteOf(duty)}”`,
    `Why: duty ${duty.number} (${duty.title.zh}, ${localized(duty.title)}), ${en}: “${quoteOf(duty)}”`,
  );
}
