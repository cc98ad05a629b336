import type { FileRefusal } from "../../domain/forms/files.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type Severity, severities } from "../../domain/procedures/severity.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { OrganizationName } from "../../records/views/pages.ts";
import { mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { contentWords } from "../task/submitted-form.ts";
import { say } from "../words.ts";

export const longestReport = 2_000;

/** A rejected report, with what was typed. */
export interface HazardAttempt {
  organization: string;
  what: string;
  severity: string;
  key: string;
  problems: readonly ("organization" | "what" | "severity" | "photo")[];
  /** The rejected photo and the reason, if its content is the reason. */
  photo?: { name: string; why: FileRefusal };
}

export interface HazardPage {
  language: LanguageCode;
  /** Address to which the form is sent. */
  path: string;
  /** Address of the page that led here. */
  back: string;
  /** Organizations of the reader; null: too many for a list. */
  organizations: readonly OrganizationName[] | null;
  /** Page on which the reader proves who they are, after which their other organizations are offered too; null: not needed. */
  more: string | null;
  attempt: HazardAttempt | null;
  /** All organizations on the form are at level `response`: the severity with a term of one hour is preselected. */
  atResponse: boolean;
  /** Idempotency key of this form. */
  key: string;
  token: string;
  /** A hazard has just been reported. */
  reported: boolean;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  head: t("报告隐患或突发事件", "Report a hazard or an incident"),
  lead: t(
    "看到就报，写一句话即可。负责处置的人会立即收到通知；夜间也会，但一般隐患除外。",
    "Report it as you see it, one line is enough. Whoever is responsible is told at once, at night too unless it is minor.",
  ),
  first: t("有人身危险的，请先拨打119、110或120。", "Where life is in danger, first call 119, 110 or 120."),
  reported: t("已报告。负责处置的人会收到通知，谢谢！", "It is reported: whoever is responsible is told. Thank you!"),
  organization: t("在哪家机构", "At which organization"),
  elsewhere: t(
    "在其他机构？请先用验证码确认是您本人",
    "At another one? Please confirm first, by a code, that it is you",
  ),
  organizationProblem: t(
    "请选择一家现在受理报告的机构（没有关闭或暂停）",
    "Please name an organization that takes reports now: neither closed nor paused",
  ),
  what: t("具体情况和地点", "What you see, and where"),
  whatProblem: t(
    `请写明看到的情况，不超过${longestReport}字`,
    `Please say what you see, in at most ${longestReport} characters`,
  ),
  severity: t("严重程度", "Severity"),
  offered: t(
    "目前为应急响应，已预先选定“较重”，按突发事件立即受理（通常为1小时内）；可待次日处置的，请改选“一般”。",
    "The level is response: “major” is chosen beforehand, to be taken up at once (as a rule within the hour). Choose “minor” where it can wait until morning.",
  ),
  severityProblem: t("请选择一项", "Please choose one"),
  photo: t("照片（可现场拍摄）", "Photos (you may take one now)"),
  photoProblem: t(
    "请重新选择照片：最多10个文件，每个不超过10 MB，合计不超过32 MB，且不能是空的",
    "Please choose the photos again: at most 10 files of 10 MB each, 32 MB together, none of them empty",
  ),
  send: t("报告", "Report it"),
};
/** The lowest severity that must be acknowledged within the hour. */
const offeredSeverity: Severity = "major";
const grades: Record<Severity, Text> = {
  critical: t("可能造成人员伤害，或者危及款物安全", "somebody may be hurt, or money is at risk"),
  major: t("不及时处置可能造成后果", "it goes wrong if nothing is done"),
  minor: t("可待次日处置", "it can wait until morning"),
};

export function hazardPage(page: HazardPage): Html {
  const { language, attempt, organizations, reported } = page;
  const offered = page.atResponse && !attempt;
  const severity = offered ? offeredSeverity : attempt?.severity;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const wrong = (name: HazardAttempt["problems"][number]): boolean => attempt?.problems.includes(name) ?? false;
  const problem = (name: HazardAttempt["problems"][number]): Html =>
    wrong(name)
      ? html`<p class="problem" id="${name}-problem">${name === "photo" && attempt?.photo ? photoWords(attempt.photo, language) : words(`${name}Problem`)}</p>`
      : html``;
  const invalid = (name: HazardAttempt["problems"][number]): Html =>
    wrong(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;
  const label = (name: "organization" | "what" | "photo"): Html =>
    html`<label for="${name}">${words(name)} ${mark(name !== "photo", language)}</label>`;
  const chosen = (code: string): boolean => code === attempt?.organization || organizations?.length === 1;
  return html`<p class="crumbs"><a href="${page.back}">← ${say("back", language)}</a></p>
${reported ? html`<p class="notice" role="status">${words("reported")}</p>` : ""}
<article class="card head"><h1>${words("head")}</h1><p>${words("lead")}</p><p><b>${words("first")}</b></p></article>
${attempt ? html`<p class="card refused" role="alert">${say("wrongFiles", language)}</p>` : ""}
<section class="card act"><form method="post" action="${page.path}" enctype="multipart/form-data">
<input type="hidden" name="key" value="${page.key}"><input type="hidden" name="token" value="${page.token}">
<div class="field">${label("organization")}${problem("organization")}
${
  organizations
    ? html`<select id="organization" name="organization" required ${invalid("organization")}>${organizations.length === 1 ? "" : html`<option value="">${say("choose", language)}</option>`}${organizations.map((one) => html`<option value="${one.code}" ${attribute("selected", chosen(one.code))}>${one.name}</option>`)}</select>`
    : html`<input id="organization" name="organization" required maxlength="200" value="${attempt?.organization ?? ""}" ${invalid("organization")}>`
}${page.more ? html`<p class="hint"><a href="${page.more}">${words("elsewhere")}</a></p>` : ""}</div>
<div class="field">${label("what")}${problem("what")}<textarea id="what" name="what" rows="3" maxlength="${longestReport}" required ${invalid("what")}>
${attempt?.what ?? ""}</textarea></div>
<fieldset class="field" id="severity"><legend>${words("severity")} ${mark(true, language)}</legend>${problem("severity")}${offered ? html`<p class="hint">${words("offered")}</p>` : ""}<div class="options">
${severities.map((one) => html`<label class="option"><input type="radio" name="severity" value="${one}" required ${attribute("checked", one === severity)}> <span>${word("severity", one, language)} <span class="hint">${textIn(grades[one], language)}</span></span></label>`)}</div></fieldset>
<div class="field">${label("photo")}<p class="hint">${say(attempt ? "filesAgain" : "filesHint", language)}</p>${problem("photo")}<input type="file" id="photo" name="photo" accept="image/*" multiple ${invalid("photo")}></div>
<button class="main">${words("send")}</button></form></section>`;
}

const photoWords = ({ name, why }: { name: string; why: FileRefusal }, language: LanguageCode): string =>
  `${name}${writing[language].colon}${textIn(contentWords[why], language)}`;

export const hazardTitle = (language: LanguageCode): string => textIn(says.head, language);
