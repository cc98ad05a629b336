import type { Lateness } from "../lateness.ts";
import type { Item, Part } from "../message.ts";
import type { LanguageCode, Shape, Zone } from "../terms.ts";
import type { Moment } from "./moment.ts";

/** Shapes of one item. */
export type Single = Item["shape"];

/** What a subject line is made of: clean, short, in one line. */
export interface Headline {
  /** What the reader has to do, with what it is about. */
  what: string;
  part: Part;
  due: Moment;
  /** Null: it is not, or not by an hour. */
  late: Lateness | null;
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
  /** What happens if nothing is done; empty where nothing is asked. */
  otherwise: Readonly<Record<Part, string>>;
  /** Above the due instant; absent where none is told. */
  dueLabel?: string;
  /** Above the reason. */
  reasonLabel: string;
}

/** Text of an SMS template before the link; `{organization}`, `{task}`, `{date}`, `{state}`, `{total}`, `{late}` are its variables. */
export interface SmsWords {
  /** For a reader with a link, which follows. */
  act: string;
  /** For a reader without one. */
  read: string;
}

/** Groups of a digest in the order in which they are read. */
export const groups = ["late", "returned", "open", "call", "settled", "test"] as const;
export type Group = (typeof groups)[number];

/** A language is words only: how they stand on the page is the same for all (html.ts, text.ts). A missing shape does not compile. */
export interface Vocabulary {
  code: LanguageCode;
  shapes: Readonly<Record<Single, ShapeWords>>;
  digest: {
    subject(count: { open: number; late: number; all: number }, organization: string, organizations: number): string;
    title(count: { open: number; late: number; all: number }): string;
    lead: string;
    groups: Readonly<Record<Group, string>>;
  };
  sms: Readonly<Record<Shape, SmsWords>>;
  /** What the SMS says of an item that is late or waits. */
  smsState(late: Lateness | null, shape: Single): string;
  /** `11月30日` */
  day(moment: Moment): string;
  /** Year, weekday and clock too. */
  instant(moment: Moment): string;
  /** What people call the zone's time. */
  zone(zone: Zone): string;
  /** `已逾期2个工作日`, `已逾期15小时` */
  late(late: Lateness): string;
  greeting(name: string): string;
  /** Joins the subject with the organization. */
  titled(subject: string, organization: string): string;
  /** What it is about, behind what is to be done. */
  about(what: string, subject: string): string;
  /** `依据 二(二)4` */
  clause(clause: string): string;
  /** Between a label and its value. */
  colon: string;
  /** Between names. */
  comma: string;
  /** Around the note of a story line. */
  noted(who: string, note: string): string;
  from(name: string): string;
  /** That a copy asks nothing of its reader. */
  copied: string;
  vacant(role: string): string;
  belated: string;
  /** The due day lies beyond the announced calendar. */
  provisional: string;
  /** Before the statutory source of the due day. */
  basis: string;
  figures: string;
  story: string;
  earlier(lines: number): string;
  why: string;
  sender: string;
  noForward: string;
}
