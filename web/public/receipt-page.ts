import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { receiptNumber, requesterOf } from "../../domain/procedures/requester.ts";
import { stepOf, titleOf } from "../../domain/procedures/steps.ts";
import { isSettled, type TaskState } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { OpinionLine, OpinionStep } from "../../records/cases/opinions.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { say } from "../words.ts";

export interface Receipt {
  found: OpinionLine;
  steps: readonly OpinionStep[];
  language: LanguageCode;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const outcomes: Readonly<Record<string, Text>> = {
  declined: t("未受理", "Declined"),
  accepted: t("已受理", "Taken up"),
  resolved: t("已办结", "Resolved"),
  answered: t("已答复", "Answered"),
  waived: t("已免除", "Waived"),
  cancelled: t("已取消", "Cancelled"),
};
const says = {
  received: t("已收到，谢谢！回执编号", "It has arrived. Thank you! Receipt number"),
  keep: t(
    "请收藏或记下本页网址：办理情况和答复随时可以在这里查看。网址只有您知道，请勿公开。",
    "Please keep the address of this page: here you read at any time how it stands and what is answered. Only you know it; do not make it public.",
  ),
  open: t("办理中", "Being dealt with"),
  raised: t("提出时间", "Raised"),
  next: t("正在办理", "Now"),
  by: t("预计最迟", "by"),
  yours: t("您提出的内容", "What you raised"),
  course: t("办理经过", "How it went"),
  none: t("还没有办理结果。", "Nothing has come of it yet."),
};

/** State of a submitted matter for its requester: the answers are shown, the people who work on it are not. */
export function receiptPage({ found, steps, language }: Receipt): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const outcome = found.state === "open" ? undefined : outcomes[found.outcome ?? ""];
  const state = outcome
    ? textIn(outcome, language)
    : found.state === "open"
      ? words("open")
      : word("caseState", found.state, language);
  const done = steps.filter((one) => isSettled(one.state as TaskState));
  return html`<article class="card head ${found.state === "open" ? "calm" : "done"}">
<p class="badges"><span class="badge">${state}</span></p>
<h1>${words("received")} <strong>${receiptNumber(found.caseId)}</strong></h1>
<p class="organization">${found.organization}</p><p class="hint">${words("keep")}</p>
<dl><div><dt>${words("raised")}</dt><dd>${instantWords(found.openedAt, found.zone, language)}</dd></div>
${found.step && found.stepDuty && found.dueAt ? html`<div><dt>${words("next")}</dt><dd>${textIn(titleOf(dutyOf(found.stepDuty), found.step), language)} <span class="hint">${words("by")} ${instantWords(found.dueAt, found.zone, language)}</span></dd></div>` : ""}</dl></article>
<section class="card" aria-labelledby="course"><h2 id="course">${words("course")}</h2>
${done.length === 0 ? html`<p class="quiet">${words("none")}</p>` : html`<ol class="story">${done.map((one) => stepLine(one, found, language))}</ol>`}</section>
<section class="card" aria-labelledby="yours"><h2 id="yours">${words("yours")}</h2><p class="pre">${requesterOf(found.facts)?.words ?? ""}</p></section>`;
}

/** What the requester is told about a step; internal notes of the organization are left out. */
function stepLine(
  { duty, step, state, settledAt, result }: OpinionStep,
  { zone }: OpinionLine,
  language: LanguageCode,
): Html {
  const { kind } = dutyOf(duty);
  const { tells, fields = [] } = stepOf(kind, step);
  const said = tells === undefined ? undefined : result?.[tells];
  const chosen = fields.flatMap(
    (formField) => formField.options?.filter((option) => option.value === result?.[formField.name]) ?? [],
  );
  return html`<li>${settledAt ? html`<time datetime="${settledAt.toISOString()}">${instantWords(settledAt, zone, language)}</time>` : ""}
<p>${textIn(titleOf(dutyOf(duty), step), language)}${writing[language].colon}<strong>${chosen.length > 0 ? chosen.map((option) => textIn(option.label, language)) : word("taskState", state, language)}</strong></p>
${typeof said === "string" ? html`<blockquote>${said}</blockquote>` : ""}</li>`;
}

/** Who submitted it and in which words, for the people who handle it. */
export function requesterSection(facts: Readonly<Record<string, unknown>>, language: LanguageCode): Html {
  const requester = requesterOf(facts);
  if (!requester) return html``;
  const who = writing[language].phrase([requester.name, requester.contact].filter(Boolean));
  return html`<section class="card" aria-labelledby="requester"><h2 id="requester">${say("requester", language)}</h2>
<blockquote>${requester.words}</blockquote><p class="by">${who || say(requester.personId ? "requesterKnown" : "requesterUnnamed", language)}</p></section>`;
}
