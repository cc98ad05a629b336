import type { FormField, Item } from "../catalogue/duty.ts";
import { isSeverity, type Severity, severities } from "../procedures/severity.ts";
import { expected } from "../reasons/index.ts";
import type { Problem, RawSubmission, ReadAnswer } from "./raw-submission.ts";
import { longestNote, typed } from "./raw-submission.ts";

/** The stored answer to an item of a checklist. */
export interface ItemAnswer {
  item: string;
  answer: "ok" | "finding" | "not-applicable";
  /** Description of a finding, or a remark. */
  note?: string;
  /** Severity of a finding. */
  severity?: Severity;
}

/** Reference to an item of a form. */
export interface ItemRef {
  field: string;
  item: string;
}

/** Answers in the notation of a form. */
export const answers = { ok: "ok", finding: "finding", na: "not-applicable" } as const;
export type RawAnswer = keyof typeof answers;
export const rawAnswers = Object.keys(answers) as RawAnswer[];

/** Keys of one item in a submission. */
export function itemKeys(
  field: FormField,
  item: Item,
): { answer: string; note: string; severity: string; photo: string } {
  const answer = `${field.name}.${item.name}`;
  return { answer, note: `${answer}.note`, severity: `${answer}.severity`, photo: `${answer}.photo` };
}

/** The items for which a form takes photos. */
export const itemsShown = (fields: readonly FormField[]): ItemRef[] =>
  fields.flatMap((field) =>
    field.type === "checklist" ? (field.items ?? []).map((item) => ({ field: field.name, item: item.name })) : [],
  );

/** A photo of an item, named after it, so that the file says what it shows. */
export const photoOf = <File extends { name: string }>(about: ItemRef, file: File): File & { about: ItemRef } => ({
  ...file,
  name: `${about.item}-${file.name}`,
  about,
});

/** Parses a checklist; if it is optional, items may be left out. */
export function readChecklist(field: FormField, raw: RawSubmission): ReadAnswer<ItemAnswer[]> {
  const read: ItemAnswer[] = [];
  const problems: Problem[] = [];
  for (const item of field.items ?? []) {
    const keys = itemKeys(field, item);
    const [value, note, severity] = [keys.answer, keys.note, keys.severity].map((key) => typed(raw, key)) as Typed;
    const answer = answerOf(value);
    if (answer === undefined) {
      if (field.required || value !== "" || note !== "" || severity !== "")
        problems.push({ field: keys.answer, value, expected: expected("one-of", { options: rawAnswers }) });
      continue;
    }
    const found = answer === "finding";
    if (found && note === "") problems.push({ field: keys.note, value: "", expected: expected("what-was-found") });
    else if (note.length > longestNote)
      problems.push({ field: keys.note, value: note, expected: expected("text", { most: longestNote }) });
    if (severity !== "" && !found)
      problems.push({ field: keys.severity, value: severity, expected: expected("severity-of-finding") });
    else if (severity !== "" && !isSeverity(severity))
      problems.push({ field: keys.severity, value: severity, expected: expected("one-of", { options: severities }) });
    read.push({
      item: item.name,
      answer,
      ...(note !== "" && { note }),
      ...(found && { severity: isSeverity(severity) ? severity : (field.grade ?? "major") }),
    });
  }
  return { value: read.length > 0 ? read : undefined, problems };
}

type Typed = [value: string, note: string, severity: string];

function answerOf(value: string): ItemAnswer["answer"] | undefined {
  const known = rawAnswers.find((one) => one === value || answers[one] === value);
  return known && answers[known];
}
