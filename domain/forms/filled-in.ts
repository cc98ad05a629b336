import type { FormField, Item } from "../catalogue/duty.ts";
import { type ItemAnswer, itemKeys } from "./checklist.ts";
import { cellKey, reasonKey } from "./matrix.ts";
import { matrixRows, type Row } from "./rows.ts";

/**
 * Initial values of a form by key. Of a matrix: earlier answers for the rows that are asked now; of a checklist: items that were in order or not
 * applicable; of a list: its entries, unless each starts a case of its own. The doer confirms or corrects them. Items with a finding are asked again
 * (`foundBefore`), because the finding has a case of its own.
 */
export function filledIn(
  fields: readonly FormField[],
  rows: readonly Row[],
  results: readonly Readonly<Record<string, unknown>>[],
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fields) {
    if (!comesFilledIn(field)) continue;
    const answers = results.map((result) => result[field.name]).find(Array.isArray) ?? [];
    if (field.type === "checklist") Object.assign(values, itemValues(field, answers));
    else if (field.type === "matrix")
      for (const row of matrixRows(rows)) Object.assign(values, rowValues(field, row, answers));
    else if (answers.length > 0 && answers.every((one: unknown) => typeof one === "string"))
      values[field.name] = answers.join("\n");
  }
  return values;
}

/** Whether a field is prefilled from earlier answers. */
export const comesFilledIn = ({ type, raises }: FormField): boolean =>
  type === "matrix" || type === "checklist" || (type === "list" && raises === undefined);

/** Findings of the previous submission at checklist items, by key of the answer. */
export function foundBefore(
  fields: readonly FormField[],
  result: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of fields)
    for (const [item, { answer, note = "" }] of itemAnswers(field, result[field.name]))
      if (answer === "finding") found[itemKeys(field, item).answer] = note;
  return found;
}

function itemValues(field: FormField, answers: readonly unknown[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [item, { answer, note }] of itemAnswers(field, answers)) {
    if (answer === "finding") continue;
    const keys = itemKeys(field, item);
    values[keys.answer] = answer === "ok" ? "ok" : "na";
    if (note) values[keys.note] = note;
  }
  return values;
}

/** The answered items of a checklist. */
function itemAnswers(field: FormField, answers: unknown): [item: Item, ItemAnswer][] {
  if (field.type !== "checklist" || !Array.isArray(answers)) return [];
  return (field.items ?? []).flatMap((item): [Item, ItemAnswer][] => {
    const known = answers.find((one) => isRecord(one) && one.item === item.name) as ItemAnswer | undefined;
    return known ? [[item, known]] : [];
  });
}

function rowValues(field: FormField, row: Row, answers: readonly unknown[]): Record<string, string> {
  const answer = answers.find((one) => isRecord(one) && one.row === row.id);
  if (!isRecord(answer) || !Array.isArray(answer.missing)) return {};
  const { missing, reason, counts } = answer;
  const values: Record<string, string> = {};
  for (const column of field.items ?? []) {
    const count = field.counted && isRecord(counts) ? counts[column.name] : undefined;
    if (typeof count === "number") values[cellKey(field, row, column)] = String(count);
    else if (!field.counted && !missing.includes(column.name)) values[cellKey(field, row, column)] = "yes";
  }
  if (typeof reason === "string") values[reasonKey(field, row)] = reason;
  return values;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
