import type { Email, Note, Sms } from "../message.ts";
import { line } from "./clean.ts";
import { noteHtml } from "./html.ts";
import type { NoteWords, RenderedNote } from "./note-words.ts";
import { smsSignature } from "./sms.ts";
import type { Vocabulary } from "./vocabulary.ts";

export function noteMail(note: Note, vocabulary: Vocabulary): Email {
  const words = vocabulary.notes[note.kind];
  const { badge, warning, button, lead } = words;
  const said: RenderedNote = {
    ...{ badge, warning, lists: listsOf(note, words) },
    ...(button !== undefined && { button }),
    lead: line(typeof lead === "function" ? lead(note) : lead, 400),
    figure: figureOf(note) || (words.figure ?? ""),
    ...("link" in note && note.link && { link: note.link }),
    ...("end" in note && words.end && { end: { words: words.end, link: note.end } }),
  };
  const heading = {
    subject: line(words.subject(note), 160),
    // The owner of a receipt's address is not known.
    greeting: "name" in note ? vocabulary.greeting(line(note.name, 40)) : "",
    sender: line(note.sender, 80),
  };
  return {
    subject: heading.subject,
    text: noteText(said, heading, vocabulary),
    html: noteHtml(said, heading, vocabulary),
  };
}

function figureOf(note: Note): string {
  if (note.kind === "code") return note.code;
  if (note.kind === "my") return "";
  if (note.kind === "webhook-paused") return line(note.host, 80);
  if (note.kind === "view") return line(note.view, 80);
  return note.kind === "receipt" ? note.number : line(note.organization, 80);
}

function listsOf(note: Note, { done, waits, none = "", more }: NoteWords): RenderedNote["lists"] {
  if (note.kind !== "stand-in" && note.kind !== "back" && note.kind !== "view") return [];
  const list = (heading: string | undefined, lines: readonly string[], rest = 0) =>
    heading === undefined
      ? []
      : [
          {
            heading,
            lines:
              lines.length > 0
                ? [...lines.map((one) => line(one, 160)), ...(rest > 0 && more ? [more(rest)] : [])]
                : [none],
          },
        ];
  return [...list(done, note.done), ...list(waits, note.waits, note.more)];
}

function noteText(
  said: RenderedNote,
  { greeting, sender }: { greeting: string; sender: string },
  vocabulary: Vocabulary,
): string {
  const { colon } = vocabulary;
  let text = `${said.badge}${colon}${said.figure}\n\n`;
  if (greeting) text += `${greeting}\n`;
  text += `${said.lead}\n`;
  for (const { heading, lines } of said.lists)
    text += `\n${heading}${colon.trimEnd()}\n${lines.map((one) => `- ${one}\n`).join("")}`;
  text += `\n${said.warning}\n`;
  if (said.link) text += `\n${said.button}${colon.trimEnd()}\n${said.link}\n`;
  if (said.end) text += `\n${said.end.words}${colon.trimEnd()}\n${said.end.link}\n`;
  return `${text}\n———\n${vocabulary.sender}${colon}${sender}\n`;
}

/** The template for an access code; it has no variant with a link. */
export const codeTemplate = ({ code }: Pick<Vocabulary, "code">): string =>
  `DUBAN_${code.slice(0, 2).toUpperCase()}_CODE`;

export function codeSms(code: string, vocabulary: Vocabulary): Sms {
  const text = vocabulary.smsCode.replace("{code}", code);
  const filled = { variables: { code }, text: `【${smsSignature}】${text}` };
  return { template: codeTemplate(vocabulary), ...filled, brief: filled };
}
