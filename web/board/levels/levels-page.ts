import type { LevelGroup, LevelStanding } from "../../../client/registry/level-standing.ts";
import type { LevelPreview } from "../../../client/registry/levels.ts";
import type { HazardPack } from "../../../domain/hazards/hazard-pack.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import {
  type LanguageCode,
  type LocalDate,
  levels,
  type OrganizationType,
  organizationTypes,
  type Text,
} from "../../../domain/terms.ts";
import { textIn, word } from "../../../domain/words.ts";
import type { LevelRow } from "../../../records/levels.ts";
import { mark } from "../../http/form-fields.ts";
import { attribute, type Html, html } from "../../http/html.ts";
import { pageIn, pager } from "../../http/pager.ts";
import { say } from "../../words.ts";
import { levelSection, levelTitle, levelWhere, levelWhy } from "./level-section.ts";

/** Fields that can be rejected; `whom`: the level would apply to organizations of other authorities. */
export type LevelField = "hazard" | "level" | "district" | "type" | "from" | "because" | "whom";

/** The form as it was typed. */
export interface LevelAttempt {
  values: Readonly<Record<Exclude<LevelField, "whom">, string>>;
  problems: readonly LevelField[];
  /** Why the day cannot be used. */
  wrongDay?: Text | undefined;
}

export interface LevelsPage {
  language: LanguageCode;
  today: LocalDate;
  standing: readonly LevelStanding[];
  history: readonly LevelRow[];
  people: ReadonlyMap<string, string>;
  groups: readonly LevelGroup[];
  hazards: readonly HazardPack[];
  districts: readonly string[];
  /** The reader is an authority, or the administrator. */
  maySet: boolean;
  attempt: LevelAttempt | null;
  /** Page of the history that was asked for. */
  page: string | undefined;
  /** A level has just been set, or held already. */
  done: "set" | "same" | null;
}

/** Number of rows of the history on a page. */
const perPage = 25;

/** In characters; the reason is part of the preview's address. */
export const longestReason = 300;

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("风险等级", "Levels of hazards"),
  lead: t(
    "等级越高，各项职责的周期越短；多类风险同时存在时，按最高的等级执行。",
    "The higher the level, the more often duties come up; where several hazards stand, the highest counts.",
  ),
  set: t(
    "已设定。各机构的事项随之调整，有关人员会收到通知。",
    "It is set: what is asked changes with it, and people are told.",
  ),
  same: t("本来就是这样，未作更改。", "It was like this already: nothing was changed."),
  groups: t("目前各机构的等级", "Where organizations stand"),
  form: t("设定等级", "Set a level"),
  hazard: t("风险", "Hazard"),
  level: t("等级", "Level"),
  district: t("区", "District"),
  type: t("机构类型", "Type of organization"),
  everywhere: t("全部", "All"),
  from: t("自何日起", "From which day"),
  fromHint: t("留空为今日", "Left empty: today"),
  because: t("理由", "Reason"),
  becauseHint: t("记录在案，并告知有关人员", "It is on record, and told"),
  preview: t("预览", "Preview"),
  whomProblem: t(
    "这一范围还包括您不是其主管单位的机构，请缩小到您主管的区或类型，或者请管理员设定",
    "It would reach organizations that you are not the authority of: choose a district or a type of your own, or ask the administrator",
  ),
  chosenProblem: t("请选择一项", "Please choose one"),
  becauseProblem: t(`请填写理由，不超过${longestReason}字`, `Please say why, in at most ${longestReason} characters`),
  history: t("历次设定", "What was set"),
  undo: t("撤销", "Undo"),
  previewed: t("设定后会怎样", "What it would bring"),
  notYet: t("尚未设定。", "Nothing is set yet."),
  confirm: t("确认设定", "Set it"),
  change: t("修改", "Change it"),
};
const words = (name: keyof typeof says, language: LanguageCode): string => textIn(says[name], language);

export const levelsTitle = (language: LanguageCode): string => words("title", language);

export function levelsPage(page: LevelsPage): Html {
  const { language, standing, today, done } = page;
  return html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>
${done ? html`<p class="notice" role="status">${words(done, language)}</p>` : ""}
<article class="card head"><h1>${words("title", language)}</h1><p>${words("lead", language)}</p></article>
${groupSection(page)}
${levelSection(standing, today, language)}
${page.maySet ? levelForm(page) : ""}
${historySection(page)}`;
}

function groupSection({ groups, language }: LevelsPage): Html {
  const { either, colon } = writing[language];
  return html`<section class="card" aria-labelledby="groups"><h2 id="groups">${words("groups", language)}</h2>
<ul class="rows">${groups.map(
    ({ level, since, organizations }) =>
      html`<li>${word("level", level, language)}${colon}${either(`${organizations}家机构`, organizations === 1 ? "1 organization" : `${organizations} organizations`)}${since ? html` <span class="hint">${either(`自${writing[language].date(since)}起`, `from ${writing[language].date(since)}`)}</span>` : ""}</li>`,
  )}</ul></section>`;
}

function levelForm({ language, attempt, hazards, districts }: LevelsPage): Html {
  const typed = (name: Exclude<LevelField, "whom">): string => attempt?.values[name] ?? "";
  const wrong = (name: LevelField): boolean => attempt?.problems.includes(name) ?? false;
  const problem = (name: LevelField, text: keyof typeof says): Html =>
    wrong(name) ? html`<p class="problem" id="${name}-problem">${words(text, language)}</p>` : html``;
  const invalid = (name: LevelField): Html =>
    wrong(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;
  const select = (
    name: "hazard" | "level" | "district" | "type",
    options: readonly (readonly [string, string])[],
    none: string,
  ): Html => {
    const required = name === "hazard" || name === "level";
    return html`<div class="field"><label for="${name}">${words(name, language)} ${mark(required, language)}</label>${problem(name, "chosenProblem")}
<select id="${name}" name="${name}" ${attribute("required", required)} ${invalid(name)}><option value="">${none}</option>${options.map(([value, text]) => html`<option value="${value}" ${attribute("selected", value === typed(name))}>${text}</option>`)}</select></div>`;
  };
  const choose = say("choose", language);
  const all = words("everywhere", language);
  return html`<section class="card act" aria-labelledby="set"><h2 id="set">${words("form", language)}</h2>
${attempt && attempt.problems.length > 0 ? html`<div class="refused" role="alert"><p>${say("wrongWays", language)}</p>${problem("whom", "whomProblem")}</div>` : ""}
<form method="get" action="/board/levels/preview">
${select(
  "hazard",
  hazards.map(({ name, title }) => [name, textIn(title, language)]),
  choose,
)}
${select(
  "level",
  levels.map((one) => [one, word("level", one, language)]),
  choose,
)}
${select(
  "district",
  districts.map((one) => [one, one]),
  all,
)}
${select(
  "type",
  organizationTypes.map((one) => [one, word("organizationType", one, language)]),
  all,
)}
<div class="field"><label for="from">${words("from", language)} ${mark(false, language)}</label><p class="hint">${words("fromHint", language)}</p>${wrong("from") && attempt?.wrongDay ? html`<p class="problem" id="from-problem">${textIn(attempt.wrongDay, language)}</p>` : ""}<input type="date" id="from" name="from" value="${typed("from")}" ${invalid("from")}></div>
<div class="field"><label for="because">${words("because", language)} ${mark(true, language)}</label><p class="hint">${words("becauseHint", language)}</p>${problem("because", "becauseProblem")}<textarea id="because" name="because" rows="2" maxlength="${longestReason}" required ${invalid("because")}>
${typed("because")}</textarea></div>
<button class="main">${words("preview", language)}</button></form></section>`;
}

/** Levels that were set, newest first; the newest of each scope can be undone. */
function historySection({ history, people, language, maySet, page: asked }: LevelsPage): Html {
  if (history.length === 0) return html``;
  const all = [...history].sort((one, other) => other.setAt.getTime() - one.setAt.getTime());
  const pages = Math.ceil(all.length / perPage);
  const page = pageIn(asked, pages);
  const [before, rows] = [all.slice(0, (page - 1) * perPage), all.slice((page - 1) * perPage, page * perPage)];
  const scopeOf = ({ hazard, district, type }: LevelRow): string => `${hazard}/${district}/${type}`;
  const scopes = new Set(before.map(scopeOf));
  return html`<section class="card" aria-labelledby="history"><h2 id="history">${words("history", language)}</h2>
<ul class="rows">${rows.map((row) => {
    const scope = scopeOf(row);
    const newest = !scopes.has(scope);
    scopes.add(scope);
    return html`<li>${levelTitle(row, language)} <span class="hint">${[levelWhere(row, language), ...levelWhy(row, language), people.get(row.setBy) ?? word("actor", row.setBy, language)].join(" · ")}</span>${maySet && newest ? html` <a href="/board/levels?undo=${row.id}#set">${words("undo", language)}</a>` : ""}</li>`;
  })}</ul>
${pager({ label: words("history", language), page, pages, address: (one) => `/board/levels?page=${one}#history` }, language)}</section>`;
}

/** Preview of a level's effects, with the button that sets it. */
export function levelPreviewPage(page: {
  language: LanguageCode;
  values: LevelAttempt["values"];
  found: LevelPreview;
  /** Idempotency key of this form. */
  key: string;
  token: string;
}): Html {
  const { language, values, found } = page;
  const { either, colon } = writing[language];
  const { hazard, level, district, from, organizations, reached, opens, superseded, kept, missed, mails, sms } = found;
  const where = { district, type: found.type as OrganizationType | "" };
  const lines = [
    either(
      `${reached}家机构中，${organizations}家的等级改变`,
      `${organizations} of ${reached} organizations change their level`,
    ),
    ...(opens + superseded + kept + missed === 0
      ? [either("没有事项因此开始或者不再办理", "No case opens or ends by it")]
      : [
          either(`新开始${opens}项`, `${opens} cases open`),
          either(`因等级调整不再办理${superseded}项`, `${superseded} are superseded`),
          either(`已开始办理、继续办完${kept}项`, `${kept} that somebody has begun go on`),
          either(`到期未完成${missed}项`, `${missed} end as missed`),
        ]),
    either(
      `邮件告知${mails}人${sms > 0 ? `，短信告知${sms}人` : ""}`,
      `${mails} people are told by mail${sms > 0 ? `, ${sms} by SMS` : ""}`,
    ),
  ];
  const back = new URLSearchParams({ ...values });
  return html`<p class="crumbs"><a href="/board/levels">← ${words("title", language)}</a></p>
<article class="card head"><h1>${words("previewed", language)}</h1>
<p><strong>${textIn(found.title, language)}${colon}${word("level", level, language)}</strong></p>
<p class="hint">${[levelWhere(where, language), either(`自${writing[language].date(from)}起`, `from ${writing[language].date(from)}`), values.because].join(" · ")}</p><p>${words("notYet", language)}</p></article>
<section class="card act"><ul class="plain-list">${lines.map((line) => html`<li>${line}</li>`)}</ul>
<form method="post" action="/board/levels"><input type="hidden" name="key" value="${page.key}"><input type="hidden" name="token" value="${page.token}">
${Object.entries({ ...values, hazard, from }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="main">${words("confirm", language)}</button></form>
<p><a href="/board/levels?${back.toString()}#set">${words("change", language)}</a></p></section>`;
}
