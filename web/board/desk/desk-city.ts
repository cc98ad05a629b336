import type { DeskCity } from "../../../client/desk/desk.ts";
import { findDuty } from "../../../domain/catalogue/packs/index.ts";
import type { Mover } from "../../../domain/desk/movers.ts";
import { type OrganizationState, organizationStates } from "../../../domain/desk/standing.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { punctuality, rated } from "../../../domain/reporting/counts.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import { textIn } from "../../../domain/words.ts";
import { type Html, html } from "../../http/html.ts";
import { bar } from "../bars.ts";
import { monthChart } from "../report/report-chart.ts";
import type { DeskView } from "./desk-view.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

export const stateWords: Readonly<Record<OrganizationState, Text>> = {
  unreachable: t("联系不上", "Unreachable"),
  silent: t("逾期且无回应", "Silent"),
  late: t("有逾期", "Late"),
  "at-risk": t("有风险", "At risk"),
  good: t("正常", "Good"),
};

const says = {
  city: t("全部机构", "All organizations"),
  states: t("机构状态", "How they stand"),
  week: t("七日内到期", "Due within seven days"),
  day: t("日期", "Day"),
  due: t("到期件数", "Due"),
  punctuality: t("近十二个月按期率", "In time, over twelve months"),
  month: t("月份", "Month"),
  inTime: t("按期率", "In time"),
  rated: t("应办件数", "Asked"),
  heatDistrict: t("逾期分布（地区与事项）", "Where it is late: district and duty"),
  heatOrganization: t("逾期分布（机构与事项）", "Where it is late: organization and duty"),
  lateByDuty: t("逾期事项", "Where it is late"),
  row: t("地区或机构", "District or organization"),
  total: t("合计", "Total"),
  nothingLate: t("没有逾期的事项。", "Nothing is late."),
  nowhere: t("未填地区", "No district"),
  circulars: t("下发文件的办理情况", "How far circulars have come"),
  reached: t("已送达", "With"),
  done: t("已办结", "Done"),
  late: t("有逾期", "Late"),
  silent: t("无回应", "Silent"),
  onTheWay: t("办理中", "On the way"),
  circular: t("文件", "Circular"),
  table: t("数据表", "As a table"),
  movers: t("上月变化最大的机构", "Who changed most last month"),
  better: t("进步", "Better"),
  worse: t("退步", "Worse"),
};

const tones: Readonly<Record<OrganizationState, string>> = {
  unreachable: "late",
  silent: "late",
  late: "late",
  "at-risk": "soon",
  good: "done",
};

/** State of all organizations, tasks due this week, late tasks by place, and progress of circulars. */
export function citySection({ desk, language }: DeskView): Html {
  const { city } = desk;
  return html`<section class="card" aria-labelledby="city"><h2 id="city">${textIn(says.city, language)} <span class="count">${city.organizations}</span></h2>
<ul class="tiles">${organizationStates.map((state) => html`<li class="${tones[state]}${city.states[state] > 0 ? " some" : ""}"><a href="/board/organizations?state=${state}"><b>${city.states[state]}</b> ${textIn(stateWords[state], language)}</a></li>`)}</ul>
<div class="halves">${weekTable(city, language)}${punctualityTable(city, language)}${moversTable(city, language)}</div>
${circularTable(city, language)}
${heatTable(city, language)}</section>`;
}

/** The same for a board that covers one organization: nothing counts organizations. */
export function ownSection({ desk, language }: DeskView, name: string): Html {
  const { city } = desk;
  const state = organizationStates.find((one) => city.states[one] > 0) ?? "good";
  return html`<section class="card" aria-labelledby="city"><h2 id="city">${name} <span class="badge ${tones[state]}">${textIn(stateWords[state], language)}</span></h2>
<div class="halves">${weekTable(city, language)}${punctualityTable(city, language)}</div>
${ownCirculars(city, language)}
${ownLate(city, language)}</section>`;
}

/** The organization's progress with each circular. */
function ownCirculars({ circulars }: DeskCity, language: LanguageCode): Html {
  if (circulars.length === 0) return html``;
  const stands = ({ done, late, silent }: DeskCity["circulars"][number]): readonly [tone: string, words: Text] =>
    silent > 0
      ? ["late", says.silent]
      : late > 0
        ? ["late", says.late]
        : done > 0
          ? ["done", says.done]
          : ["soon", says.onTheWay];
  return html`<h3 id="coverage">${textIn(says.circulars, language)}</h3><ul class="rows">${circulars.map((one) => {
    const [tone, words] = stands(one);
    return html`<li><a href="/board/circulars/${one.id}">${one.title}</a> <span class="badge ${tone}">${textIn(words, language)}</span></li>`;
  })}</ul>`;
}

/** Late tasks by duty; without any, the state of the organization says so. */
function ownLate({ heat }: DeskCity, language: LanguageCode): Html {
  const [row] = heat.rows;
  if (!row) return html``;
  const line = (duty: string): Html =>
    html`<li><a href="/board?duty=${duty}&view=late">${dutyName(duty, language)}</a> <span class="hint">${writing[language].either(`${heat.count(row.key, duty)}件`, `${heat.count(row.key, duty)}`)}</span></li>`;
  return html`<h3 id="heat">${textIn(says.lateByDuty, language)} <span class="count">${row.total}</span></h3><ul class="rows">${heat.columns.map(({ key }) => line(key))}</ul>`;
}

function dutyName(number: string, language: LanguageCode): string {
  const duty = findDuty(number);
  return duty ? textIn(duty.title, language) : number;
}

function weekTable({ week }: DeskCity, language: LanguageCode): Html {
  const most = Math.max(1, ...week.map(({ due }) => due));
  return html`<div><h3 id="week">${textIn(says.week, language)}</h3><table class="bars" aria-labelledby="week"><thead class="visually-hidden"><tr><th scope="col">${textIn(says.day, language)}</th><th scope="col">${textIn(says.due, language)}</th><td></td></tr></thead>
<tbody>${week.map(({ day, due }) => html`<tr><th scope="row">${writing[language].weekday(day)}</th><td class="number">${due}</td><td class="drawn">${bar([{ tone: "brand", value: due }], most)}</td></tr>`)}</tbody></table></div>`;
}

const percent = (share: number): number => Math.round(share * 100);

/**
 * Share of tasks done on time in past months, from the first with data, as a chart and as its table; and the change from the month before last to the
 * last.
 */
function punctualityTable({ months }: DeskCity, language: LanguageCode): Html {
  const shares = months.map(({ month, counts }) => ({ month, counts, punctuality: punctuality(counts) }));
  const first = shares.findIndex((one) => one.punctuality !== null);
  if (first < 0) return html``;
  const known = shares.slice(first);
  const [before, last] = shares.slice(-2).map((one) => (one.punctuality === null ? null : percent(one.punctuality)));
  const more = before != null && last != null ? last - before : null;
  const against =
    more === null || last == null
      ? ""
      : writing[language].either(
          `上月按期率${last}%，${more === 0 ? "与前一个月持平" : `比前一个月${more > 0 ? "高" : "低"}${Math.abs(more)}个百分点`}`,
          `Last month ${last}% in time, ${more === 0 ? "as the month before" : `${Math.abs(more)} points ${more > 0 ? "above" : "below"} the month before`}`,
        );
  return html`<div><h3 id="punctuality">${textIn(says.punctuality, language)}</h3><p class="hint">${against}</p>
${monthChart(known, language, "narrow")}
<details><summary>${textIn(says.table, language)}</summary><table class="bars" aria-labelledby="punctuality"><thead><tr><th scope="col">${textIn(says.month, language)}</th><th scope="col" class="number">${textIn(says.inTime, language)}</th><th scope="col" class="number">${textIn(says.rated, language)}</th></tr></thead>
<tbody>${known.map((one) => html`<tr><th scope="row">${monthWords(one.month, language)}</th><td class="number">${one.punctuality === null ? "–" : `${percent(one.punctuality)}%`}</td><td class="number">${rated(one.counts)}</td></tr>`)}</tbody></table></details></div>`;
}

const monthWords = (month: string, language: LanguageCode): string =>
  writing[language].either(`${month.slice(0, 4)}年${Number(month.slice(5))}月`, month);

/** A row for each circular. Each organization is counted in one column: a silent one is not in progress. */
function circularTable({ circulars }: DeskCity, language: LanguageCode): Html {
  if (circulars.length === 0) return html``;
  const heads = [says.circular, says.reached, says.done, says.onTheWay, says.late, says.silent].map((one) =>
    textIn(one, language),
  );
  return html`<h3 id="coverage">${textIn(says.circulars, language)}</h3><table class="entries coverage" aria-labelledby="coverage"><thead><tr>${heads.map((one, n) => html`<th scope="col" class="${n > 0 ? "number" : ""}">${one}</th>`)}</tr></thead>
<tbody>${circulars.map((one) => {
    const onTheWay = one.reached - one.done - one.late - one.silent;
    const parts = [
      { tone: "done", value: one.done },
      { tone: "brand", value: onTheWay },
      { tone: "soon", value: one.late },
      { tone: "late", value: one.silent },
    ] as const;
    const figures = [one.reached, ...parts.map(({ value }) => value)];
    return html`<tr><th scope="row"><a href="/board/circulars/${one.id}">${one.title}</a>${bar(parts, one.reached)}</th>${figures.map((value, n) => html`<td class="number" data-label="${heads[n + 1]}">${n === 4 && value > 0 ? html`<strong>${value}</strong>` : value}</td>`)}</tr>`;
  })}</tbody></table>`;
}

/** Organizations that did better or worse than in the month before. */
function moversTable({ movers, months }: DeskCity, language: LanguageCode): Html {
  const { better, worse } = movers;
  const last = months.at(-1)?.month;
  if (!last || better.length + worse.length === 0) return html``;
  const list = (title: Text, some: readonly Mover[]): Html =>
    some.length === 0
      ? html``
      : html`<h4>${textIn(title, language)}</h4><ul class="rows">${some.map((one) => html`<li><a href="${reportOf(one.code, last)}">${one.name}</a> <span class="hint">${percent(one.before)}% → ${percent(one.punctuality)}%${writing[language].either("，", ", ")}${changedBy(one.change, language)}</span></li>`)}</ul>`;
  return html`<div><h3>${textIn(says.movers, language)}</h3>${list(says.worse, worse)}${list(says.better, better)}</div>`;
}

const reportOf = (organization: string, period: string): string =>
  `/board/report?${new URLSearchParams({ period, organization })}`;

const changedBy = (points: number, language: LanguageCode): string => {
  const by = Math.abs(points).toFixed(1);
  return writing[language].either(
    `${points > 0 ? "提高" : "下降"}${by}个百分点`,
    `${points > 0 ? "up" : "down"} ${by} points`,
  );
};

function heatTable({ heat }: DeskCity, language: LanguageCode): Html {
  const title = heat.by === "district" ? says.heatDistrict : says.heatOrganization;
  if (heat.rows.length === 0)
    return html`<h3>${textIn(title, language)}</h3><p class="quiet">${textIn(says.nothingLate, language)}</p>`;
  const href = (row: string, duty: string): string => {
    const query = new URLSearchParams({
      [heat.by === "district" ? "district" : "q"]: row,
      ...(duty && { duty }),
      view: "late",
    });
    return `/board?${query}`;
  };
  return html`<h3 id="heat">${textIn(title, language)}</h3><div class="across" role="region" aria-labelledby="heat" tabindex="0"><table class="heat" aria-labelledby="heat">
<thead><tr><th scope="col">${textIn(says.row, language)}</th>${heat.columns.map(({ key }) => html`<th scope="col">${dutyName(key, language)}</th>`)}<th scope="col">${textIn(says.total, language)}</th></tr></thead>
<tbody>${heat.rows.map(
    ({ key, label, total }) =>
      html`<tr><th scope="row"><a href="${href(key, "")}">${label || textIn(says.nowhere, language)}</a></th>${heat.columns.map(
        (column) => {
          const count = heat.count(key, column.key);
          return html`<td class="heat-${heat.level(key, column.key)}">${count > 0 ? html`<a href="${href(key, column.key)}">${count}</a>` : ""}</td>`;
        },
      )}<td class="number">${total}</td></tr>`,
  )}</tbody></table></div>`;
}
