import type { Figure } from "../forms/figures.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Lateness } from "../tasks/lateness.ts";
import { type ReportCadence, reportAnswer, reportNames } from "../tasks/outlook.ts";
import { verbs } from "../tasks/task-states.ts";
import type { LanguageCode, LocalDate, Role, Shape, Text, Zone } from "../terms.ts";
import type { EmergencyNumber } from "./emergency-numbers.ts";
import { handoverReasons } from "./handover.ts";

/** What the reader is to the task. `asker` is the requester: notices are stored with these values, so they keep their names. */
export const parts = ["doer", "verifier", "supervisor", "copy", "participant", "asker"] as const;
export type Part = (typeof parts)[number];

/** Acts of which people are notified at once. */
export const happenings = [
  ...verbs,
  ...reportNames,
  reportAnswer,
  "progress",
  "closed",
  "withdrawn",
  "level",
  "calendar",
  ...handoverReasons,
] as const;
export type Happening = (typeof happenings)[number];

/** One line of the story so far, for supervisors. */
export interface StoryLine {
  at: Date;
  /** What happened: a verb of the event log, or the outcome of a message (`sent-email`, `held-sms`) … */
  verb: string;
  /** … and who did it, or to whom it was sent: names of people or roles. */
  who: readonly string[];
  note?: string;
  /** For a held message: until when. */
  until?: Date;
  /** Why a message is held or was dropped: a key of the words `heldBecause` or `dropped`. */
  because?: string;
}

/** A danger; it comes first in every message about it. */
export interface Alarm {
  severity: Severity;
  /** Numbers to call, most likely one first. */
  call: readonly EmergencyNumber[];
  /** Who reported it, with their number if they gave one, for those who handle it. */
  reporter?: { name: string; phone?: string };
}

/** A circular, as the mail that requests its task contains it. */
export interface CircularWords {
  title: string;
  /** The issuer: kind of authority, and name of the person who issued it. */
  source: Text;
  issuer?: string;
  at: Date;
  /** The whole text if it is short; otherwise its first lines. */
  text: string;
  /** The text was shortened. */
  cut: boolean;
  /** It has a file. */
  file: boolean;
}

/** One item of a message, to be rendered by a language. */
export interface Item {
  shape: Exclude<Shape, "digest">;
  part: Part;
  /** Its task: several items about one task are counted once. */
  taskId?: string;
  organization: string;
  /** `clause`: as an office cites it (domain/catalogue/citation.ts). */
  duty: { number: string; clause: Text; quote: string; gloss?: string; title: Text };
  /** What is to be done: the step of the procedure ("set the date of the drill"). */
  task: Text;
  /** Its subject: the text of a finding, the name of a campaign. */
  subject?: string;
  /** The duty, if neither the step's title nor a subject distinguishes it from the same step of another duty. */
  beside?: Text;
  /** Where participants meet. */
  place?: string;
  /** The reader's due instant: the doer's D, or that of the verdict. Shown in `zone`. */
  due: Date;
  zone: Zone;
  /** When it is sent: an instant today or tomorrow is named so. */
  now?: Date;
  /** It has passed. */
  past?: boolean;
  /** It waits for a verdict, and the instant is the verdict's. */
  awaitsVerdict?: boolean;
  /** The act that caused it: a verb, the closing of the organization, or the withdrawal of the circular; absent: the ladder did. */
  act?: Happening;
  /** The requested day. */
  askedUntil?: Date;
  /** The statutory source of the day, with its status. */
  basis?: Text;
  /** How late it is; absent before D. */
  late?: Lateness;
  alarm?: Alarm;
  /** A level at `response` has begun: it comes before the reader's other items. */
  first?: true;
  issued?: CircularWords;
  /** Figures computed for the reader ("Received: ¥12,000.00"). */
  figures?: readonly Figure[];
  /** Why it was returned, refused, pressed or extended. */
  reason?: string;
  /** Name of the supervisor who wrote it. */
  from?: string;
  /** Name of the new doer, for those who had the task before. */
  to?: string;
  /** The role from which a rung was escalated to this reader: it is vacant or (`own`) its holder did the work; it was to verify (`verifies`). */
  vacant?: { role: Role; own?: boolean; verifies?: boolean };
  /** It is belated (an outage, a pause), which its text mentions. */
  belated?: boolean;
  /** How often progress reports are requested. */
  reports?: ReportCadence;
  /** Whom its ladder will reach if nobody acts, and whether its doer may request an extension or reassign it; absent: not mentioned. */
  ahead?: { above: readonly Role[]; extends: boolean; passes: boolean };
  /** How often in a row the duty was missed before. */
  missed?: number;
  /** The due day is beyond the announced calendar and may move. */
  provisional?: boolean;
  story?: readonly StoryLine[];
  /** Absolute link to the task; absent for readers who cannot act. */
  link?: string;
  /** Short code of the link, a variable of the SMS template. */
  code?: string;
  /** Why this reader is a recipient, in words ("you are on the secretariat of …, 1 business day before, policy …"). */
  why: Text;
}

/** One message to one person: a single item has its own shape; several are a digest. */
export interface Message {
  to: { name: string; language: LanguageCode };
  items: readonly Item[];
  /** Items sent at the same time over the other channel: counted with these, so that mail and SMS agree. */
  beside?: readonly Item[];
  /** Identifies the message at its provider. A link to a page of all its tasks names it, since links are used in several messages. */
  reference?: string;
  /** Sender in the footer. */
  sender: string;
  /** Link to the page that explains why each item was sent to this reader; absent: no item has a link. */
  whyLink?: string;
}

export interface Email {
  subject: string;
  text: string;
  html: string;
}

/** An SMS as providers in China accept it: an approved template and short variables (Aliyun: 1–20 characters each). */
export interface Sms {
  template: string;
  variables: Readonly<Record<string, string>>;
  /** The complete text with the signature. */
  text: string;
  /** The same template for a provider with variables of at most six characters. */
  brief: { variables: Readonly<Record<string, string>>; text: string };
}

/** A direct message, about no task, to an address. It contains no text written by strangers. */
export type Note =
  | { kind: "code"; name: string; code: string; sender: string }
  | { kind: "receipt"; number: string; link: string; sender: string }
  | { kind: "my"; name: string; link: string; sender: string }
  /** `host`: of the address; `gone`: it responded that it no longer exists (410). */
  | { kind: "webhook-paused"; name: string; host: string; gone: boolean; sender: string }
  | {
      kind: "delegate-gone";
      name: string;
      organization: string;
      away: string;
      delegate: string;
      link: string;
      sender: string;
    }
  | ViewNote
  | AbsenceNote;

/** A saved view, weekly. */
export interface ViewNote {
  kind: "view";
  name: string;
  /** Its name. */
  view: string;
  /** Number of rows of its table. */
  count: number;
  /** Its counts and its most urgent rows, a line each in the reader's language; and the number of further rows. */
  done: readonly string[];
  waits: readonly string[];
  more: number;
  link: string;
  /** Link to the page that ends the weekly mail. */
  end: string;
  sender: string;
}

/** An absence: at its beginning to the delegate, at its end to the person who was away, with what was done and what waits. */
export interface AbsenceNote {
  kind: "stand-in" | "back";
  name: string;
  organization: string;
  /** The other person: who is away, or who stood in. */
  other: string;
  /** First and last day. */
  from: LocalDate;
  to: LocalDate;
  /** What was submitted meanwhile and by whom, and what waits for the reader, a line each in the reader's language; most urgent first. */
  done: readonly string[];
  waits: readonly string[];
  /** Number of further waiting tasks. */
  more: number;
  link?: string;
  sender: string;
}

/** Renders messages in a language. To add one, add a file here and a line in `languages/index.ts`. */
export interface Language {
  code: LanguageCode;
  email(message: Message): Email;
  /** `linkBase` is the constant part of the template's link, such as `https://duban.example.org/t/`. */
  sms(message: Message, linkBase: string): Sms;
  note(note: Note): Email;
  /** First line about a danger, by severity and report: numbers to call. */
  danger(severity: Severity, reported: string): string;
  /** The SMS of an access code. */
  codeSms(code: string): Sms;
}
