import type { EventName, FormField } from "../catalogue/duty.ts";
import type { Severity } from "../procedures/severity.ts";
import type { ItemAnswer } from "./checklist.ts";

/** Something named in a submission that starts a case of its own. */
export interface Finding {
  subject: string;
  severity: Severity;
  raises: EventName;
  /** The field in which it was named. */
  field: string;
  item?: string;
}

/** Accepted words for severities; 紧急 and 较重 are the product's own names. */
const grades: Readonly<Record<string, Severity>> = {
  critical: "critical",
  major: "major",
  minor: "minor",
  严重: "critical",
  紧急: "critical",
  较大: "major",
  较重: "major",
  一般: "minor",
};
const graded = /^\s*(critical|major|minor|严重|紧急|较大|较重|一般)\s*[:：]\s*(\S.*)$/isu;

/**
 * What a stored submission raises, in the order of the form and its entries. A finding's position is part of its case's key, so nothing may be
 * inserted before existing ones. Never throws: anything not in today's format raises nothing.
 * @param fields the step's form
 * @param result a task's result
 */
export function findingsOf(fields: readonly FormField[], result: Readonly<Record<string, unknown>> | null): Finding[] {
  return fields.flatMap((field) => {
    const entries = result && Object.hasOwn(result, field.name) ? result[field.name] : undefined;
    const raises = raisedBy(field);
    if (raises === undefined || !Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown): Finding[] => {
      const found = field.type === "checklist" ? itemFinding(field, entry) : lineFinding(field, entry);
      return found ? [{ ...found, raises, field: field.name }] : [];
    });
  });
}

/** The event that each entry of a field raises. */
export function raisedBy(field: FormField): EventName | undefined {
  if (field.type === "findings") return field.raises ?? "finding";
  return field.type === "list" || field.type === "checklist" ? field.raises : undefined;
}

type Found = Pick<Finding, "subject" | "severity" | "item">;

/** Parses a line; a severity may precede a finding: `critical: …`, `严重：…`. Entries of a list have none. */
function lineFinding(field: FormField, entry: unknown): Found | undefined {
  if (typeof entry !== "string" || entry.trim() === "") return undefined;
  const [, grade, subject] = (field.type === "findings" && graded.exec(entry)) || [];
  const severity = grade === undefined ? undefined : grades[grade.toLowerCase()];
  return { subject: oneLine(subject ?? entry), severity: severity ?? field.grade ?? "major" };
}

/** The finding at an item, with the item's name in the language of the note. */
function itemFinding(field: FormField, entry: unknown): Found | undefined {
  const { item, answer, note, severity } = (typeof entry === "object" && entry !== null ? entry : {}) as ItemAnswer;
  if (answer !== "finding" || typeof item !== "string" || typeof note !== "string") return undefined;
  const label = field.items?.find((one) => one.name === item)?.label;
  const chinese = /\p{Script=Han}/u.test(note);
  const place = label ? (chinese ? `${label.zh}：` : `${label.en}: `) : "";
  const known = typeof severity === "string" && Object.hasOwn(grades, severity) ? grades[severity] : undefined;
  return { subject: `${place}${oneLine(note)}`, severity: known ?? field.grade ?? "major", item };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
