import { writing } from "../../../domain/messages/languages/writing.ts";
import {
  type Formula,
  type FormulaName,
  type FormulaSetting,
  formulaNames,
  formulaTitles,
  formulaWords,
} from "../../../domain/reporting/formula.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { textIn } from "../../../domain/words.ts";
import { mark } from "../../http/form-fields.ts";
import { instantWords } from "../../http/format-date.ts";
import { attribute, type Html, html } from "../../http/html.ts";

export const longestReason = 1_000;

/** A rejected form, with what was typed. */
export interface FormulaAttempt {
  values: Readonly<Record<string, string>>;
  problems: readonly (FormulaName | "because")[];
}

export interface FormulaSection {
  language: LanguageCode;
  /** The formula by which the report ranks. */
  formula: Formula;
  /** Every formula that was set, with who set it, newest first. */
  history: readonly (FormulaSetting & { by: string })[];
  /** Form that sets another formula; null: the reader may not. */
  form: { token: string; action: string; attempt: FormulaAttempt | null; set: boolean } | null;
}

/** The formula of a report in words, its history and, for the administrator, a form that sets another. */
export function formulaSection({ language, formula, history, form }: FormulaSection): Html {
  const either = writing[language].either;
  return html`<section class="card" aria-labelledby="formula"><h2 id="formula">${either("评分办法", "Formula")}</h2>
${form?.set ? html`<p class="notice" role="status">${either("已改用新的评分办法，本页各项得分按新办法计算。", "The new formula holds: all scores of this page are by it.")}</p>` : ""}
<p>${textIn(formulaWords(formula), language)}</p>
${history.length > 1 ? html`<details class="more"><summary>${either("调整记录", "How it was changed")}</summary><ul>${history.map((one) => html`<li>${one.setAt ? instantWords(one.setAt, zone, language) : either("启用以来", "From the start")}${one.because ? html` · ${one.by}${writing[language].colon}${one.because}` : ""}<br><span class="hint">${textIn(formulaWords(one.formula), language)}</span></li>`)}</ul></details>` : ""}
${form ? formulaForm(language, formula, form) : ""}</section>`;
}

function formulaForm(
  language: LanguageCode,
  formula: Formula,
  { token, action, attempt }: NonNullable<FormulaSection["form"]>,
): Html {
  const either = writing[language].either;
  const problems = attempt?.problems ?? [];
  const wrong = (name: FormulaName | "because"): Html =>
    problems.includes(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;
  const problem = (name: FormulaName | "because", words: string): Html =>
    problems.includes(name) ? html`<p class="problem" id="${name}-problem">${words}</p>` : html``;
  const number = (name: FormulaName): Html => {
    const expected =
      name === "yellow"
        ? either("请填写0至100的数，不高于绿的最低分", "Please give a number from 0 to 100, not above that of green")
        : name === "least"
          ? either("请填写0至100的整数", "Please give a whole number from 0 to 100")
          : either("请填写0至100的数，最多一位小数", "Please give a number from 0 to 100, to a tenth at most");
    return html`<div class="field"><label for="${name}">${textIn(formulaTitles[name], language)}</label>${problem(name, expected)}<input id="${name}" name="${name}" inputmode="decimal" required maxlength="5" value="${attempt?.values[name] ?? formula[name]}" ${wrong(name)}></div>`;
  };
  return html`<details class="more"${attempt ? html` open` : ""}><summary>${either("调整评分办法", "Change the formula")}</summary>
<p class="hint">${either("自保存起，所有报表按新办法计算得分和名次；调整人、时间和理由记录在案，显示在每份报表上。", "From then on every report scores and ranks by it; who changed it, when and why stands on record, and on each report.")}</p>
<form method="post" action="${action}"><input type="hidden" name="token" value="${token}">
<div class="counts">${formulaNames.map(number)}</div>
<div class="field"><label for="because">${either("理由", "Why")} ${mark(true, language)}</label>${problem("because", either(`请填写理由，不超过${longestReason}字`, `Please say why, in at most ${longestReason} characters`))}<textarea id="because" name="because" rows="2" maxlength="${longestReason}" ${attribute("required", true)} ${wrong("because")}>
${attempt?.values.because ?? ""}</textarea></div>
<button>${either("改用这个办法", "Use it from now on")}</button></form></details>`;
}
