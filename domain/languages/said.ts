import { valueIn } from "../figures.ts";
import type { Lateness } from "../lateness.ts";
import type { Item, StoryLine } from "../message.ts";
import { textIn, word, words } from "../words.ts";
import { block, line } from "./clean.ts";
import { CompositionError } from "./errors.ts";
import { momentOf } from "./moment.ts";
import type { Group, Headline, ShapeWords, Single, Vocabulary } from "./vocabulary.ts";

/** An item in a language's words: clean and bounded, not yet escaped. Both parts of a mail are made from it, so they say the same. */
export interface Said extends Headline {
  shape: Single;
  /** What is to be done, without what it is about. */
  task: string;
  words: ShapeWords;
  group: Group;
  organization: string;
  /** The state: late by how much, or the shape's own. */
  badge: string;
  lead: string;
  /** The due instant in full; empty where none is told. */
  instant: string;
  zone: string;
  /** The statutory source of the due instant; empty where none gives it. */
  basis: string;
  /** What the reader should know first: that it comes late, that a role is vacant. */
  notes: readonly string[];
  reason: { label: string; text: string } | undefined;
  figures: readonly { label: string; value: string }[];
  story: readonly string[];
  clause: string;
  quote: string;
  link: string | undefined;
  button: string;
  otherwise: string;
  why: string;
}

/** Lines of the story that are told; what lies before is counted. */
const storyLines = 8;
const none: readonly never[] = [];

/** @throws {CompositionError} for a zone, an instant or a link that is none */
export function say(item: Item, vocabulary: Vocabulary): Said {
  const { code } = vocabulary;
  const words = vocabulary.shapes[item.shape];
  const late = item.late && item.late.n > 0 ? item.late : null;
  const due = momentOf(item.due, item.zone);
  // A participant takes part in the thing itself ("Drill"), not in the step that somebody else does ("Hold it and hand in the record");
  // and it is the thing itself that somebody asked for.
  const task = line(
    textIn(item.part === "participant" || item.part === "asker" ? item.duty.title : item.task, code),
    60,
  );
  const about = item.subject === undefined ? "" : line(item.subject, 60);
  const asked = item.shape !== "settled" && item.shape !== "test";
  return {
    shape: item.shape,
    words,
    task,
    part: item.part,
    group: groupOf(item, late),
    organization: line(item.organization, 80),
    what: about === "" ? task : vocabulary.about(task, about),
    due,
    late,
    badge: late && asked ? vocabulary.late(late) : words.badge,
    lead: words.lead[item.part],
    instant: words.dueLabel === undefined || item.part === "asker" ? "" : vocabulary.instant(due),
    zone: vocabulary.zone(due.zone),
    basis: item.basis === undefined ? "" : line(textIn(item.basis, code), 200),
    notes: item.belated || item.vacant || item.provisional ? notesOf(item, vocabulary) : none,
    reason: item.reason || item.from ? reasonOf(item, words, vocabulary) : undefined,
    figures:
      item.figures?.map((one) => ({ label: line(textIn(one.label, code), 60), value: line(valueIn(one, code), 80) })) ??
      none,
    story: item.story?.length ? storyOf(item.story, item.zone, vocabulary) : none,
    clause: line(item.duty.clause, 40),
    quote: line(item.duty.quote, 200),
    link: item.link === undefined ? undefined : absolute(item.link),
    button: words.button[item.part],
    otherwise: words.otherwise[item.part],
    why: line(textIn(item.why, code), 200),
  };
}

function groupOf({ shape }: Item, late: Lateness | null): Group {
  if (shape === "settled" || shape === "test") return shape;
  if (late || shape === "overdue") return "late";
  return shape === "returned" || shape === "call" ? shape : "open";
}

function notesOf(item: Item, vocabulary: Vocabulary): string[] {
  const notes = item.belated ? [vocabulary.belated] : [];
  if (item.provisional) notes.push(vocabulary.provisional);
  if (item.vacant) notes.push(vocabulary.vacant(line(textIn(item.vacant, vocabulary.code), 40)));
  return notes;
}

function reasonOf(item: Item, words: ShapeWords, vocabulary: Vocabulary): Said["reason"] {
  const from = item.from === undefined ? "" : line(item.from, 40);
  const text = item.reason === undefined ? "" : block(item.reason, 1000);
  if (text === "" && from === "") return undefined;
  return { label: from ? vocabulary.noted(words.reasonLabel, vocabulary.from(from)) : words.reasonLabel, text };
}

function storyOf(story: readonly StoryLine[], zone: string, vocabulary: Vocabulary): string[] {
  const earlier = story.length - storyLines;
  const told = earlier > 0 ? [vocabulary.earlier(earlier)] : [];
  for (const { at, verb, who, note } of story.slice(-storyLines)) {
    const when = momentOf(at, zone);
    const name = who
      .map((one) => line(nameOf(one, vocabulary), 40))
      .filter(Boolean)
      .join(vocabulary.comma);
    const what = `${line(word("event", verb, vocabulary.code), 40)}${name && vocabulary.colon + name}`;
    const noted = note === undefined ? "" : line(note, 120);
    told.push(`${vocabulary.day(when)} ${when.clock} ${noted ? vocabulary.noted(what, noted) : what}`);
  }
  return told;
}

const nameOf = (who: string, { code }: Vocabulary): string =>
  word(Object.hasOwn(words.actor, who) ? "actor" : "role", who, code);

/** A link that is no web address would be a trap or a dead button; better no mail than that one. */
function absolute(link: string): string {
  if (link.startsWith("https://") || link.startsWith("http://")) return line(link, 500);
  throw new CompositionError("the link", link, "an absolute address that begins with https:// or http://");
}
