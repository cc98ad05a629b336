import { writing } from "../../domain/messages/languages/writing.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode, LocalDate, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Attempt, fieldId, formFields } from "../http/form-fields.ts";
import { instantWords, remainder } from "../http/format-date.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { fieldInputs } from "../task/field-inputs.ts";
import { filledInHint, givenIn } from "../task/task-forms.ts";
import type { TaskView } from "../task/task-view.ts";
import { say } from "../words.ts";
import { takenNotice, toMine } from "./my-title.ts";
import { confirmation, sheetPrefix } from "./sheet-form.ts";
import { lateTitle } from "./sheet-list.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("清单：一次办理", "Sheet: all of it at once"),
  lead: t(
    "逐项展开填写，最后一次提交。填完的即予提交，没有填的留在清单上，填得不全的会标出，已填内容不会丢失。",
    "Open each, fill it in, and submit once at the end. What is complete is taken, what is empty stays here, what is not complete is marked, and nothing typed is lost.",
  ),
  submit: t("提交已填写的各项", "Submit what is filled in"),
  wrong: t("以下各项没有提交成功：", "These were not taken:"),
  confirm: t("此项已完成", "This is done"),
} as const;

export const sheetTitle = says.title;

/** A task of a sheet, and what was sent of it and not taken. */
export interface SheetTask {
  view: TaskView;
  attempt: Attempt | null;
}

export interface SheetPage {
  language: LanguageCode;
  path: string;
  token: string;
  tasks: readonly SheetTask[];
  /** How many were taken just now. */
  taken: number;
  /** Null: what is late. */
  due: LocalDate | null;
}

/** Tasks that are all unfolded: more of them are a page to scroll for ever. */
const few = 3;

export function sheetPage({ language, path, token, tasks, taken, due }: SheetPage): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const [first] = tasks;
  const wrong = tasks.filter(({ attempt }) => attempt);
  const when =
    first && due
      ? instantWords(first.view.task.dueAt, first.view.organization.zone, language, first.view.now)
      : textIn(lateTitle, language);
  return html`${toMine(language)}
${takenNotice(taken, language)}
${wrong.length > 0 ? html`<div class="card refused" role="alert"><p>${words("wrong")}</p>${wrong.map((one) => problemsOf(one))}</div>` : ""}
<section class="card head"><h1>${words("title")}</h1><p class="organization">${first?.view.organization.name ?? ""}</p>
<p><strong>${when}</strong> <span class="count">${writing[language].either(`${tasks.length}项`, `${tasks.length} tasks`)}</span></p><p class="hint">${words("lead")}</p></section>
<form method="post" action="${path}" enctype="multipart/form-data" novalidate><input type="hidden" name="token" value="${token}">
${tasks.map((task) => taskPart(task, tasks.length <= few))}
<p class="card"><button class="main">${words("submit")}</button></p></form>`;
}

const anchor = ({ task }: TaskView): string => `task-${task.id}`;

const titleOf = ({ task, case: { subject }, access }: TaskView): string =>
  taskTitle({ duty: task.duty, step: task.step, subject, facts: task.facts }, access.language);

/** What was not taken of one task, with a way to each field. */
function problemsOf({ view, attempt }: SheetTask): Html {
  const { "": general, ...fields } = attempt?.problems ?? {};
  const prefix = sheetPrefix(view.task.id);
  return html`<p><a href="#${anchor(view)}">${titleOf(view)}</a>${general ? html`${writing[view.access.language].colon}${general}` : ""}</p>
<ul>${Object.entries(fields).map(([name, problem]) => html`<li><a href="#${fieldId("submit", prefix + name)}">${problem}</a></li>`)}${(attempt?.missing ?? []).map((one) => html`<li>${one}</li>`)}</ul>`;
}

function taskPart({ view, attempt }: SheetTask, open: boolean): Html {
  const { task, duty, organization, now, calendar, access } = view;
  const { language } = access;
  const prefix = sheetPrefix(task.id);
  const field = formFields("submit", language, attempt, { prefix, given: givenIn(view) });
  const left = remainder(task.dueAt, now, organization.zone, calendar, language);
  const asks = fieldsOf(duty, task.step, task.facts);
  const inputs =
    asks.length > 0
      ? fieldInputs(view, field, attempt !== null)
      : html`<label class="option"><input type="checkbox" name="${prefix}${confirmation}" value="yes" ${attribute("checked", field.typed(confirmation) === "yes")}> ${textIn(says.confirm, language)}</label>`;
  return html`<details class="card sheet-task" id="${anchor(view)}"${open || attempt || view.filledIn.from.length > 0 ? html` open` : ""}><summary><span>${titleOf(view)} <span class="hint ${left.late ? "late" : ""}">${left.words}</span></span></summary>
<p class="hint">${say("doneWhen", language)}${writing[language].colon}${textIn(duty.done, language)}</p>
${filledInHint(view)}
${inputs}</details>`;
}
