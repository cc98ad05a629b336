import type { PolicyName } from "../escalation/policy-names.ts";
import type { PackList, PackPrompt } from "../hazards/hazard-pack.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Cadence, Kind, LocalDate, Mark, OrganizationType, Registration, Role, Text } from "../terms.ts";
import type { DueRule } from "./due-rule.ts";

/** Types of form fields, with what each is answered with: see {@link FormField.type}. */
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

/** What a text of one line is. A page helps to type it; what is taken is the same (domain/forms/submission.ts). */
export const lineFormats = ["words", "url", "address", "time"] as const;
export type LineFormat = (typeof lineFormats)[number];

/** One thing asked of the one who submits: the page, the CLI and the check of a submission are all made from it. */
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
   * Of a text: it is of one line. `words` a name, a place, a number · `url` one that a gate asks to begin with https:// ·
   * `address` where something can be found, mostly on a website · `time` of day
   */
  line?: LineFormat;
  /** Of a date: of something that has happened, so today at the latest. */
  past?: true;
  /** Of a number: not more than that other number of the form. */
  notAbove?: string;
  /** Required where that choice was answered so. */
  when?: { field: string; is: string };
  /** Required where that one (not a checklist or a matrix) is left empty: either of the two will do. */
  unless?: string;
  options?: readonly { value: string; label: Text }[];
  /** Items of a checklist, columns of a matrix. */
  items?: readonly Item[];
  /** The list of a hazard pack that its items are, or are added to; those of the guideline's own hazard stand here. */
  pack?: PackList;
  /** Its label names what a hazard pack suggests. */
  prompt?: PackPrompt;
  /** Of a matrix: each cell takes a number, and one below the row's minimum needs a reason. */
  counted?: true;
  /**
   * In a list, findings or checklist: the event that each entry raises.
   * @default "finding" of `findings`; of the others none
   */
  raises?: EventName;
  /** What it is answered with where there was nothing to report; a form may then be handed in by one tick (domain/forms/draft.ts). */
  nothing?: Text;
  /** How grave a finding is where the finder does not say. @default "major" */
  grade?: Severity;
}

/** A line of a checklist, a column of a matrix. */
export interface Item {
  /** kebab-case, once in its field. */
  name: string;
  label: Text;
  /** Row that it looks into: whoever does not have that row is not asked it. */
  row?: string;
}

/** Something that happened and starts a duty (see docs/duties.md). */
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
  /** `1` … `70`, `22a`, `40b`: never reused, part of every case's key. */
  number: string;
  /** Clause of the guideline, e.g. `二(二)4`. */
  clause: string;
  /** Words of the guideline, letter by letter. */
  quote: string;
  title: Text;
  /** Who does it; the first that somebody holds. Several stand for a shared duty (heads and party heads). */
  roles: readonly Role[];
  /** The code of the catalogue's column "Who": `SEC`, `HD+PH`, `ORG` … */
  who: string;
  /** Organizations it applies to. */
  types: readonly OrganizationType[] | "ALL";
  /** Only where the organization has a party organization. */
  party?: true;
  /** Only where it is a charity (慈善组织), see `isCharity`. */
  charity?: true;
  /** Only where the organization may not raise funds in public. */
  unqualified?: true;
  /** Only where it has a supervising authority (业务主管单位), or only where it has none. */
  supervised?: boolean;
  /** Only of organizations that are registered so. */
  registrations?: readonly Registration[];
  /** Only where the organization is marked so. */
  mark?: Mark;
  /** Default cadence; the guideline itself gives no figure. */
  cadence?: Cadence;
  /** Days of the year (MM-DD) on which a yearly duty opens and is due, where a law names the day; it does not roll. */
  days?: { opens: string; due: string };
  /** It is of a period that is over: it opens on the first business day of the next, and is due on the one with this number. */
  dueInNext?: number;
  /** D counted from a day in the case's facts, where an event starts it. */
  due?: DueRule;
  /** Names of the statutory deadlines that it is of: their sources and status. */
  deadlines?: readonly string[];
  /** Events that start it. */
  events: readonly EventName[];
  /** What is asked for. */
  evidence: readonly FormField[];
  done: Text;
  kind: Kind;
  /** The default escalation policy. */
  policy: PolicyName;
}

/** Duties of a jurisdiction. */
export interface DutyPack {
  name: string;
  /** Where the text stands. */
  source: Text;
  /** Under which title its clauses are cited; absent: each clause names its own law. */
  cited?: Text;
  /** Of a pack that is one text: where that can be read, and when it was read last. Each law of the others has its own. */
  text?: { publication: Text; address: string; readOn: LocalDate };
  duties: readonly Duty[];
}

/** V: the wording was read in a stored text · P: read only as quoted elsewhere · R: recalled, to be confirmed. */
export type Status = "V" | "P" | "R";

/** A statutory deadline around the duties, shipped with its source, so that an administrator can see and correct it. */
export interface Deadline {
  /** kebab-case, unique. */
  name: string;
  /** e.g. `《慈善法》（2023年修正）第七十九条第二款` */
  source: Text;
  rule: Text;
  status: Status;
  /** e.g. `第七十九条第二款`; empty: its article was not seen. */
  article: string;
  /** Where its text can be read: name of the publication, and which text that is. */
  publication: Text;
  /** Web address of the publication. */
  address: string;
  /** Day on which it was read last: the text itself (V), or where it is quoted or reported (P); null: never. */
  readOn: LocalDate | null;
  /** The figure a machine uses; absent where the rule has no day. */
  figure?: DeadlineFigure;
}

/** `before`: N days before an event, rolls back to a workday · `after`: within N after, rolls forward · `every`: a cadence · `by`: a day of the year. */
export type DeadlineFigure =
  | { type: "before" | "after"; days?: number; months?: number; roll: boolean }
  | { type: "every"; days?: number; months?: number; roll: boolean }
  | { type: "by"; month: number; day: number; roll: boolean };
