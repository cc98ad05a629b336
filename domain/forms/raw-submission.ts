import type { Expectation } from "../reasons/index.ts";

/**
 * A submitted form as text, by field name. A `list` has one entry in each line; for a checklist `<field>.<item>` is `ok`, `finding` or `na`, with
 * `.note` and `.severity` beside it; for a matrix `<field>.<row>.<column>` is `yes` or a number, and `<field>.<row>.reason` the reason for an
 * incomplete row.
 */
export type RawSubmission = Readonly<Record<string, string>>;

/** The parsed value of a field with several keys; undefined: it was left out. */
export interface ReadAnswer<Value> {
  value: Value | undefined;
  problems: Problem[];
}

export interface Problem {
  /** Name of the field, or key of the part, that is invalid. */
  field: string;
  value: string;
  expected: Expectation;
}
export const longestNote = 2_000;

/** The value of a key, trimmed and without characters that a database cannot store; empty if it is absent. */
export function typed(raw: RawSubmission, key: string): string {
  const value: unknown = Object.hasOwn(raw, key) ? raw[key] : "";
  return typeof value === "string"
    ? value
        .replaceAll("\0", "")
        .replace(/\p{Cs}/gu, "\ufffd")
        .trim()
    : "";
}
