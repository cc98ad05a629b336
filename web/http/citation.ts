import { citationOf, glossOf, quoteOf } from "../../domain/catalogue/citation.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { say } from "../words.ts";
import { type Html, html } from "./html.ts";

/** Where a duty comes from, in full, and what is quoted; the quote stays Chinese, with what it says in English beside it. */
export function citation(duty: Duty, language: LanguageCode): Html {
  const colon = language === "en" ? ": " : "：";
  const gloss = language === "en" ? html`<p class="hint">${glossOf(duty)}</p>` : "";
  return html`<p>${say("clause", language)}${colon}${textIn(citationOf(duty), language)}</p>
<blockquote lang="zh-CN">${quoteOf(duty)}</blockquote>${gloss}`;
}
