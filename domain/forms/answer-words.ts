import type { FormField } from "../catalogue/duty.ts";
import { formatYuan } from "../donations/money.ts";
import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode, Text } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { textIn, word } from "../words.ts";
import type { ItemAnswer } from "./checklist.ts";
import type { RowAnswer } from "./matrix.ts";
import { rowLabel } from "./rows.ts";

/**
 * The answer to a field, as a line for each entry. Never throws: an answer stored by an older form is shown as it is.
 * @param field undefined: the form no longer has the field
 */
export function answerWords(field: FormField | undefined, value: unknown, language: LanguageCode): string[] {
  if (Array.isArray(value)) return value.map((entry: unknown) => entryWords(field, entry, language));
  const text = plain(value);
  if (field?.type === "money" && /^-?\d+$/.test(text)) return [formatYuan(BigInt(text))];
  if (field?.type === "date" && isLocalDate(text)) return [writing[language].date(text)];
  const option = field?.options?.find((one) => one.value === text);
  return [option ? textIn(option.label, language) : text];
}

function entryWords(field: FormField | undefined, entry: unknown, language: LanguageCode): string {
  if (typeof entry !== "object" || entry === null) return plain(entry);
  const { item, answer, row, missing } = entry as Record<string, unknown>;
  if (typeof item === "string" && typeof answer === "string") return itemWords(field, entry as ItemAnswer, language);
  if (typeof row === "string" && Array.isArray(missing)) return rowWords(field, entry as RowAnswer, language);
  return plain(entry);
}

const t = (zh: string, en: string): Text => ({ zh, en });
/** Answers of a checklist item in words. */
export const answerTexts: Readonly<Record<ItemAnswer["answer"], Text>> = {
  ok: t("符合", "in order"),
  finding: t("有问题", "finding"),
  "not-applicable": t("不适用", "not applicable"),
};
const full = t("齐全", "all done");
const lacking = t("尚缺", "missing");
const because = t("原因", "reason");

function itemWords(
  field: FormField | undefined,
  { item, answer, note, severity }: ItemAnswer,
  language: LanguageCode,
): string {
  const known = Object.hasOwn(answerTexts, answer) ? textIn(answerTexts[answer], language) : answer;
  const grade = severity ? brackets(word("severity", plain(severity), language), language) : "";
  return `${labelOf(field, item, language)}${colon(language)}${known}${grade}${note ? `${colon(language)}${plain(note)}` : ""}`;
}

function rowWords(field: FormField | undefined, row: RowAnswer, language: LanguageCode): string {
  const names = (columns: readonly string[]): string =>
    writing[language].list(columns.map((column) => labelOf(field, plain(column), language)));
  const counted = Object.entries(row.counts ?? {}).map(
    ([column, count]) => `${labelOf(field, column, language)} ${plain(count)}`,
  );
  const parts = [
    ...(counted.length > 0 ? [writing[language].list(counted)] : []),
    row.missing.length > 0
      ? `${textIn(lacking, language)}${colon(language)}${names(row.missing)}`
      : textIn(full, language),
    ...(row.reason ? [`${textIn(because, language)}${colon(language)}${plain(row.reason)}`] : []),
  ];
  const name = row.label ? plain(rowLabel(row, language)) : "";
  const label = name ? `${name}${colon(language)}` : "";
  return `${label}${writing[language].clauses(parts)}`;
}

const labelOf = (field: FormField | undefined, name: string, language: LanguageCode): string => {
  const label = field?.items?.find((one) => one.name === name)?.label;
  return label ? textIn(label, language) : name;
};

const plain = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
const colon = (language: LanguageCode): string => writing[language].colon;
const brackets = (text: string, language: LanguageCode): string => writing[language].brackets(text);
