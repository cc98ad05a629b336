import { writing } from "../../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { type Html, html } from "../../http/html.ts";

/** The search field of the board. It works without a script; with one it lists suggestions. */
export function searchField(value: string, language: LanguageCode): Html {
  const { either } = writing[language];
  return html`<div class="field"><label for="q">${either("机构（名称、拼音、首字母或代码）", "Organization (name, pinyin, initials or code)")}</label><input id="q" name="q" type="search" maxlength="80" value="${value}" data-suggest="/board/suggest" data-some="${either("{n}条建议，用上下键选择", "{n} suggestions, use the arrow keys")}" data-none="${either("没有建议", "no suggestions")}"></div>`;
}
