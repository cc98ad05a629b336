import { circularEvents, circularSources, sourceWords } from "../../../domain/procedures/circular.ts";
import { type LanguageCode, type OrganizationType, organizationTypes, type Text } from "../../../domain/terms.ts";
import { textIn, word } from "../../../domain/words.ts";
import { mark } from "../../http/form-fields.ts";
import { attribute, type Html, html } from "../../http/html.ts";
import { say } from "../../words.ts";

/** Fields that can be rejected; `content`: neither text nor document · `whom`: the circular would concern no organization. */
export type IssueField =
  | "event"
  | "source"
  | "title"
  | "text"
  | "content"
  | "file"
  | "reply-by"
  | "organizations"
  | "whom";

/** A rejected form, with what was typed. */
export interface IssueAttempt {
  key: string;
  values: Readonly<Record<string, string>>;
  problems: readonly IssueField[];
}

export const typeField = (type: OrganizationType): string => `type-${type}`;

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  lead: t(
    "涉及的每家机构都会收到，并逐项督办；下发后可以随时查看进展。",
    "Every organization whom it concerns is asked, and seen through to the end; how far it has come can be read at any time.",
  ),
  event: t("下发什么", "What it is"),
  eventProblem: t("请选择一项", "Please choose one"),
  source: t("由谁下发", "Who issues it"),
  sourceProblem: t("请选择一项", "Please choose one"),
  title: t("标题", "Its title"),
  titleProblem: t("请填写，一行，不超过200字", "Please give it one line of at most 200 characters"),
  text: t("正文（也可以只附文件）", "What it says (a document alone will do)"),
  contentProblem: t("请写明正文，或在下面附上文件", "Please write what it says, or attach the document below"),
  textProblem: t("请改为不超过20000字的纯文本", "Please make it plain text of at most 20,000 characters"),
  file: t("附件", "The document itself"),
  fileProblem: t("请重新选择：一个不超过10 MB的文件", "Please choose it again: one file of at most 10 MB"),
  urgent: t("紧急", "Urgent"),
  "reply-by": t("何时之前答复（只用于号召）", "To be answered by (of a call only)"),
  "reply-byProblem": t("请填写今天或以后的日期", "Please give a day from today on"),
  types: t("只发给这些类型的机构（不选为全部）", "Only organizations of these types (none chosen: all)"),
  districts: t(
    "只发给这些区的机构（用逗号隔开，留空为全部）",
    "Only of these districts (with commas between; empty: all)",
  ),
  organizations: t(
    "只发给这些机构（填写代码，用逗号隔开；填写后不再按类型和区选择）",
    "Only these organizations, by code (with commas between; then by neither type nor district)",
  ),
  organizationsProblem: t(
    "请填写您主管的机构的代码；填写代码的，不要再选择类型和区",
    "Please give codes of organizations that you are the authority of, and then neither types nor districts",
  ),
  whomProblem: t(
    "在您主管的机构里，没有一家符合这些条件，请修改下发范围",
    "None of the organizations that you are the authority of is concerned: please change whom it concerns",
  ),
  send: t("下发", "Issue it"),
};

export function issuePage(page: {
  language: LanguageCode;
  attempt: IssueAttempt | null;
  key: string;
  token: string;
}): Html {
  const { language, attempt } = page;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const typed = (name: string): string => attempt?.values[name] ?? "";
  const wrong = (name: IssueField): boolean => attempt?.problems.includes(name) ?? false;
  const problem = (name: IssueField): Html =>
    wrong(name) ? html`<p class="problem" id="${name}-problem">${words(`${name}Problem`)}</p>` : html``;
  const invalid = (name: IssueField): Html =>
    wrong(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;
  const field = (name: IssueField & keyof typeof says, input: Html, required = false): Html =>
    html`<div class="field"><label for="${name}">${words(name)} ${mark(required, language)}</label>${problem(name)}${name === "text" ? problem("content") : ""}${input}</div>`;
  const tick = (name: string, text: string): Html =>
    html`<label class="option"><input type="checkbox" name="${name}" value="yes" ${attribute("checked", typed(name) === "yes")}> ${text}</label>`;
  const choice = (name: "event" | "source", options: readonly (readonly [string, string])[]): Html =>
    html`<fieldset class="field" id="${name}"><legend>${words(name)} ${mark(true, language)}</legend>${problem(name)}<div class="options">
${options.map(([value, text]) => html`<label class="option"><input type="radio" name="${name}" value="${value}" required ${attribute("checked", typed(name) === value)}> ${text}</label>`)}</div></fieldset>`;
  return html`<p class="crumbs"><a href="/board/circulars">← ${say("circulars", language)}</a></p>
<article class="card head"><h1>${say("issue", language)}</h1><p>${words("lead")}</p></article>
${attempt && attempt.problems.length > 0 ? html`<div class="card refused" role="alert"><p>${say("wrongFiles", language)}</p>${problem("whom")}</div>` : ""}
<section class="card act"><form method="post" action="/board/circulars/issue" enctype="multipart/form-data">
<input type="hidden" name="key" value="${page.key}"><input type="hidden" name="token" value="${page.token}">
${choice(
  "event",
  circularEvents.map((one) => [one, word("trigger", one, language)]),
)}
${choice(
  "source",
  circularSources.map((one) => [one, textIn(sourceWords[one], language)]),
)}
${field("title", html`<input id="title" name="title" required maxlength="200" value="${typed("title")}" ${invalid("title")}>`, true)}
${field(
  "text",
  html`<textarea id="text" name="text" rows="${Math.min(24, Math.max(8, Math.ceil(typed("text").length / 30)))}" maxlength="20000" ${invalid(wrong("content") ? "content" : "text")}>
${typed("text")}</textarea>`,
)}
${field("file", html`<input type="file" id="file" name="file" ${invalid("file")}>`)}
<div class="field">${tick("urgent", words("urgent"))}</div>
${field("reply-by", html`<input type="date" id="reply-by" name="reply-by" value="${typed("reply-by")}" ${invalid("reply-by")}>`)}
<fieldset class="field"><legend>${words("types")}</legend><div class="options">
${organizationTypes.map((type) => tick(typeField(type), word("organizationType", type, language)))}</div></fieldset>
<div class="field"><label for="districts">${words("districts")}</label><input id="districts" name="districts" maxlength="1000" value="${typed("districts")}"></div>
${field("organizations", html`<input id="organizations" name="organizations" maxlength="10000" value="${typed("organizations")}" ${invalid("organizations")}>`)}
<button class="main">${words("send")}</button></form></section>`;
}
