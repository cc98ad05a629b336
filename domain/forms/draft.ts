import type { FormField } from "../catalogue/duty.ts";
import type { LanguageCode } from "../terms.ts";
import { textIn } from "../words.ts";
import { itemKeys } from "./checklist.ts";
import type { RawSubmission } from "./raw-submission.ts";
import { typed } from "./raw-submission.ts";
import type { Row } from "./rows.ts";
import { keysOf } from "./submission.ts";

/** Maximum number of characters of a draft: a matrix of 200 rows and a long report. */
export const longestDraft = 200_000;

/** The part of what was typed that belongs to a form, without empty values and severities of items without a finding. */
export function draftOf(
  fields: readonly FormField[],
  rows: readonly Row[],
  raw: RawSubmission,
): Record<string, string> {
  const known = fields.flatMap((field) => (field.type === "file" ? [] : keysOf(field, rows)));
  const idle = new Set(fields.flatMap((field) => idleSeverities(field, raw)));
  const draft: Record<string, string> = {};
  for (const key of known) {
    const value = typed(raw, key);
    if (value !== "" && !idle.has(key)) draft[key] = value;
  }
  return draft;
}

const idleSeverities = (field: FormField, raw: RawSubmission): string[] =>
  (field.type === "checklist" ? (field.items ?? []) : []).flatMap((item) => {
    const { answer, severity } = itemKeys(field, item);
    return typed(raw, answer) === "finding" ? [] : [severity];
  });

/** Whether two drafts are equal. */
export function isSameDraft(one: RawSubmission, other: RawSubmission): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => typed(one, key) === typed(other, key));
}

/** Answers that mean "nothing to report". Only a form whose required fields all define such a value has them. @returns null: this form has not */
export function nothingToReport(fields: readonly FormField[], language: LanguageCode): Record<string, string> | null {
  const needed = fields.filter(({ required, unless }) => required || unless !== undefined);
  if (needed.length === 0 || needed.some(({ nothing }) => nothing === undefined)) return null;
  return Object.fromEntries(needed.map(({ name, nothing }) => [name, nothing ? textIn(nothing, language) : ""]));
}
