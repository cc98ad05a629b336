import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { sheetsOf } from "./sheets.ts";
import type { Entry } from "./task-rows.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const title = t("一次办理：同日到期的清单", "Sheets: tasks due on the same day");
/** Title of the sheet of all late tasks, whatever their due days. */
export const lateTitle = t("已逾期各项", "All that is late");

/** Sheets that are listed, the most urgent first; every task of the rest is in the list below. */
const mostSheets = 20;

/** Sheets: tasks of one organization that are due on the same day are submitted together. */
export function sheetSection({
  entries,
  language,
  now,
  alone = false,
}: {
  entries: readonly Entry[];
  language: LanguageCode;
  now: Date;
  /** All sheets are of one organization, which the page's head names. */
  alone?: boolean;
}): Html {
  const sheets = sheetsOf(entries);
  if (sheets.length === 0) return html``;
  return html`<section class="card act" aria-labelledby="sheets"><h2 id="sheets">${textIn(title, language)}</h2>
<ul class="rows">${sheets.slice(0, mostSheets).map((sheet) => {
    const when = sheet.late ? textIn(lateTitle, language) : instantWords(sheet.due, sheet.zone, language, now);
    return html`<li><a class="row" href="${sheet.path}"><span class="what">${when} <span class="count">${writing[language].either(`${sheet.tasks}项`, `${sheet.tasks} tasks`)}</span></span>${alone ? "" : html`<span class="where">${sheet.organization}</span>`}</a></li>`;
  })}</ul></section>`;
}
