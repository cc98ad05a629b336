import { dutyOf } from "../catalogue/packs/index.ts";
import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode, Text } from "../terms.ts";
import { textIn, word } from "../words.ts";
import { beyondDays } from "./counts.ts";
import type { Report } from "./report.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Shown for an unknown value. */
export const nothing = t("无", "none");

/** `93.3%` */
export const percentWords = (share: number | null): Text =>
  share === null ? nothing : t(`${(share * 100).toFixed(1)}%`, `${(share * 100).toFixed(1)}%`);

/** A change in percentage points: `+1.2`. */
export const changeWords = (points: number | null): Text => {
  if (points === null) return nothing;
  const signed = `${points > 0 ? "+" : points < 0 ? "−" : ""}${Math.abs(points).toFixed(1)}`;
  return t(signed, signed);
};

export const daysWords = (days: number | null): Text =>
  days === null
    ? nothing
    : days === beyondDays
      ? t(`${days - 1}天以上`, `over ${days - 1}`)
      : days === 0
        ? t("当天", "0")
        : t(`${days}天`, `${days}`);

export const numberWords = (value: number | null): Text =>
  value === null ? nothing : t(value.toFixed(1), value.toFixed(1));

/** Name of a district, a type or a duty. */
export const groupWords: Readonly<
  Record<"district" | "type" | "duty", (key: string, language: LanguageCode) => string>
> = {
  district: (key, language) => key || textIn(t("未填写所在区", "no district"), language),
  type: (key, language) => word("organizationType", key, language),
  duty: (key, language) => {
    const { title } = dutyOf(key);
    return writing[language].either(`第${key}项：${title.zh}`, `${key} ${title.en}`);
  },
};

/** What the report covers besides the period; empty: everything. */
export function scopeWords(
  { duty, district, type, organization, authority }: Report["scope"],
  language: LanguageCode,
): string[] {
  const labelled = (label: Text, value: string): string =>
    `${textIn(label, language)}${writing[language].colon}${value}`;
  return [
    ...(organization ? [labelled(t("机构", "organization"), organization)] : []),
    ...(authority ? [labelled(t("主管", "authority"), authority)] : []),
    ...(district ? [labelled(t("区", "district"), district)] : []),
    ...(type ? [labelled(t("类型", "type"), groupWords.type(type, language))] : []),
    ...(duty ? [labelled(t("职责", "duty"), groupWords.duty(duty, language))] : []),
  ];
}
