import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { type Circular, sourceWords, urgencyWords } from "../../../domain/procedures/circular.ts";
import { titleOf } from "../../../domain/procedures/steps.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { textIn, word } from "../../../domain/words.ts";
import {
  type CircularCoverage,
  type CircularLine,
  type CircularStep,
  type CoverageRow,
  type CoverageView,
  coverageViews,
} from "../../../records/views/circular-coverage.ts";
import { mark } from "../../http/form-fields.ts";
import { instantWords, plural } from "../../http/format-date.ts";
import { type Html, html } from "../../http/html.ts";
import { pager } from "../../http/pager.ts";
import { say } from "../../words.ts";
import { type BarPart, bar } from "../bars.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const views: Readonly<Record<CoverageView, Text>> = {
  silent: t("尚未响应", "Silent"),
  late: t("有逾期", "Late"),
  open: t("办理中", "Under way"),
  done: t("已办结", "Done"),
};

interface CircularsShown {
  lines: readonly CircularLine[];
  page: number;
  /** There is a next page. */
  more: boolean;
}

/** Circulars that concern the reader's organizations. @param issues the reader may issue one */
export function circularsPage({ lines, page, more }: CircularsShown, issues: boolean, language: LanguageCode): Html {
  return html`<h1>${say("circulars", language)}</h1>
${issues ? html`<p class="card"><a href="/board/circulars/issue">${say("issue", language)}</a></p>` : ""}
<section class="card table">${lines.length === 0 ? html`<p class="quiet">${writing[language].either("尚未下发文件。", "Nothing has been issued.")}</p>` : ""}
<ul class="rows">${lines.map(
    (line) => html`<li><a class="row" href="/board/circulars/${line.id}"><span class="what">${line.title}</span>
<span class="where">${word("trigger", line.event, language)} · ${textIn(sourceWords[line.source], language)}${line.urgency === "urgent" ? ` · ${textIn(urgencyWords.urgent, language)}` : ""} · ${writing[language].either(`${line.organizations}家机构`, `${line.organizations} organizations`)}</span>
<span class="when">${instantWords(line.issuedAt, zone, language)}${line.withdrawnAt ? html` <span class="badge done">${say("withdrawn", language)}</span>` : ""}</span></a></li>`,
  )}</ul></section>
${pager({ label: say("circulars", language), page, pages: more ? page + 1 : page, counted: false, address: (one) => `/board/circulars?page=${one}` }, language)}`;
}

export interface CoverageShown {
  circular: Circular;
  coverage: CircularCoverage;
  rows: readonly CoverageRow[];
  /** Null: all. */
  view: CoverageView | null;
  /** The page of organizations. */
  page: number;
  pages: number;
  language: LanguageCode;
  /** The form by which the reader may withdraw the circular; null: it is withdrawn, or the reader may not withdraw it. */
  withdrawal: { token: string; problem: boolean } | null;
}

/** Progress of a circular, by step and by organization. */
export function coveragePage({
  circular,
  coverage,
  rows,
  view,
  page,
  pages,
  language,
  withdrawal,
}: CoverageShown): Html {
  const path = `/board/circulars/${circular.id}`;
  const { organizations, reached, done, late, silent, underWay, steps } = coverage;
  const label = view ? textIn(views[view], language) : writing[language].either("各机构", "Organizations");
  const counts: Readonly<Record<CoverageView, number>> = { silent, late, open: underWay, done };
  return html`<h1>${circular.title}</h1>
<p class="hint">${word("trigger", circular.event, language)} · ${textIn(sourceWords[circular.source], language)} · ${instantWords(circular.issuedAt, zone, language)}${circular.urgency === "urgent" ? html` · <strong>${textIn(urgencyWords.urgent, language)}</strong>` : ""}</p>
${circular.text ? html`<section class="card"><blockquote>${circular.text}</blockquote></section>` : ""}
${circular.withdrawnAt ? html`<aside class="card said"><p class="label">${say("withdrawn", language)} · ${instantWords(circular.withdrawnAt, zone, language)}</p><blockquote>${circular.withdrawnBecause}</blockquote></aside>` : ""}
<p>${writing[language].either(`涉及${organizations}家机构，已送达${reached}家。`, `It concerns ${plural(organizations, "organization")} and is with ${reached}.`)}</p>
<ul class="tiles">${coverageViews.map((one) => html`<li class="${one === "silent" || one === "late" ? "late" : "verdict"}${counts[one] > 0 ? " some" : ""}"><a href="${path}?view=${one}"><b>${counts[one]}</b> ${textIn(views[one], language)}</a></li>`)}</ul>
<section class="card table" aria-labelledby="steps"><h2 id="steps">${writing[language].either("各环节进展", "Step by step")}</h2>
${steps.length === 0 ? html`<p class="quiet">${writing[language].either("尚未开始。", "Nothing has begun yet.")}</p>` : ""}
<ul class="rows">${steps.map(
    (
      step,
    ) => html`<li><span class="row"><span class="what">${textIn(titleOf(dutyOf(step.duty), step.step), language)}</span>
<span class="where">${bar(stepParts(step), step.asked)}${writing[language].either(`已完成${step.done}/${step.asked}`, `${step.done} of ${step.asked} done`)}${step.submitted > 0 ? writing[language].either(`，待核验${step.submitted}`, `, ${step.submitted} to be verified`) : ""}</span>
<span class="when ${step.late > 0 ? "late" : ""}">${step.late > 0 ? writing[language].either(`逾期${step.late}`, `${step.late} late`) : ""}</span></span></li>`,
  )}</ul></section>
<section class="card table" aria-labelledby="organizations"><h2 id="organizations">${label}</h2>
${view ? html`<p><a href="${path}">${writing[language].either("显示全部", "Show all")}</a></p>` : ""}
${rows.length === 0 ? html`<p class="quiet">${writing[language].either("没有。", "None.")}</p>` : ""}
<ul class="rows">${rows.map(
    (row) => html`<li><span class="row"><span class="what">${row.name}</span>
<span class="where">${stepsIn(coverage, row, language)}</span>
<span class="when ${row.late || row.silent ? "late" : ""}">${writing[language].phrase(standing(row).map((one) => textIn(views[one], language)))}</span></span></li>`,
  )}</ul>
${pager({ label, page, pages, address: (one) => `${path}?${view ? `view=${view}&` : ""}page=${one}#organizations` }, language)}</section>
${withdrawal ? withdrawForm(path, withdrawal, language) : ""}`;
}

/** Hidden in a disclosure element, because a withdrawal cancels the work of many people. */
function withdrawForm(
  path: string,
  { token, problem }: NonNullable<CoverageShown["withdrawal"]>,
  language: LanguageCode,
): Html {
  return html`<section class="card more"><details id="withdraw"${problem ? html` open` : ""}><summary>${say("withdraw", language)}</summary>
<form method="post" action="${path}/withdraw"><input type="hidden" name="token" value="${token}">
<p class="hint">${say("withdrawHint", language)}</p>
<div class="field"><label for="reason">${say("reason", language)} ${mark(true, language)}</label>${problem ? html`<p class="problem" id="reason-problem">${say("withdrawProblem", language)}</p>` : ""}<textarea id="reason" name="reason" rows="3" maxlength="1000" required ${problem ? html`aria-invalid="true" aria-describedby="reason-problem"` : ""}></textarea></div>
<button>${say("withdraw", language)}</button></form></details></section>`;
}

/** Maximum number of steps of one state that are named; more are counted. */
const mostNamed = 3;

/** The steps of an organization by state; the steps of a state are named if they are few. */
function stepsIn(coverage: CircularCoverage, { steps }: CoverageRow, language: LanguageCode): string {
  const { list, clauses, colon, either } = writing[language];
  const states = new Map<CoverageRow["steps"][string], string[]>();
  for (const [step, state] of Object.entries(steps))
    states.set(state, [...(states.get(state) ?? []), titleIn(coverage, step, language)]);
  return clauses(
    [...states].map(([state, titles]) => {
      const said =
        titles.length > mostNamed ? either(`${titles.length}个环节`, `${titles.length} steps`) : list(titles);
      return `${word("taskState", state, language)}${colon}${said}`;
    }),
  );
}

/** States of an organization. A silent one may be late too; both are shown. */
const standing = ({ done, late, silent }: CoverageRow): CoverageView[] => {
  if (done) return ["done"];
  const found: CoverageView[] = [...(silent ? (["silent"] as const) : []), ...(late ? (["late"] as const) : [])];
  return found.length > 0 ? found : ["open"];
};

const stepParts = ({ done, submitted, late }: CircularStep): BarPart[] => [
  { tone: "done", value: done },
  { tone: "brand", value: submitted },
  { tone: "late", value: late },
];

function titleIn({ steps }: CircularCoverage, step: string, language: LanguageCode): string {
  const known = steps.find((one) => one.step === step);
  return known ? textIn(titleOf(dutyOf(known.duty), step), language) : step;
}
