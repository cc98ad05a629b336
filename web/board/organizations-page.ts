import type { OrganizationStanding, Standings } from "../../client/desk/organizations.ts";
import type { BoardFilter } from "../../domain/desk/filter.ts";
import { type OrganizationState, organizationStates } from "../../domain/desk/standing.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type LanguageCode, organizationTypes, type Text } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { textIn, word } from "../../domain/words.ts";
import { instantWords, plural } from "../http/format-date.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { pager } from "../http/pager.ts";
import { say } from "../words.ts";
import { stateWords } from "./desk/desk-city.ts";
import { searchField } from "./desk/search-field.ts";

export interface OrganizationsView extends Standings {
  filter: BoardFilter;
  state: OrganizationState | null;
  districts: readonly string[];
  perPage: number;
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("机构状态", "How organizations stand"),
  none: t("没有符合条件的机构。", "No organization is like that."),
  state: t("状态", "State"),
  never: t("对在办事项还没有回应", "nothing yet about what is open"),
  contact: t("最近联系", "Last contact"),
};

export const organizationsTitle = (language: LanguageCode): string => textIn(says.title, language);

export function organizationsPage(view: OrganizationsView): Html {
  const { rows, total, filter, perPage, language } = view;
  const pages = Math.ceil(total / perPage);
  return html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>
<h1>${organizationsTitle(language)} <span class="count">${total}</span></h1>
${filterForm(view)}
${rows.length === 0 ? html`<p class="quiet">${textIn(says.none, language)}</p>` : html`<ul class="rows card">${rows.map((row) => organizationRow(view, row))}</ul>`}
${pager({ label: organizationsTitle(language), page: filter.page, pages, address: (page) => address(view, page) }, language)}`;
}

function address({ filter, state }: OrganizationsView, page: number): string {
  const given = { q: filter.search, district: filter.district, type: filter.type, state };
  const query = new URLSearchParams({ page: String(page) });
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  return `/board/organizations?${query}`;
}

function filterForm({ filter, state, districts, language }: OrganizationsView): Html {
  const all = writing[language].either("全部", "All");
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [string, string])[],
    chosen: string | null,
  ): Html =>
    html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">${all}</option>${options.map(([value, text]) => html`<option value="${value}" ${attribute("selected", value === chosen)}>${text}</option>`)}</select></div>`;
  return html`<form class="filter" method="get" action="/board/organizations" role="search">
${searchField(filter.search, language)}
${select(
  "state",
  textIn(says.state, language),
  organizationStates.map((one) => [one, textIn(stateWords[one], language)]),
  state,
)}
${
  districts.length > 1
    ? select(
        "district",
        writing[language].either("地区", "District"),
        districts.map((one) => [one, one]),
        filter.district,
      )
    : ""
}
${select(
  "type",
  writing[language].either("机构类型", "Type"),
  organizationTypes.map((one) => [one, word("organizationType", one, language)]),
  filter.type,
)}
<button class="plain">${writing[language].either("筛选", "Filter")}</button></form>`;
}

const tones: Readonly<Record<OrganizationState, string>> = {
  unreachable: "alarm",
  silent: "alarm",
  late: "late",
  "at-risk": "soon",
  good: "done",
};

/** One organization: name, state, number and age of late tasks, last contact; it links to the organization's open tasks. */
function organizationRow({ now, language }: OrganizationsView, row: OrganizationStanding): Html {
  const { facts, zone } = row;
  const late =
    facts.late > 0 && facts.lateSince
      ? writing[language].either(
          `逾期${facts.late}件，最早应于${instantWords(facts.lateSince, zone, language, now)}办结`,
          `${plural(facts.late, "task")} late, the earliest due ${instantWords(facts.lateSince, zone, language, now)}`,
        )
      : "";
  const risk = facts.atRisk > 0 ? writing[language].either(`有风险${facts.atRisk}件`, `${facts.atRisk} at risk`) : "";
  const contact = row.lastContactAt
    ? instantWords(row.lastContactAt, zone, language, now)
    : textIn(says.never, language);
  return html`<li><a class="row" href="/board?q=${encodeURIComponent(row.code)}"><span class="what"><span class="badge ${tones[row.state]}">${textIn(stateWords[row.state], language)}</span> ${row.name}</span>
<span class="where">${writing[language].phrase([late, risk].filter((one) => one !== ""))}</span>
<span class="when"><span class="hint">${textIn(says.contact, language)}${writing[language].colon}${contact}</span></span></a></li>`;
}
