import type { Zone } from "../../terms.ts";
import { reasonIn, word, words } from "../../words.ts";
import type { StoryLine } from "../message.ts";
import { line } from "./clean.ts";
import { momentOf } from "./moment.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Maximum number of lines of the story in a mail; earlier ones are counted. */
const storyLines = 8;

/** The story so far, one event in each line. */
export function storyOf(story: readonly StoryLine[], zone: Zone, vocabulary: Vocabulary): string[] {
  const earlier = story.length - storyLines;
  const lines = earlier > 0 ? [vocabulary.earlier(earlier)] : [];
  for (const one of story.slice(-storyLines)) lines.push(lineOf(one, zone, vocabulary));
  return lines;
}

function lineOf({ at, verb, who, note, until, because }: StoryLine, zone: Zone, vocabulary: Vocabulary): string {
  const { code, colon, comma, clock } = vocabulary;
  const name = who
    .map((one) => line(nameOf(one, vocabulary), 40))
    .filter(Boolean)
    .join(comma);
  const verbs = Object.hasOwn(words.sending, verb) ? "sending" : "event";
  const what = `${line(word(verbs, verb, code), 40)}${name && colon + name}`;
  const why = because === undefined ? "" : word(until ? "heldBecause" : "dropped", because, code);
  const noted = until
    ? vocabulary.held(clock(momentOf(until, zone)), why)
    : why || (note === undefined ? "" : line(reasonIn(note, code), 120));
  return `${clock(momentOf(at, zone))} ${noted ? vocabulary.noted(what, noted) : what}`;
}

const nameOf = (who: string, { code }: Vocabulary): string =>
  word(Object.hasOwn(words.actor, who) ? "actor" : "role", who, code);
