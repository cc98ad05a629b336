import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import type { OrganizationName } from "../../records/views/pages.ts";
import { mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { say } from "../words.ts";
import type { Start, StartField } from "./start.ts";

/** A rejected start, with what was typed. */
export interface StartAttempt {
  values: Readonly<Record<string, string>>;
  /** Rejected fields by name, `organization` among them, each with its reason; null: the one that its type has. */
  problems: Readonly<Record<string, Text | null>>;
  /** Why it was refused, and what is missing. */
  refused: { why: readonly Text[]; missing: readonly Text[] } | null;
}

export interface StartPage {
  language: LanguageCode;
  start: Start;
  /** Null: too many for a list. */
  organizations: readonly OrganizationName[] | null;
  attempt: StartAttempt | null;
  /** Initial values of the form, and why they are proposed. */
  offered: { values: Readonly<Record<string, string>>; because: Text } | null;
  token: string;
  key: string;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  head: t("登记情况，启动事项", "Tell of what happens, start what follows"),
  organization: t("哪家机构", "Which organization"),
  send: t("登记", "Start it"),
};
const expected: Readonly<Record<StartField["type"] | "organization", Text>> = {
  organization: t("请选择督办台上一家未关闭的机构", "Please name an organization on this board that is not closed"),
  line: t("请填写，不超过200字", "Please say it in at most 200 characters"),
  day: t("请填写存在的日期", "Please give a day that exists"),
  time: t("请填写时间，结束应晚于开始。", "Please give a time of day, the end after the beginning."),
  choice: t("请选择一项", "Please choose one"),
  tick: t("请确认", "Please confirm"),
};

export const startsTitle = (language: LanguageCode): string => textIn(says.head, language);

/** List of what can be started from the board. */
export const startList = (starts: readonly Start[], language: LanguageCode): Html =>
  html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p><section class="card head"><h1>${textIn(says.head, language)}</h1>
<ul>${starts.map(({ name, title }) => html`<li><a href="/board/start/${name}">${textIn(title, language)}</a></li>`)}
<li><a href="/board/hazard">${say("reportHazard", language)}</a></li></ul></section>`;

export function startPage({ language, start, organizations, attempt, offered, token, key }: StartPage): Html {
  const typed = (name: string): string => (attempt ? attempt.values : offered?.values)?.[name] ?? "";
  const wrong = (name: string): boolean => attempt !== null && Object.hasOwn(attempt.problems, name);
  const problem = (name: string, type: keyof typeof expected): Html =>
    wrong(name)
      ? html`<p class="problem" id="${name}-problem">${textIn(attempt?.problems[name] ?? expected[type], language)}</p>`
      : html``;
  const invalid = (name: string): Html =>
    wrong(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;
  const label = (name: string, text: Text, required: boolean): Html =>
    html`<label for="${name}">${textIn(text, language)} ${mark(required, language)}</label>`;
  const field = ({ name, type, label: text, required, options = [] }: StartField): Html => {
    if (type === "tick")
      return html`<div class="field"><label class="option"><input type="checkbox" name="${name}" value="yes" ${attribute("checked", typed(name) === "yes")}> ${textIn(text, language)}</label></div>`;
    const input =
      type === "choice"
        ? html`<select id="${name}" name="${name}" ${attribute("required", required)} ${invalid(name)}><option value="">${say("choose", language)}</option>${options.map((one) => html`<option value="${one.value}" ${attribute("selected", one.value === typed(name))}>${textIn(one.label, language)}</option>`)}</select>`
        : html`<input id="${name}" name="${name}" ${type === "day" ? html`type="date"` : type === "time" ? html`type="time"` : html`maxlength="200"`} value="${typed(name)}" ${attribute("required", required)} ${invalid(name)}>`;
    return html`<div class="field">${label(name, text, required)}${problem(name, type)}${input}</div>`;
  };
  return html`<p class="crumbs"><a href="/board/start">← ${textIn(says.head, language)}</a></p>
${attempt ? refusal(attempt, language) : ""}
<section class="card act"><h1>${textIn(start.title, language)}</h1><form method="post" action="/board/start/${start.name}">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="token" value="${token}">
<div class="field">${label("organization", says.organization, true)}${problem("organization", "organization")}
${
  organizations
    ? html`<select id="organization" name="organization" required ${invalid("organization")}><option value="">${say("choose", language)}</option>${organizations.map((one) => html`<option value="${one.code}" ${attribute("selected", one.code === typed("organization"))}>${one.name}（${one.code}）</option>`)}</select>`
    : html`<input id="organization" name="organization" required maxlength="200" value="${typed("organization")}" ${invalid("organization")}>`
}</div>
${start.fields.map(field)}
${offered ? html`<p class="hint">${textIn(offered.because, language)}</p>` : ""}<button class="main">${textIn(says.send, language)}</button></form></section>`;
}

/** A reason as a sentence. */
const sentenceIn = ({ zh, en }: Text, language: LanguageCode): string =>
  textIn(
    { zh: `${zh.replace(/。$/, "")}。`, en: `${en.charAt(0).toUpperCase()}${en.slice(1).replace(/\.$/, "")}.` },
    language,
  );

function refusal({ problems, refused }: StartAttempt, language: LanguageCode): Html {
  if (!refused)
    return Object.keys(problems).length > 0
      ? html`<p class="card refused" role="alert">${say("wrongWays", language)}</p>`
      : html``;
  return html`<div class="card refused" role="alert">${refused.why.map((one) => html`<p>${sentenceIn(one, language)}</p>`)}
${refused.missing.length > 0 ? html`<ul>${refused.missing.map((one) => html`<li>${textIn(one, language)}</li>`)}</ul>` : ""}</div>`;
}
