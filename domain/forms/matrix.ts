import type { FormField, Item } from "../catalogue/duty.ts";
import { expected } from "../reasons/index.ts";
import type { Answered, Problem, RawSubmission } from "./raw-submission.ts";
import { longestNote, typed } from "./raw-submission.ts";
import { type Row, rowsAsked } from "./rows.ts";

/** What a row of a matrix was answered with, as it is stored. */
export interface RowAnswer {
  row: string;
  /** As it stood when it was answered: people and sites go by other names later. */
  label: Row["label"];
  /** Columns that are not done; of a counted matrix those not counted, or below the minimum. */
  missing: string[];
  reason?: string;
  /** Of a counted matrix, by column. */
  counts?: Record<string, number>;
}

export const cellKey = (ask: FormField, row: Row, column: Item): string => `${ask.name}.${row.id}.${column.name}`;
export const reasonKey = (ask: FormField, row: Row): string => `${ask.name}.${row.id}.reason`;

/** What is expected of a counted cell. */
const count = /^\d{1,9}(\.\d{1,3})?$/;

/** Reads a matrix: each row is full, or says why not. One that need not be answered may be left out as a whole. */
export function readMatrix(ask: FormField, raw: RawSubmission, rows: readonly Row[]): Answered<RowAnswer[]> {
  const problems: Problem[] = [];
  const read = rowsAsked(rows).map((row) => readRow(ask, raw, row, problems));
  const untouched = read.every(({ touched }) => !touched);
  if (untouched && !ask.required) return { value: undefined, problems };
  for (const { row, answer } of read) {
    if (answer.missing.length === 0 || answer.reason !== undefined) continue;
    const key = reasonKey(ask, row);
    if (problems.some((problem) => problem.ask === key)) continue;
    const instead =
      ask.counted && row.minimum !== undefined
        ? expected("counts-or-reason", { minimum: row.minimum })
        : expected("columns-or-reason", { columns: answer.missing });
    problems.push({ ask: key, value: "", expected: instead });
  }
  return { value: read.map(({ answer }) => answer), problems };
}

function readRow(
  ask: FormField,
  raw: RawSubmission,
  row: Row,
  problems: Problem[],
): { row: Row; answer: RowAnswer; touched: boolean } {
  const missing: string[] = [];
  const counts: Record<string, number> = {};
  let touched = false;
  for (const column of ask.items ?? []) {
    const key = cellKey(ask, row, column);
    const value = typed(raw, key);
    if (value !== "") touched = true;
    if (ask.counted) {
      if (count.test(value)) counts[column.name] = Number(value);
      else if (value !== "") problems.push({ ask: key, value, expected: expected("number-not-below-0") });
      if (!Object.hasOwn(counts, column.name) || (counts[column.name] ?? 0) < (row.minimum ?? 0))
        missing.push(column.name);
    } else if (value !== "yes") {
      missing.push(column.name);
      if (value !== "" && value !== "no") problems.push({ ask: key, value, expected: expected("yes-or-nothing") });
    }
  }
  const reason = typed(raw, reasonKey(ask, row));
  if (reason.length > longestNote)
    problems.push({ ask: reasonKey(ask, row), value: reason, expected: expected("text", { most: longestNote }) });
  const answer: RowAnswer = {
    row: row.id,
    label: row.label,
    missing,
    ...(reason !== "" && { reason }),
    ...(ask.counted && { counts }),
  };
  return { row, answer, touched: touched || reason !== "" };
}
