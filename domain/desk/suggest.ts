import { allDuties } from "../catalogue/packs/index.ts";
import { pinyinOf, typedPinyin } from "../roster/pinyin.ts";
import type { Text } from "../terms.ts";

/** A duty suggested for a search. */
export interface SuggestedDuty {
  number: string;
  title: Text;
}

/** Maximum number of characters of a search. */
export const longestTyped = 40;

/** Whether enough was typed: a single Latin letter occurs in almost any pinyin. */
export const isTypedEnough = (typed: string): boolean =>
  /\p{Script=Han}|\d/u.test(typed) ? typed.length > 0 : typed.length > 1;

let known: readonly (SuggestedDuty & { spelt: string })[] | undefined;

/** Titles of the catalogue with their pinyin, computed at first use. */
const duties = (): NonNullable<typeof known> => {
  known ??= allDuties.map(({ number, title }) => ({ number, title, spelt: pinyinOf(title.zh) }));
  return known;
};

/** Duties by any part of the title in either language, by pinyin or initials; those whose number matches come first. */
export function suggestedDuties(typed: string, most: number): SuggestedDuty[] {
  const text = typed.toLowerCase();
  const letters = typedPinyin(typed);
  const rank = ({ number, title, spelt }: SuggestedDuty & { spelt: string }): number => {
    if (number.toLowerCase() === text) return 0;
    if (title.zh.includes(text) || title.en.toLowerCase().includes(text)) return 1;
    return letters !== "" && spelt.includes(letters) ? 2 : 3;
  };
  return duties()
    .map((duty) => ({ duty, at: rank(duty) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map(({ duty: { number, title } }) => ({ number, title }));
}
