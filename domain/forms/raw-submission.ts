import type { Expectation } from "../reasons/index.ts";

/**
 * What a form sent, as text, whatever the type: by the names of its fields. A `list` has one entry a line; of a checklist
 * `<field>.<item>` is `ok`, `finding` or `na`, beside it `.note` and `.severity`; of a matrix `<field>.<row>.<column>` is `yes` or
 * a number, and `<field>.<row>.reason` why something is not.
 */
export type RawSubmission = Readonly<Record<string, string>>;

/** What was read of a field that has several keys; undefined: it was left out. */
export interface ReadAnswer<Value> {
  value: Value | undefined;
  problems: Problem[];
}

export interface Problem {
  /** Name of the field, or key of the part of it that is wrong. */
  field: string;
  value: string;
  expected: Expectation;
}
export const longestNote = 2_000;

/** What a key holds, without the white space around it and what no database keeps; empty where it is not there. */
export function typed(raw: RawSubmission, key: string): string {
  const value: unknown = Object.hasOwn(raw, key) ? raw[key] : "";
  return typeof value === "string"
    ? value
        .replaceAll("\0", "")
        .replace(/\p{Cs}/gu, "\ufffd")
        .trim()
    : "";
}
