import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { type Html, html } from "./html.ts";

export interface Pager {
  /** What there are several pages of. */
  label: string;
  /** The one that is shown, from 1. */
  page: number;
  pages: number;
  address(page: number): string;
}

/** The way to the page before and the one after; nothing where there is but one. */
export function pager({ label, page, pages, address }: Pager, language: LanguageCode): Html | "" {
  if (pages <= 1) return "";
  const { either } = writing[language];
  return html`<nav class="pages" aria-label="${label}">${page > 1 ? html`<a href="${address(page - 1)}">← ${either("上一页", "Earlier")}</a>` : ""} <span>${page} / ${pages}</span> ${page < pages ? html`<a href="${address(page + 1)}">${either("下一页", "Later")} →</a>` : ""}</nav>`;
}
