import type { Explanation } from "../../client/tasks/explain.ts";
import { glossOf, quoteOf } from "../../domain/catalogue/citation.ts";
import { type Figure, originText, readText, type TextPlace } from "../../domain/catalogue/figures.ts";
import { prefixedNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { NoticeLine } from "../../records/views/listings.ts";
import { instantWords } from "../http/format-date.ts";
import { type Child, type Html, html } from "../http/html.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  title: t("为什么收到此信", "Why you received this"),
  lead: t(
    "以下说明每一条消息的依据、适用的规则、日期的推算过程、您为何是收件人，以及此前发送过什么。",
    "For each message: the text behind it, the rule that sent it, how its day was counted, how it came to you, and what was sent to you before.",
  ),
  clause: t("依据", "Clause"),
  source: t("原文出处", "Where to read it"),
  figure: t("期限由何而来", "Where the due day comes from"),
  ownFigure: t(
    "本系统默认（原文未定数字，可另行设定）",
    "default of this program: the text names no number, and an administrator may set another",
  ),
  rule: t("适用规则", "Rule"),
  day: t("日期推算", "How the day was counted"),
  came: t("为何发给您", "How it came to you"),
  reason: t("附言", "A word with it"),
  belated: t("因系统中断或者暂停，补发此信。", "It should have gone out earlier; an outage or a pause held it back."),
  before: t("此前发给您的消息", "Sent to you before"),
  none: t("此前没有发送过。", "Nothing before this."),
  open: t("打开这项工作", "Open this task"),
  more: t("此信共涉及更多事项，另有{n}条未列出。", "{n} more of this mail are not listed."),
} as const satisfies Record<string, Text>;

export const whyTitle = (language: LanguageCode): string => textIn(said.title, language);

/** @param task the task of the link; the other tasks have links of their own in the mail */
export function whyPage(
  explanations: readonly Explanation[],
  { language, path, task, more }: { language: LanguageCode; path: string; task: string; more: number },
): Html {
  return html`<section class="card plain"><h1>${whyTitle(language)}</h1><p class="hint">${textIn(said.lead, language)}</p></section>
${explanations.map((one, index) => section(one, language, `why-${index}`, one.context.task.id === task ? path : null))}
${more > 0 ? html`<p class="card quiet">${textIn(said.more, language).replace("{n}", String(more))}</p>` : ""}`;
}

function section(one: Explanation, language: LanguageCode, id: string, path: string | null): Html {
  const { line, context, reasons, text, figure, came, before } = one;
  const { duty, task, organization } = context;
  const { either, colon, comma } = writing[language];
  const title = textIn(titleOf(duty, task.step, task.facts), language);
  const name = prefixedNameOf(line.step);
  const at = instantWords(reasons.rung?.at ?? line.createdAt, organization.zone, language);
  const own = before.filter(({ personId }) => personId === line.personId);
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p class="organization">${organization.name}${context.case.subject ? `${comma}${context.case.subject}` : ""}</p>
<dl>
${row(said.clause, html`${textIn(text.source, language)}<blockquote lang="zh-CN">${quoteOf(duty)}</blockquote>${either<Child>("", html`<span class="hint">${glossOf(duty)}</span>`)}`, language)}
${row(said.source, sourceHtml(text, language), language)}
${figure ? row(said.figure, figureHtml(figure, language), language) : ""}
${row(said.rule, html`${either(`“${word("policy", reasons.policy, "zh-CN")}”`, `“${word("policy", reasons.policy, "en")}”`)}${colon}${textIn(rungWords(name), language)}${comma}${at}`, language)}
${row(said.day, lines(reasons.words), language)}
${row(said.came, lines(came), language)}
${line.details.reason ? row(said.reason, html`<blockquote>${line.details.reason}</blockquote>`, language) : ""}
${row(said.before, own.length === 0 ? textIn(said.none, language) : lines(own.slice(-mostBefore).map((sent) => beforeWords(sent, organization.zone, language))), language)}
</dl>
${line.details.belated ? html`<p class="hint">${textIn(said.belated, language)}</p>` : ""}
${path ? html`<p><a href="${path}">${textIn(said.open, language)}</a></p>` : ""}</section>`;
}

/** Maximum number of earlier messages that are listed. */
const mostBefore = 12;

const row = (label: Text, value: Child, language: LanguageCode): Html =>
  html`<div><dt>${textIn(label, language)}</dt><dd>${value}</dd></div>`;

const lines = (all: readonly string[]): Html =>
  html`${all.map((one, index) => html`${index > 0 ? html`<br>` : ""}${one}`)}`;

const sourceHtml = (place: TextPlace, language: LanguageCode): Html =>
  html`<a href="${place.address}" rel="nofollow noopener">${textIn(place.publication, language)}</a>${writing[language].comma}${textIn(readText(place), language)}`;

function figureHtml(figure: Figure, language: LanguageCode): Html {
  const { colon } = writing[language];
  // Without a statute, the source is the text quoted above.
  const origin = figure.by === "law" ? originText(figure) : said.ownFigure;
  return html`${textIn(figure.what, language)}${colon}${textIn(figure.value, language)}<br><span class="hint">${textIn(origin, language)}</span>`;
}

function beforeWords(line: NoticeLine, zone: string, language: LanguageCode): string {
  const { comma, brackets } = writing[language];
  const state = line.state === "sent" ? (line.deliveryState ?? "sent") : line.state;
  const became =
    state === "dropped" ? word("dropped", line.dropped ?? "dropped", language) : word("deliveryState", state, language);
  return `${instantWords(line.carriedAt ?? line.createdAt, zone, language)}${comma}${word("channel", line.channel, language)}${brackets(textIn(rungWords(prefixedNameOf(line.step)), language))}${comma}${became}`;
}
