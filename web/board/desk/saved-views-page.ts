import { addressOf, type BoardFilter, filterIn, isNarrow, queryOf } from "../../../domain/desk/filter.ts";
import { filterWords } from "../../../domain/desk/filter-words.ts";
import { longestName } from "../../../domain/desk/saved-view.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import { textIn } from "../../../domain/words.ts";
import type { SavedView } from "../../../records/saved-views.ts";
import { type Html, html } from "../../http/html.ts";
import { pageIn, pager } from "../../http/pager.ts";
import { say } from "../../words.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("保存的视图", "Saved views"),
  save: t("保存为视图", "Save this view"),
  name: t("名称", "Name"),
  weekly: t("每周一上午用邮件发给我", "Mail it to me on Monday mornings"),
  manage: t("管理", "Manage"),
  all: t("全部{n}个，管理", "All {n}, manage"),
  none: t(
    "还没有保存的视图。在督办台筛选后，可以把筛选条件保存为视图。",
    "No view is saved yet. Filter the board, and save what it shows.",
  ),
  begin: t("每周发给我", "Mail it weekly"),
  end: t("不再每周发送", "Stop the weekly mail"),
  sent: t("每周一上午发送", "mailed on Monday mornings"),
  remove: t("删除", "Remove"),
  saved: t("视图已保存。", "The view is saved."),
  changed: t("已更改。", "Changed."),
  ended: t("这个视图不再每周发送。", "This view is not mailed any more."),
  endTitle: t("每周邮件", "Weekly mail"),
  endButton: t("不再每周发送", "Stop the weekly mail"),
} as const;

export const savedTitle = (language: LanguageCode): string => textIn(says.title, language);
export const endTitle = (language: LanguageCode): string => textIn(says.endTitle, language);

/** Number of views listed on the board, and on a page of their own. */
const most = 6;
const perPage = 10;

/** The reader's saved views on the board, and the form that saves the current filter. */
export function savedSection({
  views,
  filter,
  personId,
  token,
  language,
}: {
  views: readonly SavedView[];
  filter: BoardFilter;
  personId: string | null;
  token: string;
  language: LanguageCode;
}): Html {
  const asks = isNarrow(filter) || filter.view !== null;
  const list =
    views.length > 0
      ? html`<nav aria-label="${savedTitle(language)}">${views.slice(0, most).map((one) => html`<a href="${addressOfView(one)}">${one.name}</a>`)}<a href="/board/views">${textIn(views.length > most ? says.all : says.manage, language).replace("{n}", String(views.length))}</a></nav>`
      : "";
  if (!asks) return views.length > 0 ? html`<div class="saved">${list}</div>` : html``;
  return html`<div class="saved">${list}<details><summary>${textIn(says.save, language)}</summary>${saveForm({ query: queryOf(filter).toString(), name: "", weekly: false, problem: null }, { personId, token, language })}</details></div>`;
}

/** A rejected form of a view, with what was typed. */
export interface ViewAttempt {
  query: string;
  name: string;
  weekly: boolean;
  problem: string | null;
}

function saveForm(
  { query, name, weekly, problem }: ViewAttempt,
  { personId, token, language }: { personId: string | null; token: string; language: LanguageCode },
): Html {
  return html`<form method="post" action="/board/views"><input type="hidden" name="token" value="${token}"><input type="hidden" name="query" value="${query}">
<div class="field"><label for="view-name">${textIn(says.name, language)}</label>${problem ? html`<p class="problem" id="view-problem">${problem}</p>` : ""}<input id="view-name" name="name" maxlength="${longestName}" required value="${name}" ${problem ? html`aria-invalid="true" aria-describedby="view-problem"` : ""}></div>
${personId === null ? "" : html`<label class="option"><input type="checkbox" name="weekly" value="yes"${weekly ? html` checked` : ""}> ${textIn(says.weekly, language)}</label>`}
<button class="plain">${textIn(says.save, language)}</button></form>`;
}

const addressOfView = ({ query }: SavedView): string => {
  const filter = filterIn(query);
  return addressOf(filter, { view: filter.view });
};

export interface SavedViewsShown {
  views: readonly SavedView[];
  /** The page that was asked for. */
  page: string | undefined;
  personId: string | null;
  token: string;
  notice: "saved" | "changed" | null;
  attempt: ViewAttempt | null;
  language: LanguageCode;
}

/** Page of all views of a reader, each with links to open it, to switch its mail on or off, and to delete it. */
export function savedViewsPage({
  views: all,
  page: asked,
  personId,
  token,
  notice,
  attempt,
  language,
}: SavedViewsShown): Html {
  const pages = Math.ceil(all.length / perPage);
  const page = pageIn(asked, pages);
  const views = all.slice((page - 1) * perPage, page * perPage);
  const button = (act: string, id: string, words: Text, name: string): Html =>
    html`<form method="post" action="/board/views/${act}"><input type="hidden" name="token" value="${token}"><input type="hidden" name="view" value="${id}"><button class="plain small">${textIn(words, language)}<span class="visually-hidden">${writing[language].colon}${name}</span></button></form>`;
  return html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>
${notice ? html`<p class="notice" role="status">${textIn(says[notice], language)}</p>` : ""}
<h1>${savedTitle(language)}</h1>
${attempt ? html`<section class="card act"><h2>${textIn(says.save, language)}</h2>${saveForm(attempt, { personId, token, language })}</section>` : ""}
${views.length === 0 ? html`<p class="card quiet">${textIn(says.none, language)}</p>` : ""}
${views.map((one) => {
  const filter = filterWords(filterIn(one.query), language);
  return html`<section class="card"><h2><a href="${addressOfView(one)}">${one.name}</a></h2>
<p class="hint">${writing[language].clauses([filter, ...(one.weekly ? [textIn(says.sent, language)] : [])])}</p>
<div class="buttons">${personId === null ? "" : button(one.weekly ? "stop" : "mail", one.id, one.weekly ? says.end : says.begin, one.name)}${button("remove", one.id, says.remove, one.name)}</div></section>`;
})}
${pager({ label: savedTitle(language), page, pages, address: (one) => `/board/views?page=${one}` }, language)}`;
}

/** Target of the link in a weekly mail: names the view, with a button that ends the mail. */
export function endWeeklyPage(
  { name, weekly }: SavedView,
  { path, token, language }: { path: string; token: string; language: LanguageCode },
): Html {
  return html`<section class="card act"><h1>${textIn(says.endTitle, language)}</h1><p>${writing[language].either(`视图“${name}”`, `The view “${name}”`)}</p>
${weekly ? html`<form method="post" action="${path}"><input type="hidden" name="token" value="${token}"><button class="main">${textIn(says.endButton, language)}</button></form>` : html`<p class="notice" role="status">${textIn(says.ended, language)}</p>`}</section>`;
}
