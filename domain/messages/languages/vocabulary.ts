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

/** What a subject line is made of: clean, short, in one line. */
export interface Headline {
  /** What the reader has to do, with what it is about. */
  what: string;
  part: Part;
  due: Moment;
  /** The due instant has passed. */
  past: boolean;
  /** Null: it is not, or not by an hour. */
  late: Lateness | null;
}

/** What somebody did, as those who are told of it read it. */
export interface ActHeadline extends Headline {
  /** Who did it. */
  by: string;
  /** Whose it is now, where it became somebody else's; else empty. */
  to: string;
  /** The day that was asked for; absent where none was. */
  until: Moment | undefined;
  /** What a supervisor can do about it, in a sentence, and whether more time is among it. */
  ways: string;
  extends: boolean;
  /** How often reports are asked for, in words. */
  every: string;
}

/** Words of one shape. */
export interface ShapeWords {
  /** The coloured label above the title, where it is not late. */
  badge: string;
  /** The subject without the organization: state, by when and what, within the first 40 characters. */
  subject(headline: Headline): string;
  /** What is asked of the reader, a sentence or two. */
  lead: Readonly<Record<Part, string>>;
  /** What the big button says. */
  button: Readonly<Record<Part, string>>;
  /** It says what happens if nothing is done. */
  warns: boolean;
  /** Above the due instant; absent where none is told. */
  dueLabel?: string;
  /** Above the reason. */
  reasonLabel: string;
}

/** What may be done about a task: more time, another doer, and nothing more to do. */
export interface Ways {
  extends: boolean;
  passes: boolean;
  waives: boolean;
}

/** What happens if nothing is done. */
export interface Otherwise {
  part: Part;
  past: boolean;
  /** Roles that its ladder will reach. */
  above: readonly Role[];
  /** Its doer may ask for more time; pass it on. */
  extends: boolean;
  passes: boolean;
}

/** Who hears at once of which act, as what: each has its own words in every language. What is returned to its doer is the shape `returned`. */
export const tellings = [
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
export type ActTelling = (typeof tellings)[number];

/** Words of an act, before and after D. */
export interface ActWords {
  badge: string;
  subject(told: ActHeadline): string;
  lead(told: ActHeadline): string;
  /** Above the words of whoever acted. */
  reasonLabel: string;
  /** What the big button says. */
  button: string;
  /** Whether something is asked, so that it is said what happens if nothing is done. */
  asks: boolean;
}

/** Words of what is dangerous. */
export interface AlarmWords {
  /** How grave, in a word. */
  grade: Readonly<Record<Severity, string>>;
  /** What it is, how grave, by what time. */
  subject(headline: Headline, grade: string): string;
  /** Whom to call first, and who reported it. */
  lines(grade: string, call: readonly EmergencyNumber[], reporter: string): string;
  /** What is asked of each reader, before and after D. */
  lead(headline: Headline): string;
  /** What it is before what is to be done. */
  title(about: string, task: string): string;
}

/** Text of an SMS template before the link; `{what}`, `{date}`, `{do}`, `{state}` and counts are its variables. */
export interface SmsWords {
  /** For a reader with a link, which follows. */
  act: string;
  /** For a reader without one. */
  read: string;
}

/** What an SMS says: of one thing its shape; of several a digest, or what is to be done where nothing else waits; danger; a level. */
export type SmsShape = Shape | "toDo" | "toDoLate" | "toVerify" | "raised" | "digestLate" | "alarm" | "level";

/** A language is words only: how they stand on the page is the same for all (html.ts, text.ts). A missing shape does not compile. */
export interface Vocabulary {
  code: LanguageCode;
  shapes: Readonly<Record<Single, ShapeWords>>;
  acts: Readonly<Record<ActTelling, ActWords>>;
  otherwise(told: Otherwise): string;
  /** What a supervisor can do about it. */
  ways(ways: Ways): string;
  /** Before what is to be verified. */
  toVerify(what: string): string;
  alarm: AlarmWords;
  digest: {
    /** Several organizations, by the first of them. */
    several(organization: string, organizations: number): string;
    subject(count: Counts, organization: string, organizations: number): string;
    title(count: Counts): string;
    lead: string;
    /** Of a mail in which nothing is asked. */
    idleLead: string;
    /** Line under the most urgent: how many more there are of what the reader has to do. */
    rest(more: number): string;
    /** What its link says. */
    all: string;
    /** What the link to one page for several tasks says. @param organization empty: the mail is about one */
    sheet(tasks: number, organization: string): string;
    /** One line for all that is settled, and one for all that is only copied. */
    settled(count: number): string;
    copies(count: number): string;
  };
  sms: Readonly<Record<SmsShape, SmsWords>>;
  /** Messages that are about no task, and the SMS of a code (`{code}`). */
  notes: Readonly<Record<Note["kind"], NoteWords>>;
  smsCode: string;
  /** What the SMS calls what it is about. */
  smsWhat: {
    of(organization: string, task: string): string;
    task(task: string): string;
    /** Of those who are called somewhere. */
    at(place: string): string;
    /** So many characters of a name say something: one that does not fit is cut, but not shorter. */
    leastCut: number;
    /** Where its name does not fit, also that of something dangerous and of a change of level. */
    one: string;
    danger: string;
    level: string;
  };
  /** By when. `brief`: for providers whose variables are six characters long. `begins`: something does, so that the hour counts on any day. */
  smsDate(due: Moment, brief: boolean, begins: boolean): string;
  /** What the SMS says of an item that is late or waits. */
  smsState(late: Lateness | null, past: boolean, brief: boolean): string;
  /** The same where a verdict is what is late. `own`: it is the reader who gives it. */
  smsVerdict(late: Lateness | null, past: boolean, brief: boolean, own: boolean): string;
  /** What the SMS of an alarm asks for, by when, and what it says after that. */
  smsBy(due: Moment, brief: boolean): string;
  smsAlarmLate(late: Lateness | null, brief: boolean): string;
  /** What is asked of a reader: done, verified, or seen to. */
  smsDo(part: Part): string;
  /** `11月30日` */
  day(moment: Moment): string;
  /** Day and clock: `11月30日18:00`, `今日15:10`. */
  clock(moment: Moment): string;
  /** Year, weekday and clock too. */
  instant(moment: Moment): string;
  /** The same with the name of its zone. */
  zoned(instant: string, zone: string): string;
  /** What people call the zone's time. */
  zone(zone: Zone): string;
  /** `已逾期2个工作日`, `已逾期15小时` */
  late(late: Lateness): string;
  greeting(name: string): string;
  /** Joins the subject with the organization. */
  titled(subject: string, organization: string): string;
  /** What it is about, behind what is to be done. */
  about(what: string, subject: string): string;
  /** `依据：《…》二（二）4` */
  clause(clause: string): string;
  /** Between a label and its value. */
  colon: string;
  /** Between names. */
  comma: string;
  /** Around what is said behind something. */
  noted(who: string, note: string): string;
  /** Whoever acted where it was no person. */
  administrator: string;
  /** That a copy asks nothing of its reader. */
  copied: string;
  /** Why a rung has come to this reader. `own`: whoever holds the role did the work. */
  vacant(role: Role, own: boolean, verifies: boolean): string;
  /** That the same duty was not done in its time before, so many times in a row. */
  missed(times: number): string;
  belated: string;
  /** The due day lies beyond the announced calendar. */
  provisional: string;
  /** Before the statutory source of the due day. */
  basis: string;
  /** Above the instant of a verdict, and what a supervisor reads of one that is missing. */
  verdict: { dueLabel: string; escalated: string; waits: string };
  /** A circular: its heading, its issuer and day, that it was cut, that it has a file. */
  issued: { heading: string; by: string; on: string; cut: string; file: string };
  figures: string;
  story: string;
  /** Until when a message is held, and why. */
  held(until: string, because: string): string;
  earlier(lines: number): string;
  why: string;
  sender: string;
  /** Label of the link to the page that says it in full. */
  whyLink: string;
  noForward: string;
}
