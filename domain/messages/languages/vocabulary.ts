import type { Severity } from "../../procedures/severity.ts";
import type { Lateness } from "../../tasks/lateness.ts";
import type { LanguageCode, Role, Shape, Zone } from "../../terms.ts";
import type { Counts } from "../counts.ts";
import type { EmergencyNumber } from "../emergency-numbers.ts";
import type { Item, Note, Part } from "../message.ts";
import type { Moment } from "./moment.ts";
import type { NoteWords } from "./note-words.ts";

/** Shapes of one item. */
export type Single = Item["shape"];

/** The parts of a subject line: clean, short, on one line. */
export interface Headline {
  /** What the reader has to do, with its subject. */
  what: string;
  part: Part;
  due: Moment;
  /** The due instant has passed. */
  past: boolean;
  /** Null: not late, or by less than an hour. */
  late: Lateness | null;
  /** What is due is a verdict. */
  verdict: boolean;
}

/** An act, for the people who are notified of it. */
export interface ActHeadline extends Headline {
  /** Who acted. */
  by: string;
  /** Who has the task now, if it was reassigned; otherwise empty. */
  to: string;
  /** The requested day; absent: none. */
  until: Moment | undefined;
  /** What a supervisor can do about it, in a sentence, and whether an extension is among it. */
  ways: string;
  extends: boolean;
  /** How often progress reports are requested, in words. */
  every: string;
}

/** Words of one shape. */
export interface ShapeWords {
  /** The coloured label above the title, if it is not late. */
  badge: string;
  /** The subject without the organization: state, due day and task within the first 40 characters. */
  subject(headline: Headline): string;
  /** What the reader is asked to do, in one or two sentences. */
  lead: Readonly<Record<Part, string>>;
  /** Text of the main button. */
  button: Readonly<Record<Part, string>>;
  /** It says what happens if nobody acts. */
  warns: boolean;
  /** Label of the due instant; absent: it is not shown. */
  dueLabel?: string;
  /** Label of the reason. */
  reasonLabel: string;
}

/** What a supervisor may do about a task: extend, reassign, waive. */
export interface Ways {
  extends: boolean;
  passes: boolean;
  waives: boolean;
}

/** What happens if nobody acts. */
export interface Otherwise {
  part: Part;
  past: boolean;
  /** A danger before its D: its ladder goes up within minutes. */
  danger: boolean;
  /** Roles that its ladder will reach. */
  above: readonly Role[];
  /** Its doer may request an extension, and reassign it. */
  extends: boolean;
  passes: boolean;
}

/** Who is notified of which act at once, and in which part: each has its own words. A return to the doer is the shape `returned`. */
export const actNotices = [
  "submit/doer",
  "submit/supervisor",
  "accept/doer",
  "return/supervisor",
  "ask-extension/verifier",
  "ask-extension/supervisor",
  "grant-extension/doer",
  "refuse-extension/doer",
  "delegate/doer",
  "delegate/copy",
  "report-at-risk/supervisor",
  "report-blocked/supervisor",
  "answer-report/doer",
  "ask-reports/doer",
  "progress/doer",
  "not-mine/supervisor",
  "reassign/doer",
  "reassign/copy",
  "take-on/doer",
  "press/doer",
  "waive/doer",
  "cancel/doer",
  "closed/doer",
  "closed/verifier",
  "withdrawn/doer",
  "level/participant",
  "calendar/participant",
  "new-role/doer",
  "new-role/verifier",
  "new-address/doer",
  "new-address/verifier",
] as const;
export type ActNotice = (typeof actNotices)[number];

/** Words of an act, before and after D. */
export interface ActWords {
  badge: string;
  subject(headline: ActHeadline): string;
  lead(headline: ActHeadline): string;
  /** Label of the text that the actor wrote. */
  reasonLabel: string;
  /** Text of the main button. */
  button: string;
  /** Whether it requires something, so that it says what happens if nobody acts. */
  asks: boolean;
}

/** Words of a danger. */
export interface AlarmWords {
  /** Severity in a word. */
  grade: Readonly<Record<Severity, string>>;
  /** Subject: what it is, severity, time. */
  subject(headline: Headline, grade: string, call: string): string;
  /** Numbers to call, and the reporter. */
  lines(grade: string, call: readonly EmergencyNumber[], reporter: string): string;
  /** What each reader is asked to do, before and after D. */
  lead(headline: Headline): string;
  /** Title: what it is, then what is to be done. */
  title(about: string, task: string): string;
}

/** Text of an SMS template before the link; `{what}`, `{date}`, `{do}`, `{state}` and counts are its variables. */
export interface SmsWords {
  /** For a reader with a link, which follows. */
  act: string;
  /** For a reader without one. */
  read: string;
}

/** Template of an SMS: for one item its shape; for several a digest, or what is to be done if nothing else waits; a danger; a level. */
export type SmsShape = Shape | "toDo" | "toDoLate" | "toVerify" | "raised" | "digestLate" | "alarm" | "level";

/** Acts for which a supervisor reads an SMS about a task that may be in time: it says the act instead of "not settled". */
export const smsCauses = ["report-at-risk", "report-blocked", "return"] as const;
export type SmsCause = (typeof smsCauses)[number];

/** The words of a language. The layout is the same for all (html.ts, text.ts). A missing shape does not compile. */
export interface Vocabulary {
  code: LanguageCode;
  shapes: Readonly<Record<Single, ShapeWords>>;
  acts: Readonly<Record<ActNotice, ActWords>>;
  otherwise(outcome: Otherwise): string;
  /** What a supervisor can do about it. */
  ways(ways: Ways): string;
  /** Precedes what is to be verified. */
  toVerify(what: string): string;
  alarm: AlarmWords;
  digest: {
    /** Several organizations, named by the first. */
    several(organization: string, organizations: number): string;
    subject(count: Counts, organization: string, organizations: number): string;
    title(count: Counts): string;
    /** The same of a mail that requires nothing, whose entries have all ended in one way. @param badge that of each */
    ended(badge: string, count: Counts, organization: string, organizations: number): string;
    lead: string;
    /** First sentence of a mail that requires nothing. */
    idleLead: string;
    /** Line below the entries: number of further open items. */
    rest(more: number): string;
    /** Text of its link. */
    all: string;
    handover: string;
    /** Text of the link to a sheet. @param organization empty: the mail is about one */
    sheet(tasks: number, organization: string): string;
    /** One line for all settled items, and one for all copies. */
    settled(count: number): string;
    copies(count: number): string;
  };
  sms: Readonly<Record<SmsShape, SmsWords>>;
  /** Words of direct messages, and the SMS of an access code (`{code}`). */
  notes: Readonly<Record<Note["kind"], NoteWords>>;
  smsCode: string;
  /** How an SMS names its subject. */
  smsWhat: {
    of(organization: string, task: string): string;
    task(task: string): string;
    /** A duty by its number, beside a step that several duties share. */
    duty(number: string): string;
    /** Place, for participants. */
    at(place: string): string;
    /** Minimum number of characters to which a name is cut. */
    leastCut: number;
    /** Used if the name does not fit, also for a danger and a change of level. */
    one: string;
    danger: string;
    level: string;
  };
  /** Due day. `brief`: for providers with variables of six characters. `begins`: an event begins, so the time of day always matters. */
  smsDate(due: Moment, brief: boolean, begins: boolean): string;
  /** State of an item that is late or waiting. */
  smsState(late: Lateness | null, past: boolean, brief: boolean): string;
  /** The same for a late verdict. `own`: it is the reader's. */
  smsVerdict(late: Lateness | null, past: boolean, brief: boolean, own: boolean): string;
  /** What the SMS of an alarm requires, by when, and what follows. */
  smsBy(due: Moment, brief: boolean): string;
  smsAlarmLate(late: Lateness | null, brief: boolean): string;
  /** State of a task of which a supervisor is notified for one of these acts; and what a report asks of its reader. */
  smsBecause: Readonly<Record<SmsCause | "answer", string>>;
  /** What the reader is asked to do: do, verify, or see to it. */
  smsDo(part: Part): string;
  /** `11月30日` */
  day(moment: Moment): string;
  /** Day and clock: `11月30日18:00`, `今日15:10`. */
  clock(moment: Moment): string;
  /** With year and weekday, for what holds from the beginning of a day. */
  date(moment: Moment): string;
  /** With year, weekday and time. */
  instant(moment: Moment): string;
  /** With the name of its zone. */
  zoned(instant: string, zone: string): string;
  /** Common name of the zone's time. */
  zone(zone: Zone): string;
  /** `已逾期2个工作日`, `已逾期15小时` */
  late(late: Lateness): string;
  greeting(name: string): string;
  /** Joins the subject line with the organization. */
  titled(subject: string, organization: string): string;
  /** What is to be done, with its subject. */
  about(what: string, subject: string): string;
  /** `依据：《…》二（二）4` */
  clause(clause: string): string;
  /** Between a label and its value. */
  colon: string;
  /** Between names. */
  comma: string;
  /** Encloses a note after a name. */
  noted(who: string, note: string): string;
  /** The actor, if not a person. */
  administrator: string;
  /** States that a copy requires nothing of its reader. */
  copied: string;
  /** Why a rung came to this reader. `own`: the role's holder did the work. */
  vacant(role: Role, own: boolean, verifies: boolean): string;
  /** States how many times in a row the duty was missed before. */
  missed(times: number): string;
  belated: string;
  /** The due day is beyond the announced calendar. */
  provisional: string;
  /** Precedes the statutory source of the due day. */
  basis: string;
  /** Label of a verdict's instant, and what a supervisor is told about a missing one. */
  verdict: { dueLabel: string; escalated: string; waits: string };
  /** A circular: heading, issuer, date, that it was shortened, that it has a file. */
  issued: { heading: string; by: string; on: string; cut: string; file: string };
  figures: string;
  story: string;
  /** Until when a message is held, and why. */
  held(until: string, because: string): string;
  earlier(lines: number): string;
  why: string;
  sender: string;
  /** Text of the link to the page with the full explanation. */
  whyLink: string;
  noForward: string;
}
