import type { FormField } from "../catalogue/duty.ts";
import { cellKey, reasonKey } from "./matrix.ts";
import { matrixRows, type Row } from "./rows.ts";

/**
 * Values of a form that are filled in when it is opened, by its keys: of each matrix, what was answered before or elsewhere for the rows
 * that are asked now; of a list, its entries, unless each starts a case of its own. Whoever hands it in confirms or corrects them. A
 * checklist never comes filled in: an inspection is looked at anew.
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
    if (field.type === "matrix")
      for (const row of matrixRows(rows)) Object.assign(values, rowValues(field, row, answers));
    else if (answers.length > 0 && answers.every((one: unknown) => typeof one === "string"))
      values[field.name] = answers.join("\n");
  }
  return values;
}

/** Whether a field is filled in from what was answered before. */
export const comesFilledIn = ({ type, raises }: FormField): boolean =>
  type === "matrix" || (type === "list" && raises === undefined);

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
