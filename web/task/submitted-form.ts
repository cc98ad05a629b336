import type { TaskAct } from "../../client/tasks/act.ts";
import type { BadFiles } from "../../client/tasks/files.ts";
import type { FormField } from "../../domain/catalogue/duty.ts";
import { itemKeys, itemsShown, photoOf } from "../../domain/forms/checklist.ts";
import type { FileRefusal } from "../../domain/forms/files.ts";
import { cellKey, reasonKey } from "../../domain/forms/matrix.ts";
import { typed } from "../../domain/forms/raw-submission.ts";
import { matrixRows, rowLabel, rowsOf } from "../../domain/forms/rows.ts";
import { keyIsOf, keysOf, readSubmission } from "../../domain/forms/submission.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { type Cause, unusable } from "../../domain/reasons/index.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { inputName } from "../http/form-fields.ts";
import { type Form, mostFileBytes, mostFiles, mostFilesBytes } from "../http/multipart.ts";
import { say } from "../words.ts";
import type { ActingView } from "./form-view.ts";

type Submission = NonNullable<TaskAct["submission"]>;

/** Reads the submission from a form. Errors are put beside the fields, in the reader's language. */
export function readSubmittedForm(view: ActingView, form: Form, problems: Record<string, string>): Submission {
  const { language } = view.access;
  const formFields = fieldsOf(view.duty, view.task.step, view.task.facts);
  const rows = rowsOf(view.task.facts);
  const values: Record<string, string> = {};
  for (const formField of formFields)
    for (const key of formField.type === "file" ? [] : keysOf(formField, rows)) {
      const value = form.fields.get(inputName(key));
      if (value !== undefined) values[key] = value;
    }
  for (const key of gradesOfNothing(formFields, values)) delete values[key];
  const files = form.files.map(({ field, ...file }) => {
    const about = itemsShown(formFields).find((one) => field === inputName(`${one.field}.${one.item}.photo`));
    return about ? photoOf(about, file) : file;
  });
  for (const { field, value, expected } of readSubmission(formFields, values, files, rows).problems)
    Object.assign(problems, problemOf(view, field, unusable(field, value, expected)));
  const [file] = formFields.filter((formField) => formField.type === "file");
  for (const { name, why } of form.refused)
    problems[file ? inputName(file.name) : ""] = `${name}: ${textIn(fileWords[why], language)}`;
  return { values, files };
}

/** A page sends a severity for each item of a checklist; those without a finding are ignored. */
const gradesOfNothing = (formFields: readonly FormField[], values: Readonly<Record<string, string>>): string[] =>
  formFields.flatMap((formField) =>
    (formField.type === "checklist" ? (formField.items ?? []) : []).flatMap((item) => {
      const { answer, severity } = itemKeys(formField, item);
      return typed(values, answer) === "finding" ? [] : [severity];
    }),
  );

/** Rejected files, by field. */
export function fileProblems(
  { access: { language } }: ActingView,
  { files }: BadFiles,
  form: Form,
): Record<string, string> {
  const problems: Record<string, string[]> = {};
  for (const { index, why } of files) {
    const file = form.files[index];
    if (!file) continue;
    const said = `${file.name}${writing[language].colon}${textIn(contentWords[why], language)}`;
    problems[file.field] = [...(problems[file.field] ?? []), said];
  }
  const join = writing[language].either("；", "; ");
  return Object.fromEntries(Object.entries(problems).map(([field, all]) => [field, all.join(join)]));
}

/** The error message for a key of the submission, by field. @returns empty: the form has no such field */
export function problemOf(view: ActingView, key: string, why: Cause): Record<string, string> {
  const { language } = view.access;
  const formFields = fieldsOf(view.duty, view.task.step, view.task.facts);
  const formField = formFields.find((one) => keyIsOf(key, one));
  if (!formField) return {};
  const { place, text } = partOf(formField, key, view, language);
  return {
    [inputName(key)]:
      `${place}${writing[language].colon}${boundWords(formFields, why, language) ?? textIn(text, language)}`,
  };
}

/** Of an answer that can be read and lies out of its bounds: the bounds. */
function boundWords(formFields: readonly FormField[], why: Cause, language: LanguageCode): string | undefined {
  const { date, either } = writing[language];
  if (why.reason === "day-within") {
    const { from, to } = why.values;
    return either(`应在${date(from)}至${date(to)}之间`, `expected a day from ${date(from)} to ${date(to)}`);
  }
  if (why.reason === "day-passed") {
    const { today } = why.values;
    return either(`应为今天（${date(today)}）或以前`, `expected today, ${date(today)}, or a day before`);
  }
  if (why.reason !== "not-above") return undefined;
  const { field, most, value } = why.values;
  const other = formFields.find(({ name }) => name === field)?.label;
  const label = other ? textIn(other, language) : field;
  return either(
    `${value}大于“${label}”（${most}），请核对`,
    `${value} is more than “${label}” (${most}); please check`,
  );
}

function partOf(
  formField: FormField,
  key: string,
  view: ActingView,
  language: LanguageCode,
): { place: string; text: Text } {
  for (const item of formField.type === "checklist" ? (formField.items ?? []) : []) {
    const keys = itemKeys(formField, item);
    const text = { [keys.answer]: parts.answer, [keys.note]: parts.note, [keys.severity]: expectations.choice }[key];
    if (text) return { place: textIn(item.label, language), text };
  }
  for (const row of formField.type === "matrix" ? matrixRows(rowsOf(view.task.facts)) : []) {
    const label = rowLabel(row, language) || say("whole", language);
    if (key === reasonKey(formField, row)) return { place: label, text: formField.counted ? parts.count : parts.row };
    const column = formField.items?.find((one) => key === cellKey(formField, row, one));
    if (column)
      return {
        place: `${label} · ${textIn(column.label, language)}`,
        text: formField.counted ? parts.cell : expectations.choice,
      };
  }
  return { place: textIn(formField.label, language), text: expectedWords(formField, view) };
}

/** What is expected of an answer, and what is accepted instead. */
function expectedWords(formField: FormField, view: ActingView): Text {
  const { zh, en } = expectations[formField.type];
  const other = fieldsOf(view.duty, view.task.step, view.task.facts).find(({ name }) => name === formField.unless);
  return other ? t(`${zh}；或提交“${other.label.zh}”`, `${en}; or hand in “${other.label.en}”`) : { zh, en };
}

const t = (zh: string, en: string): Text => ({ zh, en });
const fileWords = {
  "too many": t(`一次最多${mostFiles}个文件`, `at most ${mostFiles} files at a time`),
  "too large": t(`超过${mostFileBytes / 1024 / 1024} MB`, `larger than ${mostFileBytes / 1024 / 1024} MB`),
  "too much": t(
    `合计超过${mostFilesBytes / 1024 / 1024} MB`,
    `more than ${mostFilesBytes / 1024 / 1024} MB together with the others`,
  ),
  empty: t("文件是空的", "the file is empty"),
};
/** Reasons why a file is rejected. */
export const contentWords: Readonly<Record<FileRefusal, Text>> = {
  program: t("程序、脚本和网页文件不能上传", "programs, scripts and web pages are not taken"),
  "not-a-picture": t("不是照片，请选择照片（如JPG、PNG、HEIC）", "it is no photo; please choose one (JPG, PNG, HEIC)"),
  "other-content": t(
    "文件内容与文件名不符，请重新选择",
    "its content is not what its name says; please choose it again",
  ),
};
const expectations: Readonly<Record<FormField["type"], Text>> = {
  text: t("请填写，不超过20000字", "Please write something, at most 20,000 characters"),
  date: t("请填写存在的日期，如2026-11-30", "Please give a day that exists, such as 2026-11-30"),
  number: t("请填写不小于0的整数，如12", "Please give a whole number such as 12, not below 0"),
  money: t(
    "请填写以元为单位的金额，不小于0，最多两位小数，如12345.60",
    "Please give an amount in yuan, not below 0, with at most two decimals, such as 12345.60",
  ),
  file: t("请至少选择一个文件", "Please choose at least one file"),
  list: t("请填写，每行一项，不超过2000项", "Please give one entry a line, at most 2,000"),
  findings: t("请填写，每行一项，不超过2000项", "Please give one finding a line, at most 2,000"),
  choice: t("请选择一项", "Please choose one"),
  checklist: t("请逐项选择", "Please choose one for each item"),
  matrix: t("请逐行填写", "Please fill in each row"),
};
const parts = {
  answer: t("请选择一项", "Please choose one"),
  note: t("请写明发现的问题，不超过2000字", "Please say what was found, at most 2,000 characters"),
  row: t("请全部勾选，或写明原因", "Please tick everything, or say why not"),
  cell: t("请填写不小于0的数字，如12或3.5", "Please give a number such as 12 or 3.5, not below 0"),
  count: t("请填写数量；不足的，请写明原因", "Please give the counts; where there is too little, say why"),
};
