import type { Duty, FormField } from "../../domain/catalogue/duty.ts";
import { answerWords } from "../../domain/forms/answer-words.ts";
import { type Figure, figuresIn, valueIn } from "../../domain/forms/figures.ts";
import { type CaseLine, caseLineWords } from "../../domain/messages/case-line.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { coveredBy, fieldsOf, titleOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode, Zone } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import { asFound } from "../../records/tasks/evidence.ts";
import type { EvidenceLine } from "../../records/views/pages.ts";
import { pictureAddress } from "../http/download.ts";
import { instantWords } from "../http/format-date.ts";
import { type Child, type Html, html } from "../http/html.ts";
import { isShown } from "../http/picture.ts";
import { say } from "../words.ts";
import type { TaskView } from "./task-view.ts";

/** Figures that the program computed for the doer. */
export function figuresSection(view: TaskView): Html {
  const { language, path } = view.access;
  if (view.figures.length === 0 || !view.sees.evidence) return html``;
  return html`<section class="card" aria-labelledby="figures"><h2 id="figures">${say("figures", language)}</h2>
${figureList(view.figures, language, view.oversees ? `${path}/overdue/` : undefined)}</section>`;
}

/** A list of figures. @param path prefix of links to the tasks of figures; absent: no links */
function figureList(figures: readonly Figure[], language: LanguageCode, path?: string): Html {
  return html`<dl class="figures">${figures.map((figure) => {
    const label = textIn(figure.label, language);
    return html`<div><dt>${path && figure.taskId ? html`<a href="${path}${figure.taskId}">${label}</a>` : label}</dt><dd>${valueIn(figure, language)}</dd></div>`;
  })}</dl>`;
}

/** The figures stored with a submission. */
const figuresOf = (data: unknown): Figure[] => figuresIn((data as { figures?: unknown } | null)?.figures);

/** What the record of a case is rendered from, on the page of a task or of the case. */
export interface RecordView {
  language: LanguageCode;
  zone: Zone;
  now: Date;
  duty: Duty;
  /** Step of the task whose page it is; its lines do not name the step. */
  step: string | null;
  story: readonly CaseLine[];
  evidence: readonly EvidenceLine[];
  /** Path of a line's files, without `/file/…`. */
  path(line: EvidenceLine): string;
  /** The reader may open the pages of batches. */
  batches: boolean;
}

/** The record for the page of a task. */
export const recordOf = ({ access, organization, now, duty, task, story, evidence }: TaskView): RecordView => ({
  language: access.language,
  zone: organization.zone,
  now,
  duty,
  step: task.step,
  story,
  evidence,
  path: () => access.path,
  batches: access.path.startsWith("/board/"),
});

/** Submissions, newest first, of every task of the case, each with its name. */
export function evidenceSection(view: RecordView): Html {
  const { language } = view;
  const groups = new Map<string, EvidenceLine[]>();
  for (const line of view.evidence) {
    const key = `${line.taskId}/${line.round}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  if (groups.size === 0) return html``;
  return html`<section class="card" aria-labelledby="evidence"><h2 id="evidence">${say("evidence", language)}</h2>
${[...groups.values()].reverse().map((lines) => submission(view, lines))}</section>`;
}

function submission(view: RecordView, lines: readonly EvidenceLine[]): Html {
  const { language, zone } = view;
  const [first] = lines;
  if (!first) return html``;
  const title = textIn(titleOf(view.duty, first.step, first.facts), language);
  const who = first.who ?? word("actor", "administrator", language);
  const which = first.round === asFound ? say("asFound", language) : say("submission", language, { n: first.round });
  return html`<div class="submission"><h3>${title} · ${which}</h3>
<p class="hint">${who} · <time datetime="${first.at.toISOString()}">${instantWords(first.at, zone, language)}</time></p>
${handedIn(view, lines)}</div>`;
}

/** Lines of evidence with their files. */
export function handedIn(view: RecordView, lines: readonly EvidenceLine[]): Html {
  const files = lines.filter((line) => line.type === "file");
  return html`${lines.filter((line) => line.type !== "file").map((line) => answers(view, line))}
${files.length > 0 ? html`<ul class="files">${files.map((line) => fileLine(view, line))}</ul>` : ""}`;
}

/** Number of pictures that are loaded with the page: others are loaded when they are scrolled to, and are missing where the page is printed before. */
const atOnce = 24;

export const loading = ({ evidence }: RecordView, line: EvidenceLine): Html =>
  evidence.indexOf(line) < atOnce ? html`` : html`loading="lazy"`;

/** A picture is shown small and opens large; the original file is behind its name. */
function fileLine(view: RecordView, line: EvidenceLine): Html {
  const file = `${view.path(line)}/file/${line.id}`;
  const picture = isShown(line.mime)
    ? html`<a class="picture" href="${pictureAddress(file, "large")}"><img src="${pictureAddress(file, "small")}" alt="${line.name}" ${loading(view, line)}></a>`
    : "";
  return html`<li>${picture}<a href="${file}" download>${line.name}</a> <span class="hint">${sizeWords(line.size)}</span></li>`;
}

/** The answers of a form, each with its label. */
function answers(view: RecordView, line: EvidenceLine): Html {
  const { language } = view;
  if (line.type === "figures") return figureList(figuresOf(line.data), language);
  if (typeof line.data !== "object" || line.data === null) return html`<p class="pre">${line.text}</p>`;
  const formFields = new Map(
    fieldsOf(view.duty, line.step, line.facts).map((formField) => [formField.name, formField]),
  );
  const entries = Object.entries(line.data as Record<string, unknown>);
  return html`<dl class="answers">${entries.map(([name, value]) => {
    const formField = formFields.get(name);
    return html`<div><dt>${formField ? textIn(formField.label, language) : name}</dt><dd>${shown(value, formField, language)}</dd></div>`;
  })}</dl>`;
}

/** Entries of a list, a checklist or a matrix in lines; any other value as it was entered. */
function shown(value: unknown, formField: FormField | undefined, language: LanguageCode): Child {
  const lines = answerWords(formField, value, language);
  return Array.isArray(value)
    ? html`<ul>${lines.map((one) => html`<li>${one}</li>`)}</ul>`
    : html`<span class="pre">${lines}</span>`;
}

export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Maximum number of lines of the log on a task's page; the newest are shown. */
const mostLines = 40;

/** The newest lines of the log of the case in words, oldest first. The case's page has all of them. */
export function storySection(view: RecordView, caseId: string): Html {
  const { language } = view;
  if (view.story.length === 0) return html``;
  const { either } = writing[language];
  const where = view.batches
    ? html`<a href="/board/case/${caseId}?page=1#story">${either("事项页面", "the page of the case")}</a>`
    : either("督办台的事项页面", "the page of the case on the board");
  const left =
    view.story.length > mostLines
      ? html`<p class="hint">${either(`仅列出最近${mostLines}条，全部见`, `The last ${mostLines} lines; all of them are on `)}${where}${either("。", ".")}</p>`
      : "";
  return html`<section class="card" aria-labelledby="story"><h2 id="story">${say("story", language)}</h2>
${left}${storyList({ ...view, story: view.story.slice(-mostLines) })}</section>`;
}

export const storyList = (view: RecordView): Html =>
  html`<ol class="story">${view.story.map((line) => storyLine(view, line))}</ol>`;

/** Maximum number of names of a message's recipients; the others are counted. */
const mostNames = 8;

/** The step of a line, unless all lines are of one; and the period, if there are several. */
function stepWords({ duty, step: alone, language }: RecordView, { step, facts = {} }: CaseLine): string {
  if (!step) return "";
  const named = step === alone ? coveredBy(duty, step, facts) : titleOf(duty, step, facts);
  return named ? textIn(named, language) : "";
}

/** A line of the log. @param beside content below it */
export function storyLine(view: RecordView, line: CaseLine, beside: Child = ""): Html {
  const { language, zone, now } = view;
  const { who, what, people, about, reason } = caseLineWords(line, { language, zone, now, mostNames });
  const sending = who === "";
  const arrow = sending ? writing[language].either("", "→ ") : "→ ";
  const many =
    line.batch && view.batches
      ? html` <a href="/board/batch/${line.batch}">${writing[language].either("批量办理", "one of many")}</a>`
      : "";
  const step = stepWords(view, line);
  return html`<li class="${line.verb}"><time datetime="${line.at.toISOString()}">${instantWords(line.at, zone, language, now)}</time>
<p>${sending ? "" : html`<span class="who">${who}</span> `}<strong>${what}${sending ? writing[language].either("：", "") : ""}</strong>${people ? html` <span class="who">${arrow}${people}</span>` : ""}${about.map((one) => html` <span class="hint">${one}</span>`)}${many}${step ? html` <span class="hint">${writing[language].either(`（${step}）`, `(${step})`)}</span>` : ""}</p>
${reason ? html`<blockquote>${reason}</blockquote>` : ""}${beside}</li>`;
}
