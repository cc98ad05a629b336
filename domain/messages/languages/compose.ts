import { emergencyNumbers } from "../emergency-numbers.ts";
import type { Email, Language, Message } from "../message.ts";
import { line } from "./clean.ts";
import { type Digest, digestOf } from "./digest.ts";
import { CompositionError } from "./errors.ts";
import { digestHtml, singleHtml } from "./html.ts";
import { codeSms, noteMail } from "./note.ts";
import { type RenderedItem, renderItem } from "./rendered-item.ts";
import { smsOf, templatesOf } from "./sms.ts";
import { digestText, singleText } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Maximum length of a subject in UTF-16 units; the first 40 contain what matters. */
const longestSubject = 160;

/** Makes a language from its vocabulary. */
export function createLanguage(vocabulary: Vocabulary): Language {
  const templates = new Map(templatesOf(vocabulary).map((one) => [one.template, one]));
  return {
    code: vocabulary.code,
    email: (message) => emailOf(message, vocabulary),
    sms: (message, linkBase) => smsOf(message, linkBase, vocabulary, templates),
    note: (note) => noteMail(note, vocabulary),
    danger: (severity, reported) =>
      vocabulary.alarm.lines(vocabulary.alarm.grade[severity], emergencyNumbers(reported), ""),
    codeSms: (code) => codeSms(code, vocabulary),
  };
}

/** Why the reader was sent it, each reason once; reasons that differ only by organization are merged. */
function whysOf(entries: readonly Pick<RenderedItem, "why" | "organization">[], vocabulary: Vocabulary): string[] {
  const same = new Map<string, { why: string; organizations: Set<string> }>();
  for (const { why, organization } of entries) {
    const key = organization === "" ? why : why.replace(organization, "\0");
    const known = same.get(key) ?? { why, organizations: new Set<string>() };
    known.organizations.add(organization);
    same.set(key, known);
  }
  return [...same.values()].map(({ why, organizations }) => {
    const [first = ""] = organizations;
    return organizations.size > 1
      ? why.replace(first, () => vocabulary.digest.several(first, organizations.size))
      : why;
  });
}

/**
 * Maximum number of items that should be put into one digest. It shows the most urgent and counts the rest, so that one mail holds everything that a
 * shard sends its authority in a day.
 */
export const digestLimit = 10_000;

/** Optimized: this runs for each mail of a city at 09:00, and nothing else in the system costs more. */
function emailOf(message: Message, vocabulary: Vocabulary): Email {
  const first = message.items[0];
  if (!first) throw new CompositionError("the list of items", "", "at least one");
  const greeting = vocabulary.greeting(line(message.to.name, 40));
  const sender = line(message.sender, 80);
  if (message.items.length > 1) return digestMail(message, greeting, sender, vocabulary);
  const said = renderItem(first, vocabulary);
  const subject = line(vocabulary.titled(said.subject, said.organization), longestSubject);
  const heading = { subject, greeting, sender, ...whyLinkOf(message) };
  return { subject, text: singleText(said, heading, vocabulary), html: singleHtml(said, heading, vocabulary) };
}

const whyLinkOf = ({ whyLink }: Message): { whyLink?: string } => (whyLink === undefined ? {} : { whyLink });

/** The badge of a digest whose entries have all ended in the same way: why they did matters more than how many. */
function endedAs({ entries }: Digest): string | undefined {
  const badges = new Set(entries.map(({ badge }) => badge));
  return entries.every(({ group }) => group === "settled") && badges.size === 1 ? [...badges][0] : undefined;
}

function digestMail(message: Message, greeting: string, sender: string, vocabulary: Vocabulary): Email {
  const items = message.items.map((item) => ({ said: renderItem(item, vocabulary), due: item.due.getTime() }));
  const beside = message.beside?.map((item) => renderItem(item, vocabulary));
  const digest = digestOf(items, { beside, comma: vocabulary.comma, reference: message.reference });
  const title = vocabulary.digest.title(digest.counts);
  const [organization = ""] = digest.organizations;
  const danger = digest.entries.find((one) => one.alarm);
  const named = [digest.counts, organization, digest.organizations.length] as const;
  const ended = endedAs(digest);
  const subject = line(
    danger
      ? vocabulary.titled(danger.subject, danger.organization)
      : ended
        ? vocabulary.digest.ended(ended, ...named)
        : vocabulary.digest.subject(...named),
    longestSubject,
  );
  const whys = whysOf(digest.entries, vocabulary);
  const heading = { subject, greeting, sender, ...whyLinkOf(message) };
  return {
    subject,
    text: digestText(digest, title, whys, heading, vocabulary),
    html: digestHtml(digest, title, whys, heading, vocabulary),
  };
}
