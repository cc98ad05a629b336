import type { Desk, DeskDanger, DeskVerdict } from "../../../client/desk/desk.ts";
import { findDuty } from "../../../domain/catalogue/packs/index.ts";
import type { Danger } from "../../../domain/desk/danger.ts";
import { askedDue } from "../../../domain/escalation/anchor.ts";
import { cut } from "../../../domain/messages/languages/clean.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { dutyBeside } from "../../../domain/messages/task-title.ts";
import { titleOf } from "../../../domain/procedures/steps.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import { textIn, word } from "../../../domain/words.ts";
import type { DeskRow } from "../../../records/views/desk.ts";
import { pictureAddress } from "../../http/download.ts";
import { instantWords, remainder, verdictWords, withClock } from "../../http/format-date.ts";
import { type Html, html } from "../../http/html.ts";
import { isShown } from "../../http/picture.ts";
import { upcomingRungs } from "../../task/ladder-words.ts";
import { citySection, ownSection } from "./desk-city.ts";
import type { DeskView } from "./desk-view.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  danger: t("当前险情", "Danger now"),
  quiet: t(
    "目前没有险情：没有紧急事项、受阻事项，今天也没有到期的法定事项。",
    "No danger now: nothing critical, nothing blocked, and no day of the law that passes today.",
  ),
  nobody: t("无人办理", "nobody does it"),
  noNumber: t("没有登记手机号", "no mobile number"),
  opened: t("链接已打开", "link opened"),
  unopened: t("链接未打开", "link not opened"),
  handedIn: t("已提交，等待核验", "handed in, waits for a verdict"),
  confirmed: t("本人已确认收到", "confirmed by them"),
  notConfirmed: t("本人尚未确认", "not confirmed by them"),
  noMessage: t("尚未发出消息", "no message has left yet"),
  next: t("下一步", "Next"),
  since: t("始于", "since"),
  open: t("催办、换人或延期", "Remind, reassign or give time"),
  look: t("查看提交的材料", "See what was handed in"),
  call: t("拨打", "Call"),
  more: t("其余{n}件见下方各表", "{n} more are in the tables below"),
  mine: t("待我核验", "For me to verify"),
  none: t("没有等您核验的事项。", "Nothing waits for your verdict."),
  verify: t("去核验", "Verify"),
  noEvidence: t("没有附材料", "nothing was attached"),
};

export const dangerWords: Readonly<Record<Danger, Text>> = {
  critical: t("紧急事项", "Critical"),
  emergency: t("限时处置", "Emergency"),
  blocked: t("受阻", "Blocked"),
  "at-risk": t("存在风险", "At risk"),
  "law-today": t("法定期限今日届满", "Due today by law"),
};

/** Dangers, verdicts that wait for the reader, and the state of the city. */
export function deskSections(view: DeskView): Html {
  return html`${dangerSection(view)}${view.desk.mine ? mineSection(view, view.desk.mine) : ""}${view.alone === null ? citySection(view) : ownSection(view, view.alone)}`;
}

function dangerSection(view: DeskView): Html {
  const { desk, language } = view;
  const { rows, total } = desk.dangers;
  return html`<section class="card danger ${total > 0 ? "head late" : ""}" aria-labelledby="danger"><h2 id="danger">${textIn(says.danger, language)} <span class="count">${total}</span></h2>
${total === 0 ? html`<p class="quiet">${textIn(says.quiet, language)}</p>` : ""}
${rows.length > 0 ? html`<ol class="alarms">${rows.map((row) => dangerItem(view, row))}</ol>` : ""}
${total > rows.length ? html`<p class="hint">${textIn(says.more, language).replace("{n}", String(total - rows.length))}</p>` : ""}</section>`;
}

const titleOfRow = ({ duty, step, facts }: DeskRow, language: LanguageCode): string => {
  const found = findDuty(duty);
  return found ? textIn(titleOf(found, step, facts), language) : duty;
};

/** Subject of a task: that of its case, otherwise the duty, unless the step's title names it. */
const aboutRow = (row: DeskRow, language: LanguageCode, most: number): string =>
  cut(row.subject, most) || (findDuty(row.duty) ? dutyBeside(row, language) : "");

function dangerItem(view: DeskView, danger: DeskDanger): Html {
  const { task, dangers, holders, doers, ahead } = danger;
  const { language, now, calendar, personId, alone } = view;
  const { zone } = task;
  const handedIn = task.state === "submitted";
  const due = handedIn ? task.climbDueAt : askedDue(task, zone, now);
  const left = remainder({ due, byClock: task.byClock }, now, zone, calendar, language);
  const words = withClock(left.words, due, now, zone, language);
  const [next] = upcomingRungs(
    ahead,
    { task, organization: { zone }, calendar, holders, byClock: task.byClock },
    now,
    language,
    personId,
  );
  return html`<li><p class="badges">${dangers.map((one) => html`<span class="badge ${one === "at-risk" || one === "law-today" ? "soon" : "alarm"}">${textIn(dangerWords[one], language)}</span>`)} <span class="left ${left.late ? "late" : ""}">${handedIn ? verdictWords(words, language) : words}</span></p>
<p class="what"><a href="/board/task/${task.id}">${aboutRow(task, language, 80) || titleOfRow(task, language)}</a></p>
<p class="where">${alone === null ? html`${task.organization}${task.district ? html` · ${task.district}` : ""} · ` : ""}${aboutRow(task, language, 80) ? html`${titleOfRow(task, language)} · ` : ""}${textIn(says.since, language)} ${instantWords(task.openedAt, zone, language, now)}</p>
${task.outlookNote && dangers.some((one) => one === "blocked" || one === "at-risk") ? html`<blockquote>${cut(task.outlookNote, 120)}</blockquote>` : ""}
<p>${doers.length === 0 ? html`<strong>${textIn(says.nobody, language)}</strong>` : doers.slice(0, 3).map((one, n) => html`${n > 0 ? "；" : ""}<span class="doer">${one.name} ${one.number ? html`<a class="call" href="tel:${one.number.replace(/[^+\d]/g, "")}"><span class="visually-hidden">${textIn(says.call, language)} </span>${one.number}</a>` : ""}</span>`)} <span class="hint">${handedIn ? textIn(says.handedIn, language) : fateWords(view, danger)}</span></p>
${next ? html`<p class="hint">${textIn(says.next, language)}${writing[language].colon}${next.when} ${next.what}</p>` : ""}
<p class="screen"><a href="/board/task/${task.id}">${textIn(handedIn ? says.look : says.open, language)}</a></p></li>`;
}

/**
 * Outcome of the last message, whether its link was opened since, and whether the doer has acknowledged it. An opened link proves nothing: a mail
 * scanner may have opened it.
 */
function fateWords({ language, now }: DeskView, { task, message, openedAt }: DeskDanger): string {
  const confirmed = task.state !== "open" || task.outlook !== null;
  const left = message
    ? `${word("sending", message.verb, language)} ${instantWords(message.at, task.zone, language, now)}`
    : textIn(says.noMessage, language);
  const opened = openedAt
    ? `${textIn(says.opened, language)} ${instantWords(openedAt, task.zone, language, now)}`
    : message
      ? textIn(says.unopened, language)
      : "";
  return writing[language].phrase([
    left,
    ...(opened ? [opened] : []),
    textIn(confirmed ? says.confirmed : says.notConfirmed, language),
  ]);
}

function mineSection(view: DeskView, { rows, total }: NonNullable<Desk["mine"]>): Html {
  const { language } = view;
  return html`<section class="card" aria-labelledby="mine"><h2 id="mine">${textIn(says.mine, language)} <span class="count">${total}</span></h2>
${total === 0 ? html`<p class="quiet">${textIn(says.none, language)}</p>` : ""}
${rows.length > 0 ? html`<ol class="alarms">${rows.map((row) => verdictItem(view, row))}</ol>` : ""}
${total > rows.length ? html`<p><a href="/board?view=verdict">${writing[language].either(`全部${total}件`, `All ${total}`)} →</a></p>` : ""}</section>`;
}

/** Maximum number of pictures and of characters beside a verdict; the task's page shows the rest. */
const most = { pictures: 4, words: 160 };

/** The answers of a form without their labels. */
function wordsOf({ type, data, text }: DeskVerdict["evidence"][number]): string {
  if (type !== "text") return "";
  if (typeof data !== "object" || data === null) return text;
  return Object.values(data)
    .filter((one) => typeof one === "string")
    .join(" ");
}

function verdictItem({ language, now, calendar, alone }: DeskView, { task, evidence }: DeskVerdict): Html {
  const left = remainder({ due: task.climbDueAt, byClock: task.byClock }, now, task.zone, calendar, language);
  const pictures = evidence.filter(({ type, mime }) => type === "file" && isShown(mime)).slice(0, most.pictures);
  const files = evidence.filter(({ type }) => type === "file").length - pictures.length;
  const text = evidence.map(wordsOf).find((one) => one !== "") ?? "";
  const about = aboutRow(task, language, 60);
  return html`<li><p class="badges"><span class="left ${left.late ? "late" : ""}">${withClock(left.words, task.climbDueAt, now, task.zone, language)}</span></p>
<p class="what"><a href="/board/task/${task.id}">${titleOfRow(task, language)}${about ? html` · ${about}` : ""}</a></p>
${alone === null ? html`<p class="where">${task.organization}</p>` : ""}
${text ? html`<p class="pre">${cut(text, most.words)}</p>` : ""}
${pictures.length > 0 ? html`<p class="thumbnails">${pictures.map((one) => html`<a href="${pictureAddress(`/board/task/${task.id}/file/${one.id}`, "large")}"><img src="${pictureAddress(`/board/task/${task.id}/file/${one.id}`, "small")}" alt="${one.name}" loading="lazy"></a>`)}</p>` : ""}
${files > 0 ? html`<p class="hint">${writing[language].either(`另有${files}个文件`, `${files} more files`)}</p>` : ""}
${evidence.length === 0 ? html`<p class="hint">${textIn(says.noEvidence, language)}</p>` : ""}
<p><a href="/board/task/${task.id}">${textIn(says.verify, language)}</a></p></li>`;
}
