import { pinyin } from "pinyin-pro";

/** Letters of a name that are typed as they stand. */
const latin = /[a-z0-9]/;

/**
 * The pinyin of a name without tones, whole and as initials: `guangzhoucishanhui gzcsh`. Letters and digits between stand where they are;
 * a name without Chinese signs has none.
 */
export function pinyinOf(name: string): string {
  if (!/\p{Script=Han}/u.test(name)) return "";
  const syllables = pinyin(name.toLowerCase(), { toneType: "none", type: "array", v: true }).filter((one) =>
    latin.test(one),
  );
  return `${syllables.join("")} ${syllables.map((one) => one.charAt(0)).join("")}`;
}

/** What somebody typed as it is looked for in pinyin: without spaces and marks between syllables. */
export const typedPinyin = (typed: string): string => typed.toLowerCase().replace(/[\s'’]+/g, "");
