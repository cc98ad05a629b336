import { receiptNumber } from "../../domain/procedures/requester.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { CampaignRow, QueryLine } from "../../records/donations/campaigns.ts";
import { mark } from "../http/form-fields.ts";
import { instantWords } from "../http/format-date.ts";
import { attribute, type Html, html } from "../http/html.ts";

/** A donor's rejected question, shown again as it was typed. */
export interface QueryAttempt {
  key: string;
  words: string;
  contact: string;
  /** Rejected fields; none: the campaign no longer accepts questions. */
  problems: readonly ("words" | "contact")[];
}

const longest = 2_000;
const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  head: t("查询捐赠款物", "Ask about donations"),
  lead: t(
    "捐赠人可以查询款物的接收和使用情况，二十日内答复。不需要登录，也不必留下姓名；请勿填写个人信息。",
    "Donors may ask what became of their gifts; the answer is given within twenty days. No login, no name; please leave personal data out.",
  ),
  words: t("您的问题", "Your question"),
  problem: t(`请写明问题，不超过${longest}字`, `Please say what you ask, in at most ${longest} characters`),
  refused: t("本次募捐现在不再受理查询。", "This campaign takes no questions any more."),
  contact: t("邮箱", "Your e-mail address"),
  contactHint: t(
    "留下邮箱，会收到一封只有回执编号的邮件，打开其中的链接确认邮箱后，答复会发送给您。只用于答复这个问题。",
    "A message goes there with the number of your receipt alone; once you confirm the address by its link, the answer is sent to you. It is used for this answer alone.",
  ),
  contactProblem: t("请填写邮箱，如name@example.org", "Please give an e-mail address, such as name@example.org"),
  number: t("回执编号", "Receipt number"),
  trap: t("请勿填写此栏", "Please leave this empty"),
  send: t("提交", "Send"),
  received: t("已收到您的问题", "Your question has arrived"),
  keep: t(
    "请收藏或记下本页网址：答复就在这里查看。网址只有您知道，请勿公开。",
    "Please keep the address of this page: the answer is read here. Only you know it; do not make it public.",
  ),
  by: t("最迟答复", "Answered by"),
  answer: t("答复", "Answer"),
  open: t("正在办理", "Being answered"),
  none: t("还没有答复。", "It has not been answered yet."),
};

export function queryPage({
  campaign,
  language,
  attempt,
  key,
  token,
}: {
  campaign: CampaignRow;
  language: LanguageCode;
  attempt: QueryAttempt | null;
  /** Idempotency key of this form. */
  key: string;
  token: string;
}): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const wrong = (name: "words" | "contact"): boolean => attempt?.problems.includes(name) ?? false;
  const refused = attempt !== null && attempt.problems.length === 0;
  return html`<article class="card head"><h1>${words("head")}</h1><p class="organization">${campaign.name}</p><p class="subject">${campaign.title}</p><p>${words("lead")}</p></article>
${refused ? html`<p class="card refused" role="alert">${words("refused")}</p>` : ""}
<section class="card act"><form method="post" action="/o/${encodeURIComponent(campaign.code)}/query/${campaign.caseId}">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="token" value="${token}">
<div class="field"><label for="words">${words("words")} ${mark(true, language)}</label>${wrong("words") ? html`<p class="problem" id="words-problem">${words("problem")}</p>` : ""}<textarea id="words" name="words" rows="6" maxlength="${longest}" required ${attribute("aria-describedby", wrong("words") ? "words-problem" : null)} ${attribute("aria-invalid", wrong("words") ? "true" : null)}>
${attempt?.words ?? ""}</textarea></div>
<div class="field"><label for="contact">${words("contact")} ${mark(false, language)}</label><p class="hint" id="contact-hint">${words("contactHint")}</p>${wrong("contact") ? html`<p class="problem" id="contact-problem">${words("contactProblem")}</p>` : ""}<input id="contact" name="contact" type="text" inputmode="email" autocomplete="email" maxlength="254" value="${attempt?.contact ?? ""}" aria-describedby="contact-hint${wrong("contact") ? " contact-problem" : ""}" ${attribute("aria-invalid", wrong("contact") ? "true" : null)}></div>
<div class="visually-hidden" aria-hidden="true"><label for="website">${words("trap")}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button class="main">${words("send")}</button></form></section>`;
}

/** A donor's question and its answer; the person who answered is not named. */
export function queryReceipt({
  found,
  language,
  taskId,
}: {
  found: QueryLine;
  language: LanguageCode;
  taskId: string;
}): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const settled = isSettled(found.state);
  return html`<article class="card head ${settled ? "done" : "calm"}"><p class="badges"><span class="badge">${settled ? word("taskState", found.state, language) : words("open")}</span></p>
<h1>${words("received")}</h1><p class="organization">${found.organization}</p><p class="subject">${found.title}</p><p class="hint">${words("keep")}</p>
<dl><div><dt>${words("number")}</dt><dd>${receiptNumber(taskId)}</dd></div><div><dt>${words("by")}</dt><dd><time datetime="${found.dueAt.toISOString()}">${instantWords(found.dueAt, found.zone, language)}</time></dd></div></dl></article>
<section class="card" aria-labelledby="answer"><h2 id="answer">${words("answer")}</h2>
${found.answer ? html`<blockquote>${found.answer}</blockquote>` : html`<p class="quiet">${words("none")}</p>`}</section>
<section class="card" aria-labelledby="yours"><h2 id="yours">${words("words")}</h2><p class="pre">${found.question}</p></section>`;
}
