import type { FormField } from "../catalogue/duty.ts";
import type { RowAnswer } from "../forms/matrix.ts";
import { rowLabel } from "../forms/rows.ts";
import type { Text } from "../terms.ts";

/** What a submission leaves uncovered, and why. */
export interface Exception {
  /** A person or a thing; null: the line states both in one text. */
  what: Text | null;
  /** What is not done. */
  lacks: Text[];
  reason: string;
}

/** Exceptions in a stored submission: incomplete rows of a matrix, lines of the field `exceptions`. Never throws. */
export function exceptionsIn(
  fields: readonly FormField[],
  result: Readonly<Record<string, unknown>> | null,
): Exception[] {
  return fields.flatMap((field) => {
    const entries = result && Object.hasOwn(result, field.name) ? result[field.name] : undefined;
    if (!Array.isArray(entries)) return [];
    if (field.type === "matrix") return entries.flatMap((entry: unknown) => ofRow(field, entry));
    if (field.name !== "exceptions") return [];
    return entries.flatMap((line: unknown) =>
      typeof line === "string" ? [{ what: null, lacks: [], reason: line }] : [],
    );
  });
}

function ofRow(field: FormField, entry: unknown): Exception[] {
  const { row, label, missing, reason } = (
    typeof entry === "object" && entry !== null ? entry : {}
  ) as Partial<RowAnswer>;
  if (!Array.isArray(missing) || missing.length === 0) return [];
  const name = { label: label ?? row ?? "" };
  return [
    {
      what: { zh: rowLabel(name, "zh-CN"), en: rowLabel(name, "en") },
      lacks: missing.map((column) => {
        const known = field.items?.find((item) => item.name === column)?.label;
        return known ?? { zh: String(column), en: String(column) };
      }),
      reason: reason ?? "",
    },
  ];
}
