import { citationOf, glossOf, quoteOf } from "../../domain/catalogue/citation.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { say } from "../words.ts";
import { type Html, html } from "./html.ts";

/** Full source of a duty with its quote. The quote is Chinese, in English with a translation beside it. */
export function citation(duty: Duty, language: LanguageCode): Html {
  const colon = writing[language].colon;
  const gloss = writing[language].either<Html | string>("", html`<p class="hint">${glossOf(duty)}</p>`);
  return html`<p>${say("clause", language)}${colon}${textIn(citationOf(duty), language)}</p>
<blockquote lang="zh-CN">${quoteOf(duty)}</blockquote>${gloss}`;
}
