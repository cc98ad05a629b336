import type { Figure } from "./figures.ts";
import type { Lateness } from "./lateness.ts";
import type { LanguageCode, Shape, Text, Zone } from "./terms.ts";

/** Who the reader is to the task. */
export type Part = "doer" | "verifier" | "supervisor" | "copy" | "participant" | "asker";

/** One line of the story so far, as a supervisor reads it. */
export interface StoryLine {
  at: Date;
  /** What happened, in the words of the machine (a verb of the event log) … */
  verb: string;
  /** … and who did it or was told: names of people or roles. */
  who: readonly string[];
  note?: string;
}

/** One thing that is told: what a language turns into words. */
export interface Item {
  shape: Exclude<Shape, "digest">;
  part: Part;
  organization: string;
  duty: { number: string; clause: string; quote: string; title: Text };
  /** What exactly is to be done: the step of the procedure ("set the date of the drill"). */
  task: Text;
  /** What it is about: a finding's text, a campaign's name. */
  subject?: string;
  /** The due instant, shown in `zone`. */
  due: Date;
  zone: Zone;
  /** The statutory source of the day, and how sure it is. */
  basis?: Text;
  /** How late it is; absent before D. */
  late?: Lateness;
  /** Figures already drawn up for the reader ("Received: ¥12,000.00"). */
  figures?: readonly Figure[];
  /** Why it was returned, refused, pressed or granted. */
  reason?: string;
  /** Who says so: a name, for a word from a supervisor. */
  from?: string;
  /** A rung with nobody in it went up to this reader; the role that is vacant. */
  vacant?: Text;
  /** It should have been told earlier (an outage, a pause): says so in its text. */
  belated?: boolean;
  /** The due day lies beyond the announced calendar: it may move. */
  provisional?: boolean;
  story?: readonly StoryLine[];
  /** Action link, absolute; absent for those who only read. */
  link?: string;
  /** Short code in the link, the variable of the SMS template. */
  code?: string;
  /** Why this reader is told, in words ("you are secretariat of …, step −1 bd of policy ordinary"). */
  why: Text;
}

/** One message to one person: an item alone has its shape; several are a digest. */
export interface Message {
  to: { name: string; language: LanguageCode };
  items: readonly Item[];
  /** Who sends: shown in the footer. */
  sender: string;
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
}

/** A language turns messages into words. A new one is a file here and a line in `languages/index.ts`. */
export interface Language {
  code: LanguageCode;
  email(message: Message): Email;
  /** `linkBase` is the constant of the template, e.g. `https://duban.example.org/t/`. */
  sms(message: Message, linkBase: string): Sms;
}
