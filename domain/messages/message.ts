import type { Figure } from "../forms/figures.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Lateness } from "../tasks/lateness.ts";
import { type ReportCadence, reportAnswer, reportNames } from "../tasks/outlook.ts";
import { verbs } from "../tasks/task-states.ts";
import type { LanguageCode, LocalDate, Role, Shape, Text, Zone } from "../terms.ts";
import type { EmergencyNumber } from "./emergency-numbers.ts";
import { handoverReasons } from "./handover.ts";

/** Who the reader is to the task. */
export const parts = ["doer", "verifier", "supervisor", "copy", "participant", "asker"] as const;
export type Part = (typeof parts)[number];

/** What is told at once when it happens. */
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

/** One line of the story so far, as a supervisor reads it. */
export interface StoryLine {
  at: Date;
  /** What happened, in the words of the machine: a verb of the event log, or what became of a message (`sent-email`, `held-sms`) … */
  verb: string;
  /** … and who did it, or to whom it was sent: names of people or roles. */
  who: readonly string[];
  note?: string;
  /** Of a message that is held: until when. */
  until?: Date;
  /** Why a message is held or was dropped: a key of the words `heldBecause` or `dropped`. */
  because?: string;
}

/** Danger that does not wait for a mail to be read to its end: what it is stands first in whatever is sent of it. */
export interface Alarm {
  severity: Severity;
  /** Numbers to call, the likeliest first. */
  call: readonly EmergencyNumber[];
  /** Who reported it, and their number where they gave one: for those who deal with it. */
  reporter?: { name: string; phone?: string };
}

/** What an authority issued, as the mail that asks for it carries it. */
export interface CircularWords {
  title: string;
  /** Who issued it: the authority's kind, and the name of whoever issued it in its name. */
  source: Text;
  issuer?: string;
  at: Date;
  /** The whole text, where it is short; else its first lines. */
  text: string;
  /** Its text was cut. */
  cut: boolean;
  /** It has a file. */
  file: boolean;
}

/** One thing that is told: what a language turns into words. */
export interface Item {
  shape: Exclude<Shape, "digest">;
  part: Part;
  /** Its task: what is told twice of one task is counted once. */
  taskId?: string;
  organization: string;
  /** `clause`: as an office cites it (domain/catalogue/citation.ts). */
  duty: { number: string; clause: Text; quote: string; gloss?: string; title: Text };
  /** What exactly is to be done: the step of the procedure ("set the date of the drill"). */
  task: Text;
  /** What it is about: a finding's text, a campaign's name. */
  subject?: string;
  /** The duty, where neither the step's title nor a subject tells it from the same step of another. */
  beside?: Text;
  /** Where people come to. */
  place?: string;
  /** The instant that this reader is to keep: the doer's D, or that of the verdict. Shown in `zone`. */
  due: Date;
  zone: Zone;
  /** When it is sent: what is due today or tomorrow says so. */
  now?: Date;
  /** It has passed. */
  past?: boolean;
  /** It waits for a verdict, and the instant is the verdict's. */
  awaitsVerdict?: boolean;
  /** What happened, where that is why it is told: a verb, or that the organization was closed or the circular withdrawn; absent: the ladder says it. */
  act?: Happening;
  /** The day that was asked for. */
  askedUntil?: Date;
  /** The statutory source of the day, and how sure it is. */
  basis?: Text;
  /** How late it is; absent before D. */
  late?: Lateness;
  alarm?: Alarm;
  issued?: CircularWords;
  /** Figures already drawn up for the reader ("Received: ¥12,000.00"). */
  figures?: readonly Figure[];
  /** Why it was returned, refused, pressed or granted. */
  reason?: string;
  /** Who says so: a name, for a word from a supervisor. */
  from?: string;
  /** Whose it is now: a name, for those whose it was. */
  to?: string;
  /** The role from which a rung went up to this reader: nobody holds it, or (`own`) whoever does did the work; it was to verify it (`verifies`). */
  vacant?: { role: Role; own?: boolean; verifies?: boolean };
  /** It should have been told earlier (an outage, a pause): says so in its text. */
  belated?: boolean;
  /** How often reports are asked for. */
  reports?: ReportCadence;
  /** Whom its ladder will reach if nothing is done, and whether its doer may ask for more time or pass it on; absent where that is not told. */
  ahead?: { above: readonly Role[]; extends: boolean; passes: boolean };
  /** How many of the same duty were missed in a row before it. */
  missed?: number;
  /** The due day lies beyond the announced calendar: it may move. */
  provisional?: boolean;
  story?: readonly StoryLine[];
  /** Action link, absolute; absent for those who only read. */
  link?: string;
  /** Short code in the link, the variable of the SMS template. */
  code?: string;
  /** Why this reader is told, in words ("you are on the secretariat of …, 1 business day before, policy …"). */
  why: Text;
}

/** One message to one person: an item alone has its shape; several are a digest. */
export interface Message {
  to: { name: string; language: LanguageCode };
  items: readonly Item[];
  /** Told at the same time over the other channel: counted with these, so that mail and SMS of one minute say the same. */
  beside?: readonly Item[];
  /** Who sends: shown in the footer. */
  sender: string;
  /** Page that says of each of these why it was sent to this reader; absent: none of them has a link. */
  whyLink?: string;
}

export interface Email {
  subject: string;
  text: string;
  html: string;
}

/** An SMS as a provider in China takes it: an approved template and short variables (DUTIES: Aliyun 1–20 characters each). */
export interface Sms {
  template: string;
  variables: Readonly<Record<string, string>>;
  /** What the reader sees: the template filled in, with the signature. */
  text: string;
  /** The same template for a provider whose variables are six characters at most. */
  brief: { variables: Readonly<Record<string, string>>; text: string };
}

/** A message that is about no task, to an address: it says no word that a stranger wrote. */
export type Note =
  | { kind: "code"; name: string; code: string; sender: string }
  | { kind: "receipt"; number: string; link: string; sender: string }
  | { kind: "my"; name: string; link: string; sender: string }
  /** `host`: of the address; `gone`: it answered that it is. */
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

/** What a saved view shows, each week. */
export interface ViewNote {
  kind: "view";
  name: string;
  /** What its owner called it. */
  view: string;
  /** Rows of its table. */
  count: number;
  /** Its counts, and its most urgent rows, each in a line of its reader's language; and how many more there are. */
  done: readonly string[];
  waits: readonly string[];
  more: number;
  link: string;
  /** Where the mail of each week is ended. */
  end: string;
  sender: string;
}

/** When an absence begins, to the delegate; when it is over, to whoever was away: what was done, and what waits. */
export interface AbsenceNote {
  kind: "stand-in" | "back";
  name: string;
  organization: string;
  /** Who is away; who stood in. */
  other: string;
  /** First and last day. */
  from: LocalDate;
  to: LocalDate;
  /** What was handed in meanwhile and by whom, and what waits for the reader, each in a line of its reader's language; the most urgent first. */
  done: readonly string[];
  waits: readonly string[];
  /** How many more wait. */
  more: number;
  link?: string;
  sender: string;
}

/** A language turns messages into words. A new one is a file here and a line in `languages/index.ts`. */
export interface Language {
  code: LanguageCode;
  email(message: Message): Email;
  /** `linkBase` is the constant of the template, e.g. `https://duban.example.org/t/`. */
  sms(message: Message, linkBase: string): Sms;
  note(note: Note): Email;
  /** What is said first of danger, by how grave it is and what was reported: whom to call. */
  danger(severity: Severity, reported: string): string;
  /** The SMS of a code of access. */
  codeSms(code: string): Sms;
}
