import { sourceWords, urgencyWords } from "../../../domain/procedures/circular.ts";
import type { LanguageCode, Zone } from "../../../domain/terms.ts";
import { textIn } from "../../../domain/words.ts";
import type { CircularAbout } from "../../../records/cases/circulars.ts";
import { instantWords } from "../../http/format-date.ts";
import { type Html, html } from "../../http/html.ts";
import { sizeWords } from "../../task/task-record.ts";
import { say } from "../../words.ts";

/** The circular that a case is about: text, issuer, date and file. @param file address of the file; null: not for this reader */
export function circularSection(
  circular: CircularAbout,
  { language, zone, file }: { language: LanguageCode; zone: Zone; file: string | null },
): Html {
  const { title, text, source, urgency, issuedAt, fileName, fileSize, withdrawnAt, withdrawnBecause } = circular;
  return html`<section class="card" aria-labelledby="circular"><h2 id="circular">${say("circular", language)}</h2>
<p class="subject">${title}</p>
<p class="hint">${textIn(sourceWords[source], language)} · <time datetime="${issuedAt.toISOString()}">${instantWords(issuedAt, zone, language)}</time>${urgency === "urgent" ? html` · <strong>${textIn(urgencyWords.urgent, language)}</strong>` : ""}</p>
${withdrawnAt ? html`<p><strong>${say("withdrawn", language)} · ${instantWords(withdrawnAt, zone, language)}</strong> ${withdrawnBecause}</p><p class="hint">${say("goesOn", language)}</p>` : ""}
${text ? html`<blockquote>${text}</blockquote>` : ""}
${fileSize > 0 && file ? html`<ul class="files"><li><a href="${file}" download>${fileName}</a> <span class="hint">${sizeWords(fileSize)}</span></li></ul>` : ""}</section>`;
}
