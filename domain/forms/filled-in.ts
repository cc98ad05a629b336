import type { FormField } from "../catalogue/duty.ts";
import { cellKey, reasonKey } from "./matrix.ts";
import { matrixRows, type Row } from "./rows.ts";

/**
 * Values of a form that are filled in when it is opened, by its keys: of each matrix, what was answered elsewhere for the rows that are asked
 * now. Whoever hands it in confirms or corrects them.
 */
export function filledIn(
  asks: readonly FormField[],
  rows: readonly Row[],
  results: readonly Readonly<Record<string, unknown>>[],
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const ask of asks) {
    if (ask.type !== "matrix" || ask.counted) continue;
    const answers = results.map((result) => result[ask.name]).find(Array.isArray) ?? [];
    for (const row of matrixRows(rows)) {
      const answer: unknown = answers.find((one: unknown) => isRecord(one) && one.row === row.id);
      if (!isRecord(answer) || !Array.isArray(answer.missing)) continue;
      const { missing, reason } = answer;
      for (const column of ask.items ?? [])
        if (!missing.includes(column.name)) values[cellKey(ask, row, column)] = "yes";
      if (typeof reason === "string") values[reasonKey(ask, row)] = reason;
    }
  }
  return values;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
