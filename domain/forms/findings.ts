import type { EventName, FormField } from "../catalogue/duty.ts";
import type { Severity } from "../procedures/severity.ts";
import type { ItemAnswer } from "./checklist.ts";

/** Something that a submission names, and that starts a case of its own. */
export interface Finding {
  subject: string;
  severity: Severity;
  raises: EventName;
  /** Where it was named. */
  field: string;
  item?: string;
}

/** Both ways in which people say it; 紧急 and 较重 are how the product names them itself. */
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
 * What a stored submission raises, in the order of the form and of its entries: a finding's place is part of the key of its
 * case, so that nothing may be put before what is there. Never throws: what is not as it is stored today raises nothing.
 * @param fields the step's form @param result a task's result
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

/** A severity may stand before a finding: `critical: …`, `严重：…`. A list's entries have none. */
function lineFinding(field: FormField, entry: unknown): Found | undefined {
  if (typeof entry !== "string" || entry.trim() === "") return undefined;
  const [, grade, subject] = (field.type === "findings" && graded.exec(entry)) || [];
  const severity = grade === undefined ? undefined : grades[grade.toLowerCase()];
  return { subject: oneLine(subject ?? entry), severity: severity ?? field.grade ?? "major" };
}

/** The item it was found at, in the language of the note, and what was found. */
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
