import type { ReportQuery } from "../../../client/reporting/report.ts";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import type { Bulletin } from "../../../domain/reporting/bulletin.ts";
import { countNames, countWords } from "../../../domain/reporting/counts.ts";
import { type FormulaSetting, type Light, lights, lightWords } from "../../../domain/reporting/formula.ts";
import type { ReportPeriod } from "../../../domain/reporting/period.ts";
import type { Figures, Group, Place, Report } from "../../../domain/reporting/report.ts";
import { figureHeads } from "../../../domain/reporting/sheets.ts";
import {
  changeWords,
  daysWords,
  groupWords,
  numberWords,
  percentWords,
  scopeWords,
} from "../../../domain/reporting/show.ts";
import { type LanguageCode, organizationTypes, type Text } from "../../../domain/terms.ts";
import { periodWords } from "../../../domain/time/period-words.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { textIn, word } from "../../../domain/words.ts";
import { type Column, entryTable } from "../../http/entry-table.ts";
import { instantWords, plural } from "../../http/format-date.ts";
import { attribute, type Child, type Html, html } from "../../http/html.ts";
import { say } from "../../words.ts";
import { type FormulaSection, formulaSection } from "./formula-form.ts";
import { monthChart } from "./report-chart.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Rows of the report's table. */
export const reportTables = ["organization", "duty", "district", "type"] as const;
export type ReportTable = (typeof reportTables)[number];

export interface ReportShown {
  language: LanguageCode;
  asked: ReportQuery;
  /** Null: the request cannot be answered, for the reason in `problem`. */
  report: Report | null;
  problem: Text | null;
  table: ReportTable;
  /** Page of the organizations; 0: all on one page, for printing. */
  page: number;
  bulletin: Bulletin | null;
  /** Formulas that were set, with the names of those who set them. */
  formulas: readonly (FormulaSetting & { by: string })[];
  periods: readonly ReportPeriod[];
  districts: readonly string[];
  /** The reader is the administrator and may choose an authority. */
  all: boolean;
  /** Only for the administrator, who may set another formula. */
  formulaForm: FormulaSection["form"];
  /** A browser is available that prints the report as PDF. */
  pdf: boolean;
  issues: boolean;
}

/** Rows on a page; with the longest names it stays below 50 kB. */
export const perPage = 25;

export const reportTitle = t("履职情况报表", "How duties were done");
const tableTitles: Readonly<Record<ReportTable, Text>> = {
  organization: t("按机构", "By organization"),
  duty: t("按职责", "By duty"),
  district: t("按区", "By district"),
  type: t("按类型", "By type"),
};

const groupHeads: Readonly<Record<Exclude<ReportTable, "organization">, Text>> = {
  duty: t("职责", "duty"),
  district: t("地区", "district"),
  type: t("机构类型", "type"),
};

/** Address of the same report with other parameters. */
export function reportAddress(
  asked: ReportQuery,
  path = "/board/report",
  more: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries({ ...asked, ...more }).filter(([, value]) => value);
  const query = new URLSearchParams(given as [string, string][]).toString();
  return query ? `${path}?${query}` : path;
}

export function reportPage(shown: ReportShown): Html {
  const { report, language, problem } = shown;
  const either = writing[language].either;
  return html`<div class="report"><p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>
<h1>${report ? either(`${periodWords(report.period).zh}社会组织履职情况`, `Duties of social organizations in ${periodWords(report.period).en}`) : textIn(reportTitle, language)}</h1>
${report ? html`<p class="hint">${writing[language].clauses([...scopeWords(report.scope, language), either(`统计时间：${instantWords(report.asOf, zone, language)}${report.running ? "，本期尚未结束" : ""}`, `as of ${instantWords(report.asOf, zone, language)}${report.running ? "; the period is not over yet" : ""}`)])}</p>` : ""}
${problem ? html`<p class="refused card" role="alert">${textIn(problem, language)}</p>` : ""}
${filterForm(shown)}
${report ? body(shown, report) : ""}</div>`;
}

function body(shown: ReportShown, report: Report): Html {
  const { language, asked, formulas, bulletin, issues } = shown;
  const either = writing[language].either;
  const n = report.organizations.length;
  const count = (light: Light): string => `${textIn(lightWords[light], language)} ${report.lights[light]}`;
  return html`<p class="more"><a href="${reportAddress(asked, "/board/report/table.csv")}">CSV</a> · <a href="${reportAddress(asked, "/board/report/tables.xlsx")}">XLSX</a> · ${shown.pdf ? html`<a href="${reportAddress(asked, "/board/report/print.pdf", { by: shown.table })}">PDF</a> · ` : ""}<a href="${reportAddress(asked, "/board/report", { by: shown.table, page: "0" })}">${either("全部列出，供打印", "All on one page, to print")}</a></p>
${!shown.pdf && shown.page === 0 ? html`<p class="hint more">${either("用浏览器的“打印”保存为PDF或打印在A4纸上。", "Print it with your browser, on A4 or as PDF.")}</p>` : ""}
<section class="card" aria-labelledby="total"><h2 id="total">${either("总体情况", "Overall")}</h2>
<p>${n === 0 ? either("没有机构有应办的工作。", "Nothing was asked of any organization.") : html`${either(`${n}家机构：`, `${plural(n, "organization")}: `)}${writing[language].list(lights.map(count))}`}</p>
${totals(report, language)}</section>
${report.months.length > 0 ? html`<section class="card" aria-labelledby="months"><h2 id="months">${either("各月按期完成率", "In time, month by month")}</h2>${monthChart(report.months, language)}${monthTable(report, language)}</section>` : ""}
<section class="card table" aria-labelledby="list"><h2 id="list">${textIn(tableTitles[shown.table], language)}</h2>
<p class="more">${reportTables.map((one, index) => html`${index > 0 ? " · " : ""}<a href="${reportAddress(asked, "/board/report", { by: one })}#list"${one === shown.table ? html` aria-current="true"` : ""}>${textIn(tableTitles[one], language)}</a>`)}</p>
${listed(shown, report)}</section>
${formulaSection({ language, formula: report.formula.formula, history: formulas, form: shown.formulaForm })}
${bulletin ? html`<section class="card" aria-labelledby="bulletin"><h2 id="bulletin">${either(`《${bulletin.title}》`, bulletin.title)}</h2><p class="pre">${bulletin.text}</p>${issues ? html`<p class="more"><a href="${reportAddress(asked, "/board/report/issue")}">${either("修改后下发", "Edit it and issue it")} →</a></p>` : ""}</section>` : ""}`;
}

/** Every figure with its definition, beside that of the previous period. */
function totals({ total, totalBefore, period, before }: Report, language: LanguageCode): Html {
  const rows: { name: Text; now: Text; earlier: Text; means: Text }[] = [
    ...countNames.map((name) => ({
      name: countWords[name].name,
      now: t(String(total.counts[name]), String(total.counts[name])),
      earlier: t(String(totalBefore.counts[name]), String(totalBefore.counts[name])),
      means: countWords[name].means,
    })),
    {
      name: t("按期完成率", "in time, of what is rated"),
      now: percentWords(total.punctuality),
      earlier: percentWords(totalBefore.punctuality),
      means: t("按期完成÷（应办－同时计入－免除）", "in time ÷ (asked − credited − waived)"),
    },
    {
      name: t("办理天数中位数", "median days"),
      now: daysWords(total.medianDays),
      earlier: daysWords(totalBefore.medianDays),
      means: t("从开始到提交，至少一半不超过这么多天", "from its opening to its handing in, of at least half of them"),
    },
    {
      name: figureHeads.meanDepth,
      now: numberWords(total.meanDepth),
      earlier: numberWords(totalBefore.meanDepth),
      means: t("督办级数÷逾期督办", "rungs ÷ escalated"),
    },
  ];
  const label = (text: Text): string => textIn(text, language);
  return entryTable<(typeof rows)[number]>(
    [
      { label: label(t("项目", "figure")), cell: ({ name }) => label(name) },
      { label: label(periodWords(period)), cell: ({ now }) => label(now), whole: true },
      { label: label(periodWords(before)), cell: ({ earlier }) => label(earlier), whole: true },
      {
        label: label(t("口径", "what it means")),
        cell: ({ means }) => html`<span class="hint">${label(means)}</span>`,
      },
    ],
    rows,
  );
}

function monthTable({ months }: Report, language: LanguageCode): Html {
  const count = (name: "asked" | "inTime" | "late" | "overdue" | "missed"): Column<Report["months"][number]> => ({
    label: textIn(countWords[name].name, language),
    cell: ({ counts }) => counts[name],
    whole: true,
  });
  return html`<details class="more"><summary>${writing[language].either("各月数据", "The figures")}</summary>${entryTable(
    [
      {
        label: textIn(t("月份", "month"), language),
        cell: ({ month }) => textIn(periodWords({ key: month }), language),
      },
      ...(["asked", "inTime", "late", "overdue", "missed"] as const).map(count),
      {
        label: textIn(t("按期完成率", "in time"), language),
        cell: ({ punctuality }) => textIn(percentWords(punctuality), language),
        whole: true,
      },
    ],
    months,
  )}</details>`;
}

function listed({ table, language, page, asked }: ReportShown, report: Report): Html {
  const window = {
    page,
    to: (n: number) => reportAddress(asked, "/board/report", { by: table, page: String(n) }),
    language,
  };
  if (table !== "organization") {
    const groups = { duty: report.duties, district: report.districts, type: report.types }[table];
    const named: Column<Group> = {
      label: textIn(groupHeads[table], language),
      cell: ({ key }) => groupWords[table](key, language),
    };
    return paged(groups, window, (rows) => entryTable([named, ...figureColumns(language)], rows));
  }
  const all = report.organizations;
  const either = writing[language].either;
  const columns: Column<Place>[] = [
    {
      label: textIn(t("名次", "rank"), language),
      cell: ({ rank }) => rank ?? either("不排名", "unranked"),
      whole: true,
    },
    {
      label: textIn(t("机构", "organization"), language),
      cell: ({ name, code, district }) =>
        html`${name} <span class="hint">${writing[language].phrase([code, district].filter(Boolean))}</span>`,
    },
  ];
  if (all.length === 0)
    return html`<p class="quiet">${either("本期没有应办的工作。", "Nothing was asked in this period.")}</p>`;
  return paged(all, window, (rows) => entryTable<Place>([...columns, ...figureColumns(language)], rows));
}

/** One page of a table, with links to the others; page 0: all rows. */
function paged<Row>(
  all: readonly Row[],
  { page, to, language }: { page: number; to(page: number): string; language: LanguageCode },
  table: (rows: readonly Row[]) => Html,
): Html {
  if (page === 0) return table(all);
  const from = (Math.max(1, page) - 1) * perPage;
  const rows = all.slice(from, from + perPage);
  const either = writing[language].either;
  return html`${table(rows)}
${all.length > perPage ? html`<p class="pages more">${page > 1 ? html`<a href="${to(page - 1)}#list">← ${either("上一页", "Before")}</a> ` : ""}${from + rows.length < all.length ? html`<a href="${to(page + 1)}#list">${either("下一页", "Next")} →</a>` : ""}</p>` : ""}`;
}

function figureColumns(language: LanguageCode): Column<Figures>[] {
  const count = (name: (typeof countNames)[number]): Column<Figures> => ({
    label: textIn(countWords[name].name, language),
    cell: ({ counts }) => counts[name],
    whole: true,
  });
  const tones: Readonly<Record<Light, string>> = { green: "done", yellow: "soon", red: "late" };
  const told = (label: Text, of: (one: Figures) => Child): Column<Figures> => ({
    label: textIn(label, language),
    cell: of,
    whole: true,
  });
  return [
    ...(["asked", "inTime", "late", "overdue", "missed", "credited", "waived"] as const).map(count),
    told(t("按期率", "punctual"), ({ punctuality }) => textIn(percentWords(punctuality), language)),
    told(t("比上期", "change"), ({ change }) => textIn(changeWords(change), language)),
    told(t("得分", "score"), ({ score, light }) =>
      light
        ? html`${textIn(numberWords(score), language)} <span class="badge ${tones[light]}">${textIn(lightWords[light], language)}</span>`
        : "",
    ),
  ];
}

function filterForm({ asked, language, periods, districts, all, report }: ReportShown): Html {
  const either = writing[language].either;
  const chosen = report?.period.key ?? asked.period ?? "";
  const select = (
    name: keyof ReportQuery,
    label: string,
    options: readonly (readonly [string, string])[],
    value: string,
  ): Html =>
    html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(([one, text]) => html`<option value="${one}" ${attribute("selected", one === value)}>${text}</option>`)}</select></div>`;
  const everything: readonly [string, string] = ["", either("全部", "All")];
  const input = (name: keyof ReportQuery, label: string): Html =>
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" maxlength="120" value="${asked[name] ?? ""}"></div>`;
  return html`<details class="card more"${report ? "" : html` open`}><summary>${either("选择期间和范围", "Choose the period and of whom")}</summary>
<form method="get" action="/board/report" class="filter">
${select(
  "period",
  either("期间", "Period"),
  periods.map((one) => [one.key, textIn(periodWords(one), language)]),
  chosen,
)}
${select("district", either("区", "District"), [everything, ...districts.map((one): [string, string] => [one, one])], asked.district ?? "")}
${select("type", either("类型", "Type"), [everything, ...organizationTypes.map((one): [string, string] => [one, word("organizationType", one, language)])], asked.type ?? "")}
${select("duty", either("职责", "Duty"), [everything, ...allDuties.map(({ number }): [string, string] => [number, groupWords.duty(number, language)])], asked.duty ?? "")}
${input("organization", either("机构代码", "Code of an organization"))}
${all ? input("authority", either("主管单位人员（电子邮箱、手机号码或编号）", "Person of an authority (e-mail address, telephone number or id)")) : ""}
<button>${either("查看", "Show")}</button></form></details>`;
}
