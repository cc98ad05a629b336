import { findDuty } from "../catalogue/packs/index.ts";
import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode, Text } from "../terms.ts";
import { textIn, word } from "../words.ts";
import type { BoardFilter, DuePeriod } from "./filter.ts";
import { viewTitles } from "./saved-view.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Due periods in words. */
export const dueWords: Readonly<Record<DuePeriod, Text>> = {
  today: t("今日及以前", "Today or before"),
  week: t("七日内", "Within seven days"),
  month: t("三十日内", "Within thirty days"),
};

/** A filter in words: the table, then its conditions. */
export function filterWords(filter: BoardFilter, language: LanguageCode): string {
  const { search, duty, district, type, severity, due, view } = filter;
  const { either, colon, phrase } = writing[language];
  const found = findDuty(duty);
  const said = (label: Text, value: string): string => `${textIn(label, language)}${colon}${value}`;
  return phrase([
    ...(view ? [textIn(viewTitles[view], language)] : []),
    ...(search ? [either(`机构含“${search}”`, `organizations with “${search}”`)] : []),
    ...(duty ? [said(t("事项", "duty"), found ? `${duty} ${textIn(found.title, language)}` : duty)] : []),
    ...(district ? [said(t("地区", "district"), district)] : []),
    ...(type ? [said(t("机构类型", "type"), word("organizationType", type, language))] : []),
    ...(severity ? [said(t("严重程度", "severity"), word("severity", severity, language))] : []),
    ...(due ? [said(t("到期", "due"), textIn(dueWords[due], language))] : []),
  ]);
}
