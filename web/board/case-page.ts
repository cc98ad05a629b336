import type { Progress, ProgressTask } from "../../client/tasks/progress.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { askedDue } from "../../domain/escalation/anchor.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { Phase } from "../../domain/procedures/phases.ts";
import { coveredBy } from "../../domain/procedures/steps.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { keyWords } from "../../domain/time/period-words.ts";
import { countedAs, countingWords as counting, textIn, word } from "../../domain/words.ts";
import type { CaseRow } from "../../records/cases/cases.ts";
import type { Coverage } from "../../records/tasks/coverage.ts";
import { citation } from "../http/citation.ts";
import { instantWords, remainder, verdictWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { evidenceSection, type RecordView } from "../task/task-record.ts";
import { phaseHead, phasesTitle } from "./phase-list.ts";
import { type TimeLine, timeLine } from "./time-line.ts";

/** A case as the board shows it. */
export interface CaseView extends Progress {
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
  record: RecordView;
  /** The project's register of volunteers, if the case has one. */
  register: Html;
  ahead: Pick<TimeLine, "coming" | "more">;
  /** The reader may record donations of the campaign: an administrator. */
  records: boolean;
  /** Page of the time line. */
  page: string | undefined;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  needs: t("还缺", "Still needs"),
  nobody: t("无人担任", "Nobody holds the role"),
  from: t("来源事项", "It came out of"),
  children: t("由此产生的事项", "Came out of it"),
  next: t("下一期", "The next one"),
  donations: t("登记款物收支", "Record what was received and used"),
  dossier: t("下载卷宗（ZIP）", "Dossier (ZIP)"),
  dossierHint: t(
    "材料、记录、消息去向和校验值，附可以打印的页面；本页也可以直接打印",
    "evidence, log, what became of messages, hashes, and a page to print; this page prints too",
  ),
};

const pauses: Readonly<Record<NonNullable<CaseView["paused"]>, Text>> = {
  organization: t("机构已暂停，不再提醒", "The organization is paused: nobody is reminded"),
  duty: t("该项职责已暂停，不再提醒", "The duty is paused: nobody is reminded"),
};

/** Maximum number of names of people who have not finished; the others are counted. */
const named = 12;

/** Page of a case: subject, state, open tasks with their doers, submissions, and the whole story. */
export function casePage(view: CaseView): Html {
  const { case: found, organization, duty, phases, parent, children, countedBy, counted, language, paused } = view;
  const colon = writing[language].colon;
  const tone = found.state === "open" ? "soon" : found.state === "missed" ? "late" : "done";
  return html`<section class="card head ${found.state === "open" ? "" : "done"}">
<p class="badges"><span class="badge">${word("kind", found.kind, language)}</span> <span class="badge ${tone}">${word("caseState", found.state, language)}</span>${paused ? html` <span class="badge">${textIn(pauses[paused], language)}</span>` : ""}</p>
<h1>${found.subject || textIn(duty.title, language)}</h1>
<p class="organization">${organization.name}</p>
${citation(duty, language)}
<p class="hint">${instantWords(found.openedAt, organization.zone, language)}${found.settledAt ? html`${writing[language].either("至", " – ")}${instantWords(found.settledAt, organization.zone, language)}` : ""}</p>
${parent ? html`<p>${textIn(said.from, language)}${colon}${caseLink(parent, language)}</p>` : ""}
${countedBy ? html`<p>${textIn(counting[found.state] ?? said.next, language)}${colon}${caseLink(countedBy, language, true)}</p>` : ""}
${counted.map((one) => html`<p>${textIn(countedAs(one), language)}${colon}${caseLink(one, language, true)}</p>`)}</section>
<section class="card" aria-labelledby="phases"><h2 id="phases">${phasesTitle(language)}</h2>
<ol class="phases">${phases.map((phase) => phaseItem(view, phase))}</ol></section>
${view.register}
${view.records && found.state === "open" ? html`<p><a href="/board/case/${found.id}/donations">${textIn(said.donations, language)} →</a></p>` : ""}
${children.length > 0 ? html`<section class="card" aria-labelledby="children"><h2 id="children">${textIn(said.children, language)}</h2><ul>${children.map((child) => html`<li>${caseLink(child, language)}</li>`)}</ul></section>` : ""}
${timeLine({ record: view.record, ...view.ahead, open: found.state === "open", page: view.page, address: (page) => `/board/case/${found.id}?page=${page}` })}
${evidenceSection(view.record)}
<p class="more"><a href="/board/case/${found.id}/dossier.zip" download>${textIn(said.dossier, language)}</a> <span class="hint">${textIn(said.dossierHint, language)}</span></p>`;
}

/** Link to a case. @param keyed with its period, by which several cases of one duty are distinguished */
function caseLink(one: CaseRow, language: LanguageCode, keyed = false): Html {
  const named = one.subject || textIn(dutyOf(one.duty).title, language);
  const title =
    keyed && one.cadence ? `${named}${writing[language].brackets(textIn(keyWords(one.key), language))}` : named;
  const state = word("caseState", one.state, language);
  return html`<a href="/board/case/${one.id}">${title}</a> <span class="hint">${word("kind", one.kind, language)} · ${state}</span>`;
}

function phaseItem(view: CaseView, phase: Phase<ProgressTask>): Html {
  const { tasks, state } = phase;
  return html`<li class="${state}">${phaseHead(phase, view.language)}
${tasks.length > 0 ? html`<ul class="rows">${[...tasks].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).map((task) => taskItem(view, task))}</ul>` : ""}</li>`;
}

function taskItem({ language, now, calendar, organization, duty }: CaseView, task: ProgressTask): Html {
  const { zone } = organization;
  const settled = isSettled(task.state);
  const timed = !settled && task.waitsFor === 0;
  const due = task.state === "submitted" ? task.climbDueAt : askedDue(task, zone, now);
  const left = remainder({ due, byClock: task.byClock }, now, zone, calendar, language);
  const who = writing[language].list(task.who) || (settled ? "" : textIn(said.nobody, language));
  const when = settled ? task.settledAt : timed ? due : null;
  const period = coveredBy(duty, task.step, task.facts);
  const covers = period ? writing[language].brackets(textIn(period, language)) : "";
  return html`<li><a class="row" href="/board/task/${task.id}"><span class="what">${word("taskState", task.state, language)}${covers}</span>
<span class="where">${who}</span>
${when ? html`<span class="when ${timed && left.late ? "late" : ""}">${timed ? (task.state === "submitted" ? verdictWords(left.words, language) : left.words) : ""}<span class="hint"> ${instantWords(when, zone, language, now)}</span></span>` : ""}</a>
${task.coverage ? html`<p class="hint">${coverageWords(task.coverage, language)}</p>` : ""}
${task.missing.length > 0 ? html`<p class="hint">${textIn(said.needs, language)}${writing[language].colon}${writing[language].clauses(task.missing.map((one) => textIn(one, language)))}</p>` : ""}</li>`;
}

/** How many of the people asked have finished, and who has not. */
export function coverageWords({ asked, done, excused, missing }: Coverage, language: LanguageCode): string {
  const names = missing.slice(0, named).map(({ name }) => name);
  const more = missing.length - names.length;
  const left =
    writing[language].list(names) +
    (more > 0 ? writing[language].either(`等${missing.length}人`, ` and ${more} more`) : "");
  const count = writing[language].either(
    `应办${asked}人，已办${done}人${excused > 0 ? `，免办${excused}人` : ""}`,
    `${done} of ${asked} did it${excused > 0 ? `, ${excused} excused` : ""}`,
  );
  if (missing.length === 0) return count;
  return writing[language].either(`${count}；待办：${left}`, `${count}; waited for: ${left}`);
}
