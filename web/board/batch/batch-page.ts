import type { BatchPreview, BatchRow, TaskPreview } from "../../../client/desk/batches.ts";
import { findDuty } from "../../../domain/catalogue/packs/index.ts";
import {
  assignable,
  type BatchAct,
  type BatchInput,
  type BatchOutcome,
  batchFields,
  batchOutcomes,
  missingFields,
  mostTasks,
} from "../../../domain/desk/batch.ts";
import { cut } from "../../../domain/messages/languages/clean.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { dutyBeside, taskTitle } from "../../../domain/messages/task-title.ts";
import { titleOf } from "../../../domain/procedures/steps.ts";
import { causeText } from "../../../domain/reasons/index.ts";
import { termBegan } from "../../../domain/tasks/term.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import type { Calendar } from "../../../domain/time/calendar.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { textIn, word } from "../../../domain/words.ts";
import type { BatchLine } from "../../../records/batches.ts";
import { instantWords } from "../../http/format-date.ts";
import { attribute, type Html, html } from "../../http/html.ts";
import { pager } from "../../http/pager.ts";
import { bar } from "../bars.ts";
import { actWords, fieldWords, missingWords, outcomeWords } from "./batch-words.ts";

/** Example: the messages of the reader who would be sent the most. */
export interface Sample {
  reader: string;
  tasks: number;
  subject: string;
  text: string;
}

export interface BatchView {
  batch: BatchRow;
  own: boolean;
  /** The whole batch is shown, not only the organizations that the reader oversees. */
  whole: boolean;
  /** Null: the batch was confirmed, or a required field is empty. */
  preview: BatchPreview | null;
  sample: Sample | null;
  counts: Readonly<Record<BatchOutcome | "waiting" | "organizations", number>>;
  lines: readonly BatchLine[];
  names: ReadonlyMap<string, string>;
  madeBy: string;
  token: string;
  /** The form was submitted with a required field empty. */
  tried: boolean;
  page: number;
  perPage: number;
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  waiting: t("尚未处理", "Still to come"),
  back: t("返回督办台", "Back to the board"),
  preview: t("预览", "Preview"),
  again: t("更新预览", "Preview again"),
  will: t("将要办理", "What will be done"),
  read: t("他们会读到", "What they will read"),
  cannot: t("不能办理的", "What cannot be done"),
  list: t("清单", "The list"),
  confirm: t("确认", "Confirm"),
  once: t(
    "确认后立即办理，只办一次；这里会显示进度，每件事项的经过里也会记下。",
    "It is done at once and once only; this page says how far it is, and the story of each says so too.",
  ),
  nothing: t("没有可以办理的事项。", "There is nothing that can be done."),
  refresh: t("刷新进度", "See how far it is"),
  csv: t("下载清单（CSV）", "Download the list (CSV)"),
  word: t("原样写进发给办理人的消息。", "It stands in the message as you write it."),
  roleHint: t("各机构担任此职务的人", "whoever holds the role in each organization"),
  optional: t("（选填）", "(optional)"),
  required: t("（必填）", "(required)"),
  choose: t("请选择", "Please choose"),
} as const;

export const batchTitle = (act: BatchAct, language: LanguageCode): string =>
  act === "export"
    ? textIn(actWords.export, language)
    : writing[language].either(`批量${actWords[act].zh}`, `${actWords[act].en}: many at once`);

/** Page of a batch. Before confirmation it shows what the batch would do, afterwards its progress and the outcome of each task. */
export function batchPage(view: BatchView): Html {
  const { batch, language } = view;
  return html`<p class="crumbs"><a href="${batch.found || "/board"}">← ${textIn(says.back, language)}</a></p>
${batch.confirmedAt ? progress(view) : prepared(view)}`;
}

function prepared(view: BatchView): Html {
  const { batch, counts, language, preview } = view;
  const most =
    batch.tasks === mostTasks
      ? html`<p class="hint">${writing[language].either(`一次最多${mostTasks}件，已取最急的${mostTasks}件。`, `At most ${mostTasks} at once: these are the most urgent.`)}</p>`
      : "";
  return html`<section class="card head"><h1>${batchTitle(batch.act, language)}</h1>
<p>${writing[language].either(`选中${batch.tasks}件，涉及${counts.organizations}家机构。`, `${batch.tasks} tasks of ${counts.organizations} organizations.`)}</p>${most}
${fieldsForm(view)}</section>
${preview ? previewed(view, preview) : ""}
${listSection(view, view.lines)}`;
}

function fieldsForm({ batch, token, language, preview, tried }: BatchView): Html {
  const fields = batchFields[batch.act];
  if (Object.keys(fields).length === 0) return html``;
  const missing = tried ? missingFields(batch.act, batch.input) : [];
  const field = (name: keyof BatchInput, label: Text, input: (more: Html) => Html, hint?: Text): Html => {
    if (!fields[name]) return html``;
    const problem = missing.includes(name);
    const more = html`id="batch-${name}" name="${name}" ${attribute("aria-invalid", problem ? "true" : null)} ${attribute("aria-describedby", problem ? `batch-${name}-problem` : null)}`;
    return html`<div class="field"><label for="batch-${name}">${textIn(label, language)}<span class="${fields[name] === "needed" ? "mark-required" : "mark-optional"}">${textIn(fields[name] === "needed" ? says.required : says.optional, language)}</span></label>
${hint ? html`<p class="hint">${textIn(hint, language)}</p>` : ""}${problem ? html`<p class="problem" id="batch-${name}-problem">${textIn(missingWords[name], language)}</p>` : ""}${input(more)}</div>`;
  };
  const { reason = "", until = "", role } = batch.input;
  const words = batch.act === "waive" ? fieldWords.reason : fieldWords.word;
  return html`<form method="post" action="/board/batch/${batch.id}"><input type="hidden" name="token" value="${token}">
${field("until", fieldWords.until, (more) => html`<input type="date" ${more} value="${until}">`)}
${field("role", fieldWords.role, (more) => html`<select ${more}><option value="">${textIn(says.choose, language)}</option>${assignable.map((one) => html`<option value="${one}" ${attribute("selected", one === role)}>${word("role", one, language)}</option>`)}</select>`, says.roleHint)}
${field("reason", words, (more) => html`<textarea ${more} rows="3" maxlength="2000">\n${reason}</textarea>`, says.word)}
<button class="plain" name="do" value="preview">${textIn(preview ? says.again : says.preview, language)}</button></form>`;
}

function previewed(view: BatchView, { tasks, readers }: BatchPreview): Html {
  const { batch, language, names, sample, token } = view;
  const refused = tasks.filter((one) => one.refused !== null);
  const possible = tasks.length - refused.length;
  const { either, list } = writing[language];
  const few = [...readers.keys()].slice(0, 8).map((id) => names.get(id) ?? "");
  const more = readers.size - few.length;
  const who =
    readers.size === 0
      ? ""
      : either(
          `将告知${readers.size}人：${list(few)}${more > 0 ? "等" : ""}。每人一次，不逐件发送。`,
          `${readers.size} people are told: ${list(few)}${more > 0 ? ` and ${more} more` : ""}. Each is told once, not task by task.`,
        );
  const what =
    batch.act === "export"
      ? either(
          `清单共${possible}件：机构、事项、状态、截止时间、办理人。`,
          `A list of ${possible}: organization, what, state, due day, who does it.`,
        )
      : either(`可以办理${possible}件。`, `${possible} can be done.`);
  const label = either(
    `确认${actWords[batch.act].zh}${batch.act === "export" ? "" : `${possible}件`}`,
    `${textIn(says.confirm, language)}: ${actWords[batch.act].en.toLowerCase()} ${possible}`,
  );
  return html`<section class="card act" aria-labelledby="will"><h2 id="will">${textIn(says.will, language)}</h2>
<p>${what}</p>${who ? html`<p>${who}</p>` : ""}
${
  possible > 0
    ? html`<p class="hint">${textIn(says.once, language)}</p><form method="post" action="/board/batch/${batch.id}"><input type="hidden" name="token" value="${token}"><button class="main" name="do" value="confirm">${label}</button></form>`
    : html`<p class="quiet">${textIn(says.nothing, language)}</p>`
}</section>
${
  sample
    ? html`<section class="card" aria-labelledby="read"><h2 id="read">${textIn(says.read, language)}</h2><p class="hint">${either(`以发给${sample.reader}的邮件为例（${sample.tasks}件）`, `The mail to ${sample.reader}, for example (${sample.tasks})`)}</p>
<p class="subject-line">${sample.subject}</p><pre>${cut(sample.text, 3_000)}</pre></section>`
    : ""
}
${refused.length > 0 ? refusedSection(view, refused) : ""}`;
}

/** Maximum number of refused tasks named under one reason; the others are counted. */
const mostNamed = 10;

function refusedSection({ language }: BatchView, refused: readonly TaskPreview[]): Html {
  const reasons = new Map<string, TaskPreview[]>();
  for (const one of refused) {
    const why = one.refused ? textIn(causeText(one.refused, "page"), language) : "";
    reasons.set(why, [...(reasons.get(why) ?? []), one]);
  }
  const { either } = writing[language];
  return html`<section class="card" aria-labelledby="cannot"><h2 id="cannot">${textIn(says.cannot, language)} <span class="count">${refused.length}</span></h2>
${[...reasons].map(
  ([why, tasks]) =>
    html`<h3>${why} <span class="count">${tasks.length}</span></h3><ul class="plain-list">${tasks.slice(0, mostNamed).map(({ context: { task, duty, organization, case: found } }) => html`<li><a href="/board/task/${task.id}">${taskTitle({ ...task, duty: duty.number, subject: found.subject }, language)}</a> <span class="hint">${organization.name}</span></li>`)}</ul>${tasks.length > mostNamed ? html`<p class="hint">${either(`另有${tasks.length - mostNamed}件`, `${tasks.length - mostNamed} more`)}</p>` : ""}`,
)}</section>`;
}

const tones: Readonly<Record<BatchOutcome, "done" | "brand" | "soon" | "late">> = {
  done: "done",
  unchanged: "brand",
  refused: "soon",
  failed: "late",
};

function progress(view: BatchView): Html {
  const { batch, counts, language, madeBy, now, own } = view;
  const { either, colon } = writing[language];
  const finished = batch.finishedAt !== null;
  const through = batch.tasks - counts.waiting;
  const { reason, until, role } = batch.input;
  const given = [
    reason ? [batch.act === "waive" ? fieldWords.reason : fieldWords.word, reason] : null,
    until ? [fieldWords.until, writing[language].day(until)] : null,
    role ? [fieldWords.role, word("role", role, language)] : null,
  ].filter((one) => one !== null) as [Text, string][];
  const parts = batchOutcomes.map((one) => ({ tone: tones[one], value: counts[one] }));
  return html`<section class="card head ${finished ? "done" : "soon"}"><p class="badges"><span class="badge ${finished ? "done" : "soon"}">${finished ? either("已完成", "Finished") : either("进行中", "Under way")}</span></p>
<h1>${batchTitle(batch.act, language)}</h1>
<p class="hint">${madeBy} · ${batch.confirmedAt ? instantWords(batch.confirmedAt, zone, language, now) : ""}</p>
${given.map(([label, text]) => html`<p>${textIn(label, language)}${colon}${text}</p>`)}
<p role="status">${either(`${batch.tasks}件中已处理${through}件。`, `${through} of ${batch.tasks} are through.`)}</p>
${bar(parts, batch.tasks)}
<ul class="plain-list">${batchOutcomes.filter((one) => counts[one] > 0).map((one) => html`<li>${textIn(outcomeWords[one], language)}${colon}${counts[one]}</li>`)}${finished || counts.waiting === 0 ? "" : html`<li>${textIn(says.waiting, language)}${colon}${counts.waiting}</li>`}</ul>
${finished ? "" : html`<p><a href="/board/batch/${batch.id}">${textIn(says.refresh, language)}</a></p>`}
${own || view.whole ? "" : html`<p class="hint">${either("下面只列出您有权查看的机构。", "Of its list you see what you oversee.")}</p>`}
<p><a href="/board/batch/${batch.id}/list.csv">${textIn(says.csv, language)}</a></p></section>
${listSection(view, view.lines)}`;
}

const dueWords = (at: string, language: LanguageCode): string => writing[language].either(`${at}截止`, `due ${at}`);

/** Outcome of a task in words; of a task that is still to be processed, its state. */
function stateOf({ batch, language }: BatchView, { outcome, state }: BatchLine): string {
  if (batch.act === "export" || batch.confirmedAt === null) return word("taskState", state, language);
  return textIn(outcome ? outcomeWords[outcome] : says.waiting, language);
}

function listSection(view: BatchView, lines: readonly BatchLine[]): Html {
  const { batch, language, now, page, perPage } = view;
  const pages = Math.ceil(batch.tasks / perPage);
  return html`<section class="card" aria-labelledby="list"><h2 id="list">${textIn(says.list, language)} <span class="count">${batch.tasks}</span></h2>
<ul class="rows">${lines.map((line) => {
    const duty = findDuty(line.duty);
    const about = cut(line.subject, 80) || (duty ? dutyBeside(line, language) : "");
    const why = line.cause ? textIn(causeText(line.cause, "page"), language) : "";
    return html`<li><a class="row" href="/board/task/${line.id}"><span class="what">${duty ? textIn(titleOf(duty, line.step, line.facts), language) : line.duty}${about ? html`<span class="subject"> · ${about}</span>` : ""}</span>
<span class="where">${line.organization}</span><span class="when">${stateOf(view, line)}${termBegan(line) ? html`<span class="hint"> ${dueWords(instantWords(line.dueAt, line.zone, language, now), language)}</span>` : ""}</span></a>${why ? html`<p class="hint">${why}</p>` : ""}</li>`;
  })}</ul>
${pager({ label: textIn(says.list, language), page, pages, address: (n) => `/board/batch/${batch.id}?page=${n}` }, language)}</section>`;
}
