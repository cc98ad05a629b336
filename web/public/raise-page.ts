import { longestWords } from "../../client/kinds/opinion.ts";
import { type Raising, raisings } from "../../domain/procedures/kinds/opinion.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { say } from "../words.ts";

/** A rejected form, shown again as it was typed. */
export interface RaiseAttempt {
  key: string;
  kind: string;
  words: string;
  name: string;
  contact: string;
  /** Names of rejected fields; `refused`: none of them is the reason. */
  problems: readonly string[];
}

export interface RaisePage {
  organization: { code: string; name: string };
  /** What can be submitted to this organization. */
  kinds: readonly Raising[];
  language: LanguageCode;
  attempt: RaiseAttempt | null;
  /** Idempotency key of this form. */
  key: string;
  token: string;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  several: t("提意见、反映困难、求助", "Raise an opinion, a difficulty or a request"),
  lead: t(
    "写下您的意见或困难，我们会登记、办理并答复。不需要登录，也可以不留姓名。",
    "Write down what is on your mind: it is registered, seen to and answered. No login; you need not give your name.",
  ),
  kind: t("类型", "What it is"),
  kindProblem: t("请选择一项", "Please choose one"),
  words: t("具体内容", "In your words"),
  wordsProblem: t(
    `请写明内容，不超过${longestWords}字`,
    `Please say what it is, in at most ${longestWords} characters`,
  ),
  name: t("您的称呼", "Your name"),
  nameProblem: t("请写成一行文字，不超过60字", "Please write it in one line of at most 60 characters"),
  contact: t("邮箱或手机号", "Your e-mail address or telephone number"),
  contactHint: t(
    "留下邮箱，会收到一封只有回执编号的邮件，打开其中的链接确认邮箱后，答复也会发送给您；留下手机号，便于工作人员联系您。只用于办理这件事。",
    "To an e-mail address a message goes with the number of your receipt alone; once you confirm the address by its link, the answer is sent there too. With a telephone number we can call you. It is used for this alone.",
  ),
  contactProblem: t(
    "请填写邮箱（如name@example.org）或手机号（如138 0013 8000）",
    "Please give an e-mail address (name@example.org) or a telephone number (+86 138 0013 8000)",
  ),
  refused: t(
    "本机构现在不受理这类事项，请直接与本机构联系。",
    "The organization does not take this up at present; please get in touch with it.",
  ),
  trap: t("请勿填写此栏", "Please leave this empty"),
  send: t("提交", "Send"),
};

/** What a page is for that takes one kind alone: an act, as a link to it says. */
const alone: Readonly<Record<Raising, Text>> = {
  opinion: t("提意见建议", "Raise an opinion or a proposal"),
  difficulty: t("反映工作、生活、学习上的困难", "Raise a difficulty at work, in life or in learning"),
  request: t("求助：需要协助解决的困难", "Ask for help"),
};

/** Title of the form, and of links to it. */
export function raiseTitle(kinds: readonly Raising[], language: LanguageCode): string {
  const [only, ...more] = kinds;
  return textIn(only && more.length === 0 ? alone[only] : says.several, language);
}

export function raisePage({ organization, kinds, language, attempt, key, token }: RaisePage): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const [only] = kinds.length === 1 ? kinds : [];
  const wrong = (name: string): boolean => attempt?.problems.includes(name) ?? false;
  const problem = (name: "kind" | "words" | "name" | "contact"): Html =>
    wrong(name) ? html`<p class="problem" id="${name}-problem">${words(`${name}Problem`)}</p>` : html``;
  const about = (name: "words" | "name" | "contact"): Html => {
    const described = [name === "contact" ? "contact-hint" : "", wrong(name) ? `${name}-problem` : ""];
    return html`id="${name}" name="${name}" ${attribute("aria-describedby", described.filter(Boolean).join(" ") || null)} ${attribute("aria-invalid", wrong(name) ? "true" : null)}`;
  };
  const label = (name: "words" | "name" | "contact", required: boolean): Html =>
    html`<label for="${name}">${words(name)} ${mark(required, language)}</label>`;
  return html`<article class="card head"><h1>${raiseTitle(kinds, language)}</h1><p class="organization">${organization.name}</p><p>${words("lead")}</p></article>
${attempt ? html`<p class="card refused" role="alert">${wrong("refused") ? words("refused") : say("wrongWays", language)}</p>` : ""}
<section class="card act"><form method="post" action="/o/${encodeURIComponent(organization.code)}/raise">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="token" value="${token}">
${
  only
    ? html`<input type="hidden" name="kind" value="${only}">`
    : html`<fieldset class="field" id="kind"><legend>${words("kind")} ${mark(true, language)}</legend>${problem("kind")}
${kinds.map((kind) => html`<label class="option"><input type="radio" name="kind" value="${kind}" required ${attribute("checked", attempt?.kind === kind)}> ${textIn(raisings[kind].title, language)}</label>`)}</fieldset>`
}
<div class="field">${label("words", true)}${problem("words")}<textarea ${about("words")} rows="6" maxlength="${longestWords}" required>
${attempt?.words ?? ""}</textarea></div>
<div class="field">${label("name", false)}${problem("name")}<input ${about("name")} autocomplete="name" maxlength="60" value="${attempt?.name ?? ""}"></div>
<div class="field">${label("contact", false)}<p class="hint" id="contact-hint">${words("contactHint")}</p>${problem("contact")}<input ${about("contact")} autocomplete="email" maxlength="254" value="${attempt?.contact ?? ""}"></div>
<div class="visually-hidden" aria-hidden="true"><label for="website">${words("trap")}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button class="main">${words("send")}</button></form></section>`;
}
