import type { Email, Note, Sms } from "../message.ts";
import { line } from "./clean.ts";
import { noteHtml } from "./html.ts";
import type { RenderedNote } from "./note-words.ts";
import { smsSignature } from "./sms.ts";
import type { Vocabulary } from "./vocabulary.ts";

export function noteMail(note: Note, vocabulary: Vocabulary): Email {
  const words = vocabulary.notes[note.kind];
  const said: RenderedNote = {
    ...words,
    figure: note.kind === "code" ? note.code : note.number,
    ...("link" in note && { link: note.link }),
  };
  const heading = {
    subject: words.subject(note),
    // Nobody knows whose address a receipt goes to.
    greeting: note.kind === "code" ? vocabulary.greeting(line(note.name, 40)) : "",
    sender: line(note.sender, 80),
  };
  return {
    subject: heading.subject,
    text: noteText(said, heading, vocabulary),
    html: noteHtml(said, heading, vocabulary),
  };
}

function noteText(
  said: RenderedNote,
  { greeting, sender }: { greeting: string; sender: string },
  vocabulary: Vocabulary,
): string {
  const { colon } = vocabulary;
  let text = `${said.badge}${colon}${said.figure}\n\n`;
  if (greeting) text += `${greeting}\n`;
  text += `${said.lead}\n\n${said.warning}\n`;
  if (said.link) text += `\n${said.button}${colon.trimEnd()}\n${said.link}\n`;
  return `${text}\n———\n${vocabulary.sender}${colon}${sender}\n`;
}

/** The template that carries a code; it has no form with a link. */
export const codeTemplate = ({ code }: Pick<Vocabulary, "code">): string =>
  `DUBAN_${code.slice(0, 2).toUpperCase()}_CODE`;

export function codeSms(code: string, vocabulary: Vocabulary): Sms {
  const text = vocabulary.smsCode.replace("{code}", code);
  return { template: codeTemplate(vocabulary), variables: { code }, text: `【${smsSignature}】${text}` };
}
