import { valueIn } from "../../forms/figures.ts";
import { reasonIn, textIn, word } from "../../words.ts";
import { type Group, weightOf } from "../counts.ts";
import type { Alarm, Item, Part } from "../message.ts";
import { shapeHeight } from "../shapes.ts";
import { block, line } from "./clean.ts";
import { CompositionError } from "./errors.ts";
import { type Moment, momentFrom, momentOf } from "./moment.ts";
import { storyOf } from "./story.ts";
import {
  type ActHeadline,
  type ActNotice,
  type ActWords,
  type Headline,
  type ShapeWords,
  type Single,
  type SmsCause,
  smsCauses,
  type Vocabulary,
} from "./vocabulary.ts";
import { writing } from "./writing.ts";

/**
 * An item in the words of a language: clean and bounded, not escaped. The text and HTML parts of a mail are both made from it and therefore agree.
 */
export interface RenderedItem extends Headline {
  shape: Single;
  taskId: string | undefined;
  /** What the reader is asked to do. */
  title: string;
  /** The same with the duty, for a list with the same step of several duties. */
  distinct: string;
  /** What is to be done, without its subject; for an alarm, its subject. */
  short: string;
  /** The same with the duty of a step that several duties share, by title and by number; empty: its title suffices. */
  shortWithDuty: readonly string[];
  /** Where participants meet; empty for others. */
  place: string;
  words: ShapeWords;
  group: Group;
  subject: string;
  organization: string;
  /** The state: how late, or that of the shape. */
  badge: string;
  lead: string;
  /** It is a change of level. */
  level: boolean;
  /** It comes before all items but dangers. */
  first: boolean;
  /** A change of level, or the holidays of a year: nothing waits for the reader. */
  informs: boolean;
  /** The act for which a supervisor is notified of a task that may be in time: a progress report that asks for help, or another return. */
  because: SmsCause | undefined;
  /** It became the reader's after a change of people. */
  handedOver: boolean;
  /** It waits for a verdict. */
  verdict: boolean;
  /** For a danger: severity, the line with the numbers to call and the reporter, and the first number. */
  alarm: { grade: string; line: string; call: string } | undefined;
  /** Label and due instant in full; empty if there is none. */
  dueLabel: string;
  instant: string;
  zone: string;
  /** The statutory source of the due instant; empty if there is none. */
  basis: string;
  /** What the reader should know first: that it is belated, or that a role is vacant. */
  notes: readonly string[];
  reason: { label: string; text: string } | undefined;
  issued: { title: string; about: readonly string[]; text: string; more: readonly string[] } | undefined;
  figures: readonly { label: string; value: string }[];
  story: readonly string[];
  clause: string;
  quote: string;
  gloss: string;
  link: string | undefined;
  button: string;
  otherwise: string;
  why: string;
}

const none: readonly never[] = [];
/** Shapes that warn of a danger. */
const warning: readonly Single[] = ["due", "reminder", "overdue", "escalated"];

/** Renders an item. @throws {CompositionError} invalid zone, instant or link */
export function renderItem(item: Item, vocabulary: Vocabulary): RenderedItem {
  const { code } = vocabulary;
  const words = vocabulary.shapes[shapeOf(item)];
  const late = item.late && item.late.n > 0 ? item.late : null;
  const past = isPast(item);
  const due = momentFrom(item.due, item.zone, item.now);
  const { task, subject, beside, about, place, danger, what } = namesOf(item, vocabulary);
  const verdict = item.awaitsVerdict === true;
  const headline: Headline = { what, part: item.part, due, past, late, verdict };
  const act = actOf(item, vocabulary);
  const happened = act && actHeadlineOf(item, headline, vocabulary);
  const grade = danger && vocabulary.alarm.grade[danger.severity];
  // A verifier may be asked for an extension before anything was submitted.
  const verifies = item.part === "verifier" && words.warns && item.act !== "ask-extension";
  const title = verifies ? vocabulary.toVerify(what) : what;
  const duty = line(textIn(item.duty.title, code), 60);
  const level = item.act === "level";
  // The announced holidays of a year have no instant, and the due day of a requester's matter is not the requester's.
  const timeless = words.dueLabel === undefined || item.part === "asker" || item.act === "calendar";
  // Listed field by field: spreading an object of this size costs ten times as much, for each mail of a city.
  return {
    what,
    part: item.part,
    due,
    past,
    late,
    shape: item.shape,
    taskId: item.taskId,
    words,
    title,
    distinct: duty === task || (subject === "" && about === duty) ? title : `${title}${writing[code].brackets(duty)}`,
    place,
    short: danger ? about : place ? vocabulary.about(task, place) : task,
    shortWithDuty:
      subject === "" && beside !== "" && !place
        ? [vocabulary.about(task, beside), vocabulary.about(task, vocabulary.smsWhat.duty(item.duty.number))]
        : none,
    group: groupOf(item, past),
    subject:
      act && happened
        ? act.subject(happened)
        : grade
          ? vocabulary.alarm.subject(headline, grade, danger?.call[0] ?? "")
          : words.subject(headline),
    organization: line(item.organization, 80),
    badge: badgeOf(item, words, act ?? (grade ? { badge: grade } : undefined), headline, vocabulary),
    lead:
      act && happened
        ? line(act.lead(happened), 400)
        : grade
          ? vocabulary.alarm.lead(headline)
          : leadOf(item, words, vocabulary),
    level,
    first: item.first === true,
    informs: level || item.act === "calendar",
    because: item.part === "supervisor" ? smsCauses.find((one) => one === item.act) : undefined,
    handedOver: item.act === "new-role",
    verdict,
    alarm: danger && grade ? alarmOf(danger, grade, vocabulary) : undefined,
    dueLabel: timeless ? "" : item.awaitsVerdict ? vocabulary.verdict.dueLabel : (words.dueLabel ?? ""),
    instant: timeless ? "" : level ? vocabulary.date(due) : vocabulary.instant(due),
    zone: level ? "" : vocabulary.zone(due.zone),
    basis: item.basis === undefined ? "" : line(textIn(item.basis, code), 200),
    notes: item.belated || item.vacant || item.provisional || item.missed ? notesOf(item, vocabulary) : none,
    reason: item.reason ? reasonOf(item, act?.reasonLabel ?? words.reasonLabel, vocabulary) : undefined,
    issued: item.issued ? issuedOf(item.issued, item.zone, vocabulary) : undefined,
    figures:
      item.figures?.map((one) => ({ label: line(textIn(one.label, code), 60), value: line(valueIn(one, code), 80) })) ??
      none,
    story: item.story?.length ? storyOf(item.story, item.zone, vocabulary) : none,
    clause: line(textIn(item.duty.clause, code), 160),
    quote: line(item.duty.quote, 200),
    gloss: code === "en" && item.duty.gloss ? line(item.duty.gloss, 300) : "",
    link: item.link === undefined ? undefined : absolute(item.link),
    button: act?.button ?? words.button[item.part],
    otherwise: otherwiseOf(item, act, danger !== undefined, vocabulary),
    why: line(textIn(item.why, code), 200),
  };
}

/** What an item is about, in the words of its language. */
interface Names {
  task: string;
  subject: string;
  /** The duty, if neither the task nor the subject distinguishes it. */
  beside: string;
  about: string;
  place: string;
  danger: Alarm | undefined;
  /** All of these, as a title. */
  what: string;
}

function namesOf(item: Item, vocabulary: Vocabulary): Names {
  const { code } = vocabulary;
  // A participant takes part in the event itself ("Drill"), not in the step that somebody else does ("Hold it and hand in the record"); a requester
  // asked for the matter itself.
  const task = line(
    textIn(item.part === "participant" || item.part === "asker" ? item.duty.title : item.task, code),
    60,
  );
  const subject = item.subject === undefined ? "" : line(item.subject, 60);
  const beside = item.beside && task === line(textIn(item.task, code), 60) ? line(textIn(item.beside, code), 60) : "";
  const about = subject || beside;
  // For participants the place is part of the subject and the SMS.
  const place = item.part === "participant" && item.place ? line(item.place, 40) : "";
  const danger = subject !== "" && warning.includes(item.shape) ? item.alarm : undefined;
  const what = place
    ? vocabulary.about(task, place)
    : about === ""
      ? task
      : danger
        ? vocabulary.alarm.title(about, task)
        : vocabulary.about(task, about);
  return { task, subject, beside, about, place, danger, what };
}

/** The headline of an item that a person's act caused: who did what, and what the reader may do. */
function actHeadlineOf(
  item: Item,
  { what, part, due, past, late, verdict }: Headline,
  vocabulary: Vocabulary,
): ActHeadline {
  return {
    what,
    part,
    due,
    past,
    late,
    verdict,
    by: byOf(item, vocabulary),
    to: line(item.to ?? "", 40),
    until: untilOf(item),
    ways: waysOf(item, vocabulary),
    extends: item.ahead?.extends ?? true,
    every: item.reports ? word("reportCadence", item.reports, vocabulary.code) : "",
  };
}

/** Participants and requesters have no due day. */
const timed = (part: Part): boolean => part !== "participant" && part !== "asker";

/** The shape of an item: if its day has passed it is late, whatever rung or act caused it. */
function shapeOf({ shape, past, part }: Item): Single {
  return past && timed(part) && (shape === "due" || shape === "reminder") ? "overdue" : shape;
}

const isPast = ({ past, late }: Item): boolean => past ?? (late !== undefined && late.n > 0);

/** Of the items about one task at one instant, the lowest is shown: what requires most of the reader, an act before the ladder, the higher shape. */
export const weightOfItem = (item: Item): number =>
  weightOf(groupOf(item, isPast(item))) * 100 + (item.act === undefined ? 50 : 0) - shapeHeight[item.shape];

/** Group of each shape, for a doer who is not late. */
const groupOfShape: Readonly<Record<Single, Group>> = {
  due: "open",
  reminder: "open",
  overdue: "late",
  escalated: "open",
  returned: "returned",
  settled: "settled",
  call: "call",
  test: "test",
};

function groupOf({ shape, part }: Item, past: boolean): Group {
  if (shape === "test") return shape;
  if (part === "copy") return part;
  if (shape === "settled" || part === "asker") return "settled";
  if (part === "participant" || shape === "call") return "call";
  if (part === "verifier") return "verify";
  if (part === "supervisor") return shape === "due" ? "copy" : "escalated";
  return past ? "late" : groupOfShape[shape];
}

/** Words of the act, if a person acted and the item is not a return to its doer. */
function actOf({ act, part, shape }: Item, vocabulary: Vocabulary): ActWords | undefined {
  if (act === undefined || shape === "returned") return undefined;
  const key = `${act}/${part}`;
  return Object.hasOwn(vocabulary.acts, key) ? vocabulary.acts[key as ActNotice] : undefined;
}

const byOf = ({ from }: Item, { administrator }: Vocabulary): string =>
  (from === undefined ? "" : line(from, 40)) || administrator;

const untilOf = ({ askedUntil, zone, now }: Item): Moment | undefined =>
  askedUntil && momentFrom(askedUntil, zone, now);

function badgeOf(
  { shape, part }: Item,
  words: ShapeWords,
  special: { badge: string } | undefined,
  { late }: Headline,
  vocabulary: Vocabulary,
): string {
  if (shape === "settled" || shape === "test") return special?.badge ?? words.badge;
  return late && timed(part) ? vocabulary.late(late) : (special?.badge ?? words.badge);
}

/** A danger does not wait for an extension: that its ladder goes up before D is stated at once. */
function otherwiseOf(
  { shape, part, past, ahead }: Item,
  act: ActWords | undefined,
  danger: boolean,
  vocabulary: Vocabulary,
): string {
  if (!ahead || (act && !act.asks) || !vocabulary.shapes[shape].warns) return "";
  const late = past === true || shape === "overdue" || shape === "escalated";
  return vocabulary.otherwise({ part, past: danger || late, danger: danger && !late, ...ahead });
}

function leadOf(item: Item, words: ShapeWords, vocabulary: Vocabulary): string {
  if (item.part !== "supervisor" || !words.warns || item.shape === "due") return words.lead[item.part];
  if (item.awaitsVerdict) return vocabulary.verdict[item.past ? "escalated" : "waits"];
  return [words.lead.supervisor, waysOf(item, vocabulary)].join(writing[vocabulary.code].space);
}

/** Nobody extends a statutory deadline, and only the registrar may waive it. */
const waysOf = ({ ahead, shape }: Item, { ways }: Vocabulary): string =>
  ways({
    extends: ahead?.extends ?? true,
    passes: ahead?.passes ?? true,
    waives: shape === "escalated" && (ahead?.extends ?? true),
  });

function alarmOf({ call, reporter }: Alarm, grade: string, { alarm, comma }: Vocabulary): RenderedItem["alarm"] {
  const name = reporter ? line(reporter.name, 40) : "";
  const phone = reporter?.phone ? line(reporter.phone, 20) : "";
  const who = [name, phone].filter(Boolean).join(comma);
  return { grade, line: alarm.lines(grade, call, who), call: call[0] ?? "" };
}

function notesOf(item: Item, vocabulary: Vocabulary): string[] {
  const notes = item.belated ? [vocabulary.belated] : [];
  if (item.missed) notes.push(vocabulary.missed(item.missed));
  if (item.provisional) notes.push(vocabulary.provisional);
  if (item.vacant)
    notes.push(vocabulary.vacant(item.vacant.role, item.vacant.own === true, item.vacant.verifies === true));
  return notes;
}

function reasonOf({ reason = "", from }: Item, label: string, vocabulary: Vocabulary): RenderedItem["reason"] {
  const text = block(reasonIn(reason, vocabulary.code), 1000);
  const by = from === undefined ? "" : line(from, 40);
  return text === "" ? undefined : { label: by ? vocabulary.noted(label, by) : label, text };
}

function issuedOf(issued: NonNullable<Item["issued"]>, zone: string, vocabulary: Vocabulary): RenderedItem["issued"] {
  const { colon, code } = vocabulary;
  const source = line(textIn(issued.source, code), 40);
  const issuer = issued.issuer ? line(issued.issuer, 60) : "";
  const words = vocabulary.issued;
  return {
    title: line(issued.title, 120),
    about: [
      `${words.by}${colon}${issuer ? vocabulary.noted(issuer, source) : source}`,
      `${words.on}${colon}${vocabulary.instant(momentOf(issued.at, zone))}`,
    ],
    text: block(issued.text, 1200),
    more: [...(issued.cut ? [words.cut] : []), ...(issued.file ? [words.file] : [])],
  };
}

/** Refuses a link that is not a web address, which would be a trap or a dead button: no mail is better than that. */
function absolute(link: string): string {
  if (link.startsWith("https://") || link.startsWith("http://")) return line(link, 500);
  throw new CompositionError("the link", link, "an absolute address that begins with https:// or http://");
}
