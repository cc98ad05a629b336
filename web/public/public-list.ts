import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, OrganizationType } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { DiscloserPage } from "../../records/views/disclosers.ts";
import { plural } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";

/** Organizations with campaigns, with a search that needs no script. */
export function organizationList(list: DiscloserPage & { search: string; language: LanguageCode }): Html {
  const { lines, earlier, further, search, language } = list;
  const href = (beside: "before" | "after", code: string | undefined): string =>
    `/org?${new URLSearchParams({ ...(search && { q: search }), [beside]: code ?? "" })}`;
  return html`<h1>捐赠款物公示 <span class="beside" lang="en">Donations and their use</span></h1>
<form class="filter" method="get" action="/org" role="search"><div class="field"><label for="q">${writing[language].either("机构、募捐或项目的名称，或机构代码", "Name of an organization, a campaign or a project, or a code")}</label>
<input id="q" name="q" type="search" value="${search}" maxlength="100"></div><button class="plain">${writing[language].either("查找", "Search")}</button></form>
${lines.length === 0 ? html`<p>${writing[language].either("没有找到这样的机构、募捐或项目。", "No such organization, campaign or project was found.")}</p>` : ""}
<ul class="rows card">${lines.map(
    (one) => html`<li><h2><a href="/org/${encodeURIComponent(one.code)}">${one.name}</a></h2>
<p class="hint">${one.code} · ${word("organizationType", one.type as OrganizationType, language)}</p>
<p>${writing[language].either(`募捐或项目${one.campaigns}个`, plural(one.campaigns, "campaign"))} · ${writing[language].either(`已公布${one.published}次`, `${one.published} published`)}${one.late > 0 ? html` · <strong class="badge late">${writing[language].either(`逾期${one.late}次`, `${one.late} late`)}</strong>` : ""}</p>${one.found.length > 0 ? html`<p>${writing[language].either("募捐或项目：", "Campaigns: ")}${writing[language].list(one.found)}</p>` : ""}</li>`,
  )}</ul>
${
  earlier || further
    ? html`<nav class="pages" aria-label="${writing[language].either("分页", "Pages")}">${earlier ? html`<a href="${href("before", lines[0]?.code)}" rel="prev">${writing[language].either("上一页", "Earlier")}</a> ` : ""}${further ? html`<a href="${href("after", lines.at(-1)?.code)}" rel="next">${writing[language].either("下一页", "Further")}</a>` : ""}</nav>`
    : ""
}`;
}
