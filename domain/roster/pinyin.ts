import { pinyin } from "pinyin-pro";

/** Latin letters and digits in a name, which are kept. */
const latin = /[a-z0-9]/;

/**
 * Pinyin of a name without tones, in full and as initials: `guangzhoucishanhui gzcsh`. Letters and digits are kept; a name without Chinese characters
 * has none.
 */
export function pinyinOf(name: string): string {
  if (!/\p{Script=Han}/u.test(name)) return "";
  const syllables = pinyin(name.toLowerCase(), { toneType: "none", type: "array", v: true }).filter((one) =>
    latin.test(one),
  );
  return `${syllables.join("")} ${syllables.map((one) => one.charAt(0)).join("")}`;
}

/** A search text for pinyin: without spaces and apostrophes. */
export const typedPinyin = (typed: string): string => typed.toLowerCase().replace(/[\s'’]+/g, "");
