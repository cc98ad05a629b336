import type { Email, Language, Message } from "../message.ts";
import { line } from "./clean.ts";
import { chaptersOf, countOf } from "./digest.ts";
import { CompositionError } from "./errors.ts";
import { digestHtml, singleHtml } from "./html.ts";
import { say } from "./said.ts";
import { smsOf, templatesOf } from "./sms.ts";
import { digestText, singleText } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Longest subject, in UTF-16 units: what matters stands in the first 40. */
const longestSubject = 160;
/** Different reasons why a digest was sent that its footer names. */
const mostWhys = 10;

/** A language made of words alone. */
export function createLanguage(vocabulary: Vocabulary): Language {
  const templates = new Map(templatesOf(vocabulary).map((one) => [one.template, one]));
  return {
    code: vocabulary.code,
    email: (message) => emailOf(message, vocabulary),
    sms: (message, linkBase) => smsOf(message, linkBase, vocabulary, templates),
  };
}

/** Items that whoever groups them should put into one digest: each takes up to 1 kB, and Gmail clips a mail at 102 kB. */
export const digestLimit = 80;

/** Cheap by design: this runs once for each mail of a city's 09:00, and nothing in the system costs more. */
function emailOf(message: Message, vocabulary: Vocabulary): Email {
  const first = message.items[0];
  if (!first) throw new CompositionError("the list of items", "", "at least one");
  const greeting = vocabulary.greeting(line(message.to.name, 40));
  const sender = line(message.sender, 80);
  if (message.items.length > 1) return digestOf(message, greeting, sender, vocabulary);
  const said = say(first, vocabulary);
  const subject = line(vocabulary.titled(said.words.subject(said), said.organization), longestSubject);
  const letter = { subject, greeting, sender };
  return { subject, text: singleText(said, letter, vocabulary), html: singleHtml(said, letter, vocabulary) };
}

function digestOf(message: Message, greeting: string, sender: string, vocabulary: Vocabulary): Email {
  const items = message.items.map((item) => ({ said: say(item, vocabulary), due: item.due.getTime() }));
  const chapters = chaptersOf(items);
  const count = countOf(items.map((one) => one.said));
  const title = vocabulary.digest.title(count);
  const organization = chapters[0]?.organization ?? "";
  const subject = line(vocabulary.digest.subject(count, organization, chapters.length), longestSubject);
  const whys = [...new Set(items.map((one) => one.said.why))].slice(0, mostWhys);
  const letter = { subject, greeting, sender };
  return {
    subject,
    text: digestText(chapters, title, whys, letter, vocabulary),
    html: digestHtml(chapters, title, whys, letter, vocabulary),
  };
}
