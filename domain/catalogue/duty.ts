import type { PolicyName } from "../escalation/policy-names.ts";
import type { PackList, PackPrompt } from "../hazards/hazard-pack.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Cadence, Kind, LocalDate, Mark, OrganizationType, Registration, Role, Text } from "../terms.ts";
import type { DueRule } from "./due-rule.ts";

/** Types of form fields; see {@link FormField.type} for their values. */
export const fieldTypes = [
  "text",
  "date",
  "number",
  "money",
  "file",
  "list",
  "findings",
  "choice",
  "checklist",
  "matrix",
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Formats of a text of one line. They only help with typing; validation does not depend on them (domain/forms/submission.ts). */
export const lineFormats = ["words", "url", "address", "time"] as const;
export type LineFormat = (typeof lineFormats)[number];

/** A field of a form. The page, the command line and the validation of a submission are derived from it. */
export interface FormField {
  /** Key in the submission's data; kebab-case. */
  name: string;
  /** `text` free text · `date` YYYY-MM-DD · `number` of people, times or things: whole, not below 0 ·
   * `money` in yuan with two decimals, not below 0 · `file` one or more files ·
   * `list` one entry a line · `findings` one finding a line · `choice` one of `options` ·
   * `checklist` each of `items` in order, with a finding, or not applicable · `matrix` each of `items` for each row of the task */
  type: FieldType;
  label: Text;
  required: boolean;
  /**
   * For a text of one line: `words` a name, a place, a number · `url` an address that a gate requires to begin with https:// · `address` where
   * something can be found, usually on a website · `time` a time of day
   */
  line?: LineFormat;
  /** For a date: it is in the past, today at the latest. */
  past?: true;
  /** For a number: it must not exceed this other number of the form. */
  notAbove?: string;
  /** Required if that choice has this value. */
  when?: { field: string; is: string };
  /** Required if that field (not a checklist or matrix) is empty: one of the two is sufficient. */
  unless?: string;
  options?: readonly { value: string; label: Text }[];
  /** Items of a checklist, columns of a matrix. */
  items?: readonly Item[];
  /** The list of a hazard pack that replaces or extends the items; the items here are those of the guideline's own hazard. */
  pack?: PackList;
  /** Its label is completed with a suggestion of the hazard pack. */
  prompt?: PackPrompt;
  /** For a matrix: cells contain numbers, and one below the row's minimum requires a reason. */
  counted?: true;
  /**
   * For a list, findings or a checklist: the event that each entry raises.
   * @default "finding" for `findings`; none for the others
   */
  raises?: EventName;
  /** The value that means "nothing to report"; a form of such fields can be submitted with one checkbox (domain/forms/draft.ts). */
  nothing?: Text;
  /** Severity of a finding if the finder does not state one. @default "major" */
  grade?: Severity;
}

/** An item of a checklist, or a column of a matrix. */
export interface Item {
  /** kebab-case, unique in its field. */
  name: string;
  label: Text;
  /** The row that it checks: organizations to which this row does not apply are not asked. */
  row?: string;
}

/** Events that start duties (docs/duties.md). */
export const events = [
  "policy-issued",
  "staff-joined",
  "staff-left",
  "legal-representative-changed",
  "head-changed",
  "roster-changed",
  "site-changed",
  "version-approved",
  "drill-held",
  "hazard-opened",
  "hazard-closed",
  "incident",
  "reminder-needed",
  "finding",
  "resolution-passed",
  "matter-planned",
  "gathering-planned",
  "campaign-planned",
  "campaign-started",
  "campaign-ended",
  "donation-received",
  "spending",
  "registration-changed",
  "call-issued",
  "opinion-raised",
  "difficulty-raised",
  "request-raised",
  "opinion-accepted",
  "project-started",
  "need-identified",
  "service-planned",
  "participation-planned",
  "major-event",
  "mutual-aid-ended",
] as const;
export type EventName = (typeof events)[number];

/** A row of the catalogue. */
export interface Duty {
  /** `1` … `70`, `22a`, `40b`: never reused; part of every case's key. */
  number: string;
  /** Clause of the guideline, such as `二(二)4`. */
  clause: string;
  /** Text of the guideline, verbatim. */
  quote: string;
  title: Text;
  /** Roles that do it; the first one that somebody holds. Several share a duty (heads and party heads). */
  roles: readonly Role[];
  /** Code in the catalogue's column "Who": `SEC`, `HD+PH`, `ORG` … */
  who: string;
  /** Types of organization to which it applies. */
  types: readonly OrganizationType[] | "ALL";
  /** Only for organizations with a party organization. */
  party?: true;
  /** Only for charities (慈善组织), see `isCharity`. */
  charity?: true;
  /** Only for organizations that may not raise funds from the public. */
  unqualified?: true;
  /** Only for organizations with a supervising authority (业务主管单位), or only for those without one. */
  supervised?: boolean;
  /** Only for organizations with one of these registrations. */
  registrations?: readonly Registration[];
  /** Only for organizations with this mark. */
  mark?: Mark;
  /** Default cadence; the guideline itself gives none. */
  cadence?: Cadence;
  /** Days of the year (MM-DD) on which a yearly duty opens and is due, where a statute names them; they do not move. */
  days?: { opens: string; due: string };
  /** The duty concerns a past period: it opens on the first business day of the next one, and is due on the business day with this number. */
  dueInNext?: number;
  /** D, counted from a day in the case's facts, for a duty that an event starts. */
  due?: DueRule;
  /** Names of its statutory deadlines, with sources and status. */
  deadlines?: readonly string[];
  /** Events that start it. */
  events: readonly EventName[];
  /** The form. */
  evidence: readonly FormField[];
  done: Text;
  kind: Kind;
  /** Default escalation policy. */
  policy: PolicyName;
}

/** Duties of a jurisdiction. */
export interface DutyPack {
  name: string;
  /** Where its text was published. */
  source: Text;
  /** The title under which its clauses are cited; absent: each clause names its statute. */
  cited?: Text;
  /** For a pack with a single text: where it can be read, and when it was last read. In other packs each statute has its own. */
  text?: { publication: Text; address: string; readOn: LocalDate };
  duties: readonly Duty[];
}

/** V: verified in a stored text · P: read only as quoted elsewhere · R: recalled from memory, to be confirmed. */
export type Status = "V" | "P" | "R";

/** A statutory deadline, with its source, so that an administrator can check and correct it. */
export interface Deadline {
  /** kebab-case, unique. */
  name: string;
  /** Such as `《慈善法》（2023年修正）第七十九条第二款`. */
  source: Text;
  rule: Text;
  status: Status;
  /** Such as `第七十九条第二款`; empty: the article is not known. */
  article: string;
  /** The publication in which its text can be read, and which version. */
  publication: Text;
  /** Web address of the publication. */
  address: string;
  /** Day on which it was last read: the text itself (V), or where it is quoted (P); null: never. */
  readOn: LocalDate | null;
  /** The value for computations; absent: the rule gives no day. */
  figure?: DeadlineFigure;
}

/**
 * `before`: N days before an event, moved back to a workday · `after`: within N days after, moved forward · `every`: a cadence · `by`: a day of the
 * year.
 */
export type DeadlineFigure =
  | { type: "before" | "after"; days?: number; months?: number; roll: boolean }
  | { type: "every"; days?: number; months?: number; roll: boolean }
  | { type: "by"; month: number; day: number; roll: boolean };
