import type { Digest, Sheet } from "./digest.ts";
import type { MailHeading } from "./mail-heading.ts";
import type { RenderedItem } from "./rendered-item.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { writing } from "./writing.ts";

/** The plain-text part: the same content in the same order as html.ts. */
export function singleText(said: RenderedItem, heading: MailHeading, vocabulary: Vocabulary): string {
  const { colon } = vocabulary;
  let text = `${said.title}\n`;
  if (said.alarm) text += `${said.alarm.line}\n`;
  if (said.organization) text += `${said.organization}\n`;
  text += `${said.badge}\n`;
  if (said.instant) text += `${said.dueLabel}${colon}${vocabulary.zoned(said.instant, said.zone)}\n`;
  if (said.basis) text += `${vocabulary.basis}${colon}${said.basis}\n`;
  text += `\n${heading.greeting}\n${said.lead}\n`;
  for (const note of said.notes) text += `\n${note}\n`;
  if (said.reason) text += `\n${reasonText(said.reason, colon, "")}`;
  if (said.issued) text += issuedText(said.issued, vocabulary);
  if (said.figures.length > 0) text += `\n${vocabulary.figures}\n`;
  for (const { label, value } of said.figures) text += `- ${label}${colon}${value}\n`;
  // On a line of its own, so that no mail program takes punctuation for a part of it.
  if (said.link) text += `\n${said.button}${colon.trimEnd()}\n${said.link}\n`;
  if (said.otherwise) text += `\n${said.otherwise}\n`;
  if (said.story.length > 0) text += `\n${vocabulary.story}\n- ${said.story.join("\n- ")}\n`;
  if (said.quote) text += `\n${vocabulary.clause(said.clause)}\n“${said.quote}”\n${said.gloss && `${said.gloss}\n`}`;
  return text + close([said.why], said.link !== undefined, heading, vocabulary);
}

export function digestText(
  digest: Digest,
  title: string,
  whys: readonly string[],
  heading: MailHeading,
  vocabulary: Vocabulary,
): string {
  const { organizations, entries } = digest;
  const one = organizations.length === 1;
  let text = `${title}\n`;
  if (one && organizations[0]) text += `${organizations[0]}\n`;
  text += `\n${heading.greeting}\n${leadOf(digest, vocabulary)}\n`;
  for (const said of entries) text += entryText(said, !one, vocabulary);
  for (const issued of digest.issued) text += issuedText(issued, vocabulary);
  for (const sheet of digest.sheets)
    text += `\n${sheetWords(sheet, digest, vocabulary)}${vocabulary.colon.trimEnd()}\n${sheet.link}\n`;
  const lines = linesUnder(digest, vocabulary);
  if (lines.length > 0) text += `\n${lines.join("\n")}\n`;
  if (digest.sources.length > 0) text += `\n${sourcesLine(digest, vocabulary)}\n`;
  if (digest.all && (digest.rest > 0 || digest.handedOver))
    text += `${allWords(digest, vocabulary)}${vocabulary.colon.trimEnd()}\n${digest.all}\n`;
  return text + close(whys, digest.all !== undefined, heading, vocabulary);
}

/** What the link of a digest leads to: all that waits, or what was handed over. */
export const allWords = ({ handedOver }: Digest, { digest }: Vocabulary): string =>
  handedOver ? digest.handover : digest.all;

/** In a mail that requires nothing, this is stated first. */
export const leadOf = ({ counts, entries }: Digest, { digest }: Vocabulary): string =>
  counts.toDo + counts.toVerify + counts.escalated > 0 ||
  entries.some(({ group, informs }) => group === "call" && !informs)
    ? digest.lead
    : digest.idleLead;

/** Lines below the entries: further open items, settled ones, copies. */
export const linesUnder = ({ rest, settled, copies }: Digest, { digest }: Vocabulary): string[] => [
  ...(rest > 0 ? [digest.rest(rest)] : []),
  ...(settled > 0 ? [digest.settled(settled)] : []),
  ...(copies > 0 ? [digest.copies(copies)] : []),
];

/** The organization is named if the mail concerns several. */
export const sheetWords = ({ organization, tasks }: Sheet, { organizations }: Digest, { digest }: Vocabulary): string =>
  digest.sheet(tasks, organizations.length > 1 ? organization : "");

export const sourcesLine = ({ sources }: Digest, vocabulary: Vocabulary): string =>
  vocabulary.clause(writing[vocabulary.code].clauses(sources));

function entryText(said: RenderedItem, named: boolean, vocabulary: Vocabulary): string {
  const { colon } = vocabulary;
  let text = `\n* ${said.title}\n  ${said.badge}\n`;
  if (named && said.organization) text += `  ${said.organization}\n`;
  if (said.alarm) text += `  ${said.alarm.line}\n`;
  if (said.instant) text += `  ${said.dueLabel}${colon}${vocabulary.zoned(said.instant, said.zone)}\n`;
  if (said.basis) text += `  ${vocabulary.basis}${colon}${said.basis}\n`;
  for (const note of said.notes) text += `  ${note}\n`;
  if (said.reason) text += reasonText(said.reason, colon, "  ");
  for (const { label, value } of said.figures.slice(0, 1)) text += `  ${label}${colon}${value}\n`;
  for (const one of said.story.slice(-2)) text += `  - ${one}\n`;
  if (said.link) text += `  ${said.link}\n`;
  return text;
}

function issuedText(issued: NonNullable<RenderedItem["issued"]>, vocabulary: Vocabulary): string {
  const lines = [...issued.about, ...issued.text.split("\n"), ...issued.more].filter(Boolean);
  return `\n${vocabulary.issued.heading}${vocabulary.colon}${issued.title}\n${lines.map((one) => `  ${one}\n`).join("")}`;
}

/** A person's words are indented, to distinguish them from ours. */
const reasonText = ({ label, text }: { label: string; text: string }, colon: string, indent: string): string =>
  text
    ? `${indent}${label}${colon.trimEnd()}\n${indent}  ${text.replaceAll("\n", `\n${indent}  `)}\n`
    : `${indent}${label}\n`;

function close(whys: readonly string[], links: boolean, heading: MailHeading, vocabulary: Vocabulary): string {
  let text = "\n———\n";
  for (const why of whys) if (why) text += `${vocabulary.why}${vocabulary.colon}${why}\n`;
  // On a line of its own, like every link.
  if (heading.whyLink) text += `${vocabulary.whyLink}${vocabulary.colon.trimEnd()}\n${heading.whyLink}\n`;
  text += `${vocabulary.sender}${vocabulary.colon}${heading.sender}\n`;
  return links ? `${text}${vocabulary.noForward}\n` : text;
}
