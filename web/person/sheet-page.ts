import { climbsByClock } from "../../domain/escalation/advance.ts";
import { nothingToReport } from "../../domain/forms/draft.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode, LocalDate, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Attempt, type Fields, fieldId, formFields } from "../http/form-fields.ts";
import { instantWords, remainder } from "../http/format-date.ts";
import { attribute, type Html, html } from "../http/html.ts";
import type { Form } from "../http/multipart.ts";
import { fieldInputs } from "../task/field-inputs.ts";
import type { FormView } from "../task/form-view.ts";
import { filledInHint, givenIn } from "../task/task-forms.ts";
import { say } from "../words.ts";
import { takenNotice, toMine } from "./my-title.ts";
import { confirmation, nothing, paper, sheetPrefix, shown, takesPaper } from "./sheet-form.ts";
import { lateTitle } from "./sheet-list.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("清单：一次办理", "Sheet: tasks due on the same day"),
  lead: t(
    "逐项展开填写，最后一次提交。填完的即予提交，没有填的留在清单上，填得不全的会标出，已填内容不会丢失。",
    "Open each, fill it in, and submit once at the end. What is complete is taken, what is empty stays here, what is not complete is marked, and nothing typed is lost.",
  ),
  mailed: t("邮件中请您办理的各项", "What the mail asks you to do"),
  submit: t("提交已填写的各项", "Submit what is filled in"),
  keep: t("先保存，以后再填", "Keep it for later"),
  kept: t(
    "已保存，尚未提交。换一台设备打开也能接着填；照片和文件须在提交时选择。",
    "Kept, and not handed in. It is here on another device too; photos and files are chosen when you hand in.",
  ),
  idle: t(
    "没有可提交的内容。请展开需要办理的事项填写；已自动填好的，核对后请勾选确认。",
    "Nothing was handed in: open a task and fill it in; what is filled in already is ticked once you have checked it.",
  ),
  wrong: t("以下各项没有提交成功：", "These were not taken:"),
  confirm: t("此项已完成", "This is done"),
  confirmFilled: t("以上内容已逐项核对，按此提交", "I have checked every line above; submit it as shown"),
  nothing: t("本期没有情况需要报告", "Nothing to report this time"),
  filled: t("已填好，待核对", "filled in, to be checked"),
  drafted: t("填了一部分", "begun"),
  print: t("打印这份清单", "Print this sheet"),
  printed: t("现在可以用浏览器打印。返回填写", "Print it with your browser now. Back to filling it in"),
  paper: t("已在纸质清单上填写（照片在页末上传）", "Filled in on paper (the photo goes at the end of this page)"),
  onPaper: t("上传纸质清单照片", "Photo of the sheet filled in on paper"),
  onPaperHint: t(
    "清单打印填写后拍照，在这里选择照片，再在相应各项勾选“已在纸质清单上填写”，文字部分即可不填。人数、日期和选项仍须填写。",
    "Print it, fill it in, take a photo and choose it here once; then tick each task that it answers, and its words need not be typed. Figures, days, choices and ticks are still to be filled in.",
  ),
  noPhoto: t(
    "请在“上传纸质清单照片”一栏选择照片。",
    "Please choose the photo of the paper sheet under “Photo of the sheet filled in on paper”.",
  ),
  signature: t(
    "填表人：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿",
    "Filled in by: ________________ Date: ________________",
  ),
  more: t("还有{n}项，提交后接着显示。", "{n} more come once these are handed in."),
} as const;

/** Texts of the script, as `data-` attributes of the form. */
const scripted = {
  saving: t("正在保存……", "Keeping what you typed…"),
  saved: t("已保存，尚未提交", "Kept, not handed in"),
  offline: t(
    "没有连上网络：内容已保存在这台设备上，连上后会自动保存",
    "No connection: it is kept on this device, and sent when there is one",
  ),
  restored: t("已恢复保存在这台设备上的内容", "What was kept on this device is back"),
  shrinking: t("正在压缩照片……", "Making the photo smaller…"),
  shrunk: t("照片已压缩：{from}→{to}", "Photo made smaller: {from} → {to}"),
  sending: t("正在提交：{n}%", "Sending: {n}%"),
  waiting: t("已发出，等待答复……", "Sent, waiting for the answer…"),
  failed: t(
    "没有提交成功：网络断开。已填内容和选好的文件都还在，连上后请再按一次；已经收到的不会重复。",
    "It was not sent: the connection broke. All that you typed and chose is still here. Press again when there is one; what had arrived is not taken twice.",
  ),
} as const;

export const sheetTitle = says.title;

/** A task of a sheet, with a rejected part if there is one. */
export interface SheetTask {
  view: FormView;
  attempt: Attempt | null;
}

export interface SheetPage {
  language: LanguageCode;
  path: string;
  token: string;
  /** Name under which a device stores what is typed while it is offline. */
  keptAs: string;
  tasks: readonly SheetTask[];
  /** Number of tasks that do not fit on the page. */
  beyond: number;
  /** Number of tasks that were just submitted. */
  taken: number;
  /** The button was pressed without anything to submit. */
  idle: boolean;
  /** A draft has just been stored. */
  kept: boolean;
  /** All tasks are unfolded, for printing. */
  printed: boolean;
  /** Due day of all tasks; `late`: the sheet of late tasks; `mail`: the tasks of one mail. */
  due: LocalDate | "late" | "mail";
}

/** Up to this many tasks are all unfolded; with more the page would be too long. */
const few = 3;

export function sheetPage(page: SheetPage): Html {
  const { language, path, token, tasks, taken, due, kept, printed, beyond } = page;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const [first] = tasks;
  const wrong = tasks.filter(({ attempt }) => attempt);
  const when =
    due === "late" || !first
      ? textIn(lateTitle, language)
      : due === "mail"
        ? words("mailed")
        : instantWords(first.view.task.dueAt, first.view.organization.zone, language, first.view.now);
  return html`${toMine(language)}
${takenNotice(taken, language)}
${page.idle ? html`<p class="notice idle" role="status">${words("idle")}</p>` : ""}
${kept ? html`<p class="notice" role="status">${words("kept")}</p>` : ""}
${wrong.length > 0 ? html`<div class="card refused" role="alert"><p>${words("wrong")}</p>${wrong.map((one) => problemsOf(one))}</div>` : ""}
<section class="card head"><h1>${words("title")}</h1><p class="organization">${first?.view.organization.name ?? ""}</p>
<p><strong>${when}</strong> <span class="count">${writing[language].either(`${tasks.length + beyond}项`, `${tasks.length + beyond} tasks`)}</span></p><p class="hint screen">${words("lead")}</p>
${beyond > 0 ? html`<p class="hint">${words("more").replace("{n}", String(beyond))}</p>` : ""}
<p class="screen"><a href="${path}${printed ? "" : "?print=1"}">${words(printed ? "printed" : "print")}</a></p></section>
<form class="sheet-form" method="post" action="${path}" enctype="multipart/form-data" novalidate data-kept-as="${page.keptAs}" ${attribute("data-dirty", wrong.length > 0)} ${Object.entries(scripted).map(([name, text]) => html`data-${name}="${textIn(text, language)}" `)}><input type="hidden" name="token" value="${token}">
${tasks.map((task) => taskPart(task, printed || tasks.length <= few, due === "mail"))}
${tasks.some(({ view }) => takesPaper(asksOf(view))) ? html`<details class="card screen"><summary>${words("onPaper")}</summary><p class="hint" id="paper-hint">${words("onPaperHint")}</p><input type="file" name="${paper}" multiple accept="image/*" aria-label="${words("onPaper")}" aria-describedby="paper-hint"></details>` : ""}
<p class="paper">${words("signature")}</p>
<div class="card screen"><button class="main">${words("submit")}</button> <button class="plain" name="keep" value="yes">${words("keep")}</button><p class="hint" data-state role="status"></p></div></form>`;
}

/** The error of a task whose answers are said to be on paper and of which no photo was chosen. */
export const noPhoto = ({ access }: FormView, { fields }: Form): Attempt => ({
  verb: "submit",
  values: Object.fromEntries(fields),
  problems: { "": textIn(says.noPhoto, access.language) },
});

const anchor = ({ task }: FormView): string => `task-${task.id}`;

const titleOf = ({ task, case: { subject }, access }: FormView): string =>
  taskTitle({ duty: task.duty, step: task.step, subject, facts: task.facts }, access.language);

/** Error messages of one task, each with a link to its field. */
function problemsOf({ view, attempt }: SheetTask): Html {
  const { "": general, ...fields } = attempt?.problems ?? {};
  const prefix = sheetPrefix(view.task.id);
  return html`<p><a href="#${anchor(view)}">${titleOf(view)}</a>${general ? html`${writing[view.access.language].colon}${general}` : ""}</p>
<ul>${Object.entries(fields).map(([name, problem]) => html`<li><a href="#${fieldId("submit", prefix + name)}">${problem}</a></li>`)}${(attempt?.missing ?? []).map((one) => html`<li>${one}</li>`)}</ul>`;
}

const asksOf = ({ duty, task }: FormView) => fieldsOf(duty, task.step, task.facts);

/** One task of the sheet. @param dated each task shows its due day, because the sheet has several */
function taskPart({ view, attempt }: SheetTask, open: boolean, dated: boolean): Html {
  const { task, duty, organization, policies, now, calendar, access, filledIn } = view;
  const { language } = access;
  const prefix = sheetPrefix(task.id);
  const field = formFields("submit", language, attempt, { prefix, given: givenIn(view) });
  const left = remainder(
    { due: task.dueAt, byClock: climbsByClock(task, policies) },
    now,
    organization.zone,
    calendar,
    language,
  );
  const state = filledIn.draft ? says.drafted : Object.keys(filledIn.values).length > 0 ? says.filled : null;
  return html`<details class="card sheet-task" id="${anchor(view)}"${open || attempt || filledIn.draft ? html` open` : ""}><summary><span>${titleOf(view)} ${dated || left.late ? html`<span class="hint ${left.late ? "late" : ""}">${dueWords(view, left.words)}</span>` : ""}${state ? html` <span class="count" data-begun>${textIn(state, language)}</span>` : ""}</span></summary>
<input type="hidden" name="${prefix}${shown}" value="yes">
<p class="hint">${say("doneWhen", language)}${writing[language].colon}${textIn(duty.done, language)}</p>
${filledInHint(view)}
${ticks(view, field, attempt)}</details>`;
}

/** How late a task is and since when: the due day distinguishes periods of the same duty. */
function dueWords({ task, organization, now, access: { language } }: FormView, left: string): string {
  const day = instantWords(task.dueAt, organization.zone, language, now);
  return `${left}${writing[language].brackets(writing[language].either(`${day}截止`, `due ${day}`))}`;
}

/** The checkboxes of a task. */
function ticks(view: FormView, field: Fields, attempt: Attempt | null): Html {
  const { language } = view.access;
  const asks = asksOf(view);
  const tick = (name: string, words: Text): Html =>
    html`<label class="option"><input type="checkbox" name="${field.nameOf(name)}" value="yes" ${attribute("checked", attempt?.values[name] === "yes")}> ${textIn(words, language)}</label>`;
  if (asks.length === 0) return tick(confirmation, says.confirm);
  const filled = Object.keys(view.filledIn.values).length > 0;
  return html`${!view.filledIn.first && nothingToReport(asks, language) ? tick(nothing, says.nothing) : ""}
${fieldInputs(view, field, attempt !== null)}
${filled ? tick(confirmation, says.confirmFilled) : ""}${takesPaper(asks) ? html`<div class="screen">${tick(paper, says.paper)}</div>` : ""}`;
}
