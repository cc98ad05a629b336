import type { Chapter } from "./digest.ts";
import type { Letter } from "./html.ts";
import type { Said } from "./said.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The plain part: the same facts in the same order as html.ts. */
export function singleText(said: Said, letter: Letter, vocabulary: Vocabulary): string {
  const { colon } = vocabulary;
  let text = `${said.what}\n`;
  if (said.organization) text += `${said.organization}\n`;
  text += `${said.badge}\n`;
  if (said.instant) text += `${said.words.dueLabel}${colon}${said.instant} ${said.zone}\n`;
  if (said.basis) text += `${vocabulary.basis}${colon}${said.basis}\n`;
  text += `\n${letter.greeting}\n${said.lead}\n`;
  for (const note of said.notes) text += `\n${note}\n`;
  if (said.reason) text += `\n${reasonText(said.reason, colon, "")}`;
  if (said.figures.length > 0) text += `\n${vocabulary.figures}\n`;
  for (const { label, value } of said.figures) text += `- ${label}${colon}${value}\n`;
  // Alone on its line, so that no client takes punctuation for a part of it.
  if (said.link) text += `\n${said.button}${colon.trimEnd()}\n${said.link}\n`;
  if (said.otherwise) text += `\n${said.otherwise}\n`;
  if (said.story.length > 0) text += `\n${vocabulary.story}\n- ${said.story.join("\n- ")}\n`;
  if (said.quote) text += `\n${vocabulary.clause(said.clause)}\n“${said.quote}”\n`;
  return text + close([said.why], said.link !== undefined, letter, vocabulary);
}

export function digestText(
  chapters: readonly Chapter[],
  title: string,
  whys: readonly string[],
  letter: Letter,
  vocabulary: Vocabulary,
): string {
  let text = `${title}\n\n${letter.greeting}\n${vocabulary.digest.lead}\n`;
  let links = false;
  for (const { organization, sections } of chapters) {
    if (organization) text += `\n== ${organization} ==\n`;
    for (const { group, items } of sections) {
      text += `\n${vocabulary.digest.groups[group]} ${items.length}\n`;
      for (const said of items) {
        links ||= said.link !== undefined;
        text += entryText(said, vocabulary);
      }
    }
  }
  return text + close(whys, links, letter, vocabulary);
}

function entryText(said: Said, vocabulary: Vocabulary): string {
  const { colon } = vocabulary;
  let text = `\n* ${said.what}\n  ${said.badge}\n`;
  if (said.instant) text += `  ${said.words.dueLabel}${colon}${said.instant} ${said.zone}\n`;
  if (said.basis) text += `  ${vocabulary.basis}${colon}${said.basis}\n`;
  for (const note of said.notes) text += `  ${note}\n`;
  if (said.part === "copy") text += `  ${vocabulary.copied}\n`;
  if (said.reason) text += reasonText(said.reason, colon, "  ");
  for (const { label, value } of said.figures) text += `  ${label}${colon}${value}\n`;
  for (const one of said.story.slice(-3)) text += `  - ${one}\n`;
  if (said.quote) text += `  ${vocabulary.clause(said.clause)} “${said.quote}”\n`;
  if (said.link) text += `  ${said.link}\n`;
  return text;
}

/** The words of a person are indented, so that they cannot be taken for ours. */
const reasonText = ({ label, text }: { label: string; text: string }, colon: string, indent: string): string =>
  text
    ? `${indent}${label}${colon.trimEnd()}\n${indent}  ${text.replaceAll("\n", `\n${indent}  `)}\n`
    : `${indent}${label}\n`;

function close(whys: readonly string[], links: boolean, letter: Letter, vocabulary: Vocabulary): string {
  let text = "\n———\n";
  for (const why of whys) if (why) text += `${vocabulary.why}${vocabulary.colon}${why}\n`;
  text += `${vocabulary.sender}${vocabulary.colon}${letter.sender}\n`;
  return links ? `${text}${vocabulary.noForward}\n` : text;
}
