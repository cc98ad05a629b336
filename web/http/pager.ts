import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { type Html, html } from "./html.ts";

export interface Pager {
  /** Name of what is paged. */
  label: string;
  /** The current page, from 1. */
  page: number;
  pages: number;
  /** False: only whether a next page exists is known; the number of pages is not shown. @default true */
  counted?: boolean;
  address(page: number): string;
}

/** The page that an address asks for, from 1; beyond the last one, the last. */
export const pageIn = (asked: string | undefined, pages: number): number =>
  Math.min(Math.max(1, pages), Math.max(1, Number.parseInt(asked ?? "1", 10) || 1));

/** Links to the previous and the next page; nothing if there is only one page. */
export function pager({ label, page, pages, counted = true, address }: Pager, language: LanguageCode): Html | "" {
  if (pages <= 1) return "";
  const { either } = writing[language];
  return html`<nav class="pages" aria-label="${label}">${page > 1 ? html`<a href="${address(page - 1)}">← ${either("上一页", "Earlier")}</a>` : ""} <span>${counted ? `${page} / ${pages}` : page}</span> ${page < pages ? html`<a href="${address(page + 1)}">${either("下一页", "Later")} →</a>` : ""}</nav>`;
}
