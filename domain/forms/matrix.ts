import type { FormField, Item } from "../catalogue/duty.ts";
import { expected } from "../reasons/index.ts";
import type { Problem, RawSubmission, ReadAnswer } from "./raw-submission.ts";
import { longestNote, typed } from "./raw-submission.ts";
import { matrixRows, type Row } from "./rows.ts";

/** The stored answer to a row of a matrix. */
export interface RowAnswer {
  row: string;
  /** Label at the time of the answer: people and sites may be renamed. */
  label: Row["label"];
  /** Columns that are not done; in a counted matrix, those not counted or below the minimum. */
  missing: string[];
  reason?: string;
  /** Counts by column, in a counted matrix. */
  counts?: Record<string, number>;
}

export const cellKey = (field: FormField, row: Row, column: Item): string => `${field.name}.${row.id}.${column.name}`;
export const reasonKey = (field: FormField, row: Row): string => `${field.name}.${row.id}.reason`;

/** Format of a counted cell. */
const count = /^\d{1,9}(\.\d{1,3})?$/;

/** Parses a matrix: each row is complete, or has a reason. An optional matrix may be left out entirely. */
export function readMatrix(field: FormField, raw: RawSubmission, rows: readonly Row[]): ReadAnswer<RowAnswer[]> {
  const problems: Problem[] = [];
  const read = matrixRows(rows).map((row) => readRow(field, raw, row, problems));
  const untouched = read.every(({ touched }) => !touched);
  if (untouched && !field.required) return { value: undefined, problems };
  for (const { row, answer } of read) {
    if (answer.missing.length === 0 || answer.reason !== undefined) continue;
    const key = reasonKey(field, row);
    if (problems.some((problem) => problem.field === key)) continue;
    const instead =
      field.counted && row.minimum !== undefined
        ? expected("counts-or-reason", { minimum: row.minimum })
        : expected("columns-or-reason", { columns: answer.missing });
    problems.push({ field: key, value: "", expected: instead });
  }
  return { value: read.map(({ answer }) => answer), problems };
}

function readRow(
  field: FormField,
  raw: RawSubmission,
  row: Row,
  problems: Problem[],
): { row: Row; answer: RowAnswer; touched: boolean } {
  const missing: string[] = [];
  const counts: Record<string, number> = {};
  let touched = false;
  for (const column of field.items ?? []) {
    const key = cellKey(field, row, column);
    const value = typed(raw, key);
    if (value !== "") touched = true;
    if (field.counted) {
      if (count.test(value)) counts[column.name] = Number(value);
      else if (value !== "") problems.push({ field: key, value, expected: expected("number-not-below-0") });
      if (!Object.hasOwn(counts, column.name) || (counts[column.name] ?? 0) < (row.minimum ?? 0))
        missing.push(column.name);
    } else if (value !== "yes") {
      missing.push(column.name);
      if (value !== "" && value !== "no") problems.push({ field: key, value, expected: expected("yes-or-nothing") });
    }
  }
  const reason = typed(raw, reasonKey(field, row));
  if (reason.length > longestNote)
    problems.push({ field: reasonKey(field, row), value: reason, expected: expected("text", { most: longestNote }) });
  const answer: RowAnswer = {
    row: row.id,
    label: row.label,
    missing,
    ...(reason !== "" && { reason }),
    ...(field.counted && { counts }),
  };
  return { row, answer, touched: touched || reason !== "" };
}
