import { citationOf, glossOf, quoteOf } from "../catalogue/citation.ts";
import type { Duty } from "../catalogue/duty.ts";
import { type Child, Html, html } from "../design/html.ts";
import { tokenRules } from "../design/tokens.ts";
import { answerWords } from "../forms/answer-words.ts";
import type { Evidence } from "../forms/evidence.ts";
import { figuresIn, valueIn } from "../forms/figures.ts";
import { type CaseLine, caseLineWords } from "../messages/case-line.ts";
import { instantWords } from "../messages/instant-words.ts";
import { writing } from "../messages/languages/writing.ts";
import { fieldsOf, titleOf } from "../procedures/steps.ts";
import type { TaskState } from "../tasks/task-states.ts";
import { statedDue } from "../tasks/term.ts";
import type { CaseState, LanguageCode, Text, Zone } from "../terms.ts";
import { textIn, word } from "../words.ts";
import { isPicture, record } from "./manifest.ts";

/** A task in a dossier. */
export interface DossierTask {
  id: string;
  step: string;
  facts: Readonly<Record<string, unknown>>;
  who: readonly string[];
  state: TaskState;
  dueAt: Date;
  waitsFor: number;
  floating: boolean;
  submittedAt: Date | null;
  settledAt: Date | null;
}

export interface DossierEvidence extends Evidence {
  /** For a file: its path in the dossier. */
  path: string | null;
}

export interface DossierView {
  language: LanguageCode;
  zone: Zone;
  case: { id: string; kind: string; subject: string; state: CaseState; openedAt: Date; settledAt: Date | null };
  organization: { code: string; name: string };
  duty: Duty;
  tasks: readonly DossierTask[];
  evidence: readonly DossierEvidence[];
  story: readonly CaseLine[];
  events: { count: number; last: string };
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  dossier: t("卷宗", "Dossier"),
  organization: t("机构", "Organization"),
  basis: t("依据", "Basis"),
  state: t("状态", "State"),
  opened: t("开始", "Opened"),
  settled: t("结束", "Settled"),
  number: t("编号", "Id"),
  tasks: t("办理情况", "What was asked"),
  what: t("工作", "Task"),
  who: t("办理人", "By"),
  due: t("截止时间", "Due"),
  submitted: t("提交", "Handed in"),
  evidence: t("提交的材料", "What was handed in"),
  none: t("没有提交材料。", "Nothing was handed in."),
  asFound: t("发现时所附", "As it was found"),
  story: t("全过程", "What happened"),
  when: t("时间", "When"),
  happened: t("经过", "What"),
  check: t("核对", "Check it"),
} satisfies Readonly<Record<string, Text>>;

const style = `body { font: 11pt/1.6 var(--faces); color: var(--ink); background: var(--card); max-width: 50rem; margin: 0 auto; padding: var(--space-6) var(--space-4); line-break: strict; text-spacing-trim: normal; }
h1, h2, h3 { line-height: var(--line-title); break-after: avoid; }
h2 { margin-top: var(--space-8); border-bottom: 1px solid var(--line); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: var(--space-1) var(--space-4); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.answers > div { margin: 0 0 var(--space-2); }
table { border-collapse: collapse; width: 100%; font-size: 10pt; }
th, td { text-align: start; vertical-align: top; padding: var(--space-1) var(--space-3) var(--space-1) 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tr, .file { break-inside: avoid; } thead { display: table-header-group; }
.when { white-space: nowrap; } .hint, .hash { color: var(--soft); font-size: 9pt; } .hash { font-family: monospace; overflow-wrap: anywhere; }
blockquote { margin: var(--space-1) 0; padding-inline-start: var(--space-3); border-inline-start: 3px solid var(--line); white-space: pre-wrap; }
.pre { white-space: pre-wrap; } img { display: block; max-width: 100%; max-height: 9cm; margin: var(--space-2) 0; }
a { color: var(--brand); }
@media screen and (max-width: 40rem) {
  thead { position: absolute; left: -999rem; } table, tbody, tr, td { display: block; } td { border: 0; padding: 0; } tr { border-bottom: 1px solid var(--line); padding: var(--space-2) 0; }
  td[data-label]::before { content: attr(data-label) "${"\\2002"}"; color: var(--soft); } td:empty { display: none; }
}
@page { size: A4; margin: 18mm 16mm; }
@media print { body { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } }`;

/** All names of recipients are listed. */
const everyName = Number.MAX_SAFE_INTEGER;

/** The dossier as a self-contained page: without scripts or external resources, for printing on A4. */
export function dossierViewer(view: DossierView): string {
  const { language, duty, organization, zone } = view;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const at = (when: Date): string => instantWords(when, zone, language);
  const title = view.case.subject || textIn(duty.title, language);
  const fact = (name: keyof typeof says, value: Child): Html => html`<dt>${words(name)}</dt><dd>${value}</dd>`;
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<title>${words("dossier")}${writing[language].colon}${title}</title>
<style>${new Html(tokenRules() + style)}</style></head>
<body><main>
<p class="hint">${words("dossier")} · ${word("kind", view.case.kind, language)}</p><h1>${title}</h1>
<dl class="facts">${fact("organization", `${organization.name}${writing[language].brackets(organization.code)}`)}
${fact("basis", textIn(citationOf(duty), language))}
${fact("state", word("caseState", view.case.state, language))}
${fact("opened", at(view.case.openedAt))}${view.case.settledAt ? fact("settled", at(view.case.settledAt)) : ""}
${fact("number", html`<span class="hash">${view.case.id}</span>`)}</dl>
<blockquote lang="zh-CN">${quoteOf(duty)}</blockquote>${writing[language].either<Child>("", html`<p class="hint">${glossOf(duty)}</p>`)}
<section><h2>${words("tasks")}</h2>${taskTable(view, words)}</section>
<section><h2>${words("evidence")}</h2>${evidence(view, words)}</section>
<section><h2>${words("story")}</h2>${story(view, words)}</section>
<section><h2>${words("check")}</h2>${check(view)}</section>
</main></body></html>
`.text;
}

type Says = (name: keyof typeof says) => string;

function taskTable({ tasks, duty, zone, language }: DossierView, words: Says): Html {
  const cell = (name: keyof typeof says, value: string): Html => html`<td data-label="${words(name)}">${value}</td>`;
  const when = (name: keyof typeof says, at: Date | null): Html =>
    at ? html`<td class="when" data-label="${words(name)}">${instantWords(at, zone, language)}</td>` : html`<td></td>`;
  return html`<table><thead><tr><th>${words("what")}</th><th>${words("who")}</th><th>${words("state")}</th><th>${words("due")}</th><th>${words("submitted")}</th><th>${words("settled")}</th></tr></thead>
<tbody>${tasks.map((task) => html`<tr><td>${textIn(titleOf(duty, task.step, task.facts), language)}</td>${cell("who", writing[language].list(task.who))}${cell("state", word("taskState", task.state, language))}${when("due", statedDue(task))}${when("submitted", task.submittedAt)}${when("settled", task.settledAt)}</tr>`)}</tbody></table>`;
}

function evidence(view: DossierView, words: Says): Child {
  if (view.evidence.length === 0) return html`<p>${words("none")}</p>`;
  const groups = new Map<string, DossierEvidence[]>();
  for (const line of view.evidence) {
    const key = `${line.taskId}/${line.round}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((lines) => submission(view, lines, words));
}

function submission(view: DossierView, lines: readonly DossierEvidence[], words: Says): Html {
  const { language, zone, duty } = view;
  const [first] = lines;
  if (!first) return html``;
  const which =
    first.round === 0
      ? words("asFound")
      : writing[language].either(`第${first.round}次提交`, `Submission ${first.round}`);
  return html`<h3>${textIn(titleOf(duty, first.step, first.facts), language)} · ${which}</h3>
<p class="hint">${first.who ?? word("actor", "administrator", language)} · ${instantWords(first.at, zone, language)}</p>
${lines.filter(({ type }) => type !== "file").map((line) => answers(line, duty, language))}
${lines.map((line) => (line.path === null ? "" : file(line, line.path, language)))}`;
}

function answers(line: DossierEvidence, duty: Duty, language: LanguageCode): Html {
  if (line.type === "figures") {
    const figures = figuresIn(record(line.data).figures);
    return html`<dl class="facts">${figures.map((one) => html`<dt>${textIn(one.label, language)}</dt><dd>${valueIn(one, language)}</dd>`)}</dl>`;
  }
  if (typeof line.data !== "object" || line.data === null) return html`<p class="pre">${line.text}</p>`;
  const fields = new Map(fieldsOf(duty, line.step, line.facts).map((field) => [field.name, field]));
  return html`<dl class="answers">${Object.entries(line.data).map(([name, value]) => {
    const field = fields.get(name);
    const said = answerWords(field, value, language);
    return html`<div><dt>${field ? textIn(field.label, language) : name}</dt><dd>${Array.isArray(value) ? html`<ul>${said.map((one) => html`<li>${one}</li>`)}</ul>` : html`<span class="pre">${said}</span>`}</dd></div>`;
  })}</dl>`;
}

function file({ name, size, sha256 }: DossierEvidence, path: string, language: LanguageCode): Html {
  const kilobytes = Math.max(1, Math.round(size / 1024));
  return html`<div class="file">${isPicture(path) ? html`<img src="${path}" alt="${name}">` : ""}<p><a href="${path}">${name}</a> <span class="hint">${path} · ${writing[language].either(`${kilobytes} KB`, `${kilobytes} KB`)}</span><br><span class="hash">SHA-256 ${sha256}</span></p></div>`;
}

function story({ story, duty, language, zone }: DossierView, words: Says): Html {
  return html`<table><thead><tr><th>${words("when")}</th><th>${words("happened")}</th></tr></thead><tbody>${story.map(
    (line) => {
      const { who, what, people, about, reason } = caseLineWords(line, { language, zone, mostNames: everyName });
      const step = line.step ? writing[language].brackets(textIn(titleOf(duty, line.step, line.facts), language)) : "";
      const done = who ? `${who} ${what}` : what;
      return html`<tr><td class="when">${instantWords(line.at, zone, language)}</td><td>${done}${step}${people ? html` → ${people}` : ""}${about.length > 0 ? html` <span class="hint">${writing[language].clauses(about)}</span>` : ""}${reason ? html`<blockquote>${reason}</blockquote>` : ""}</td></tr>`;
    },
  )}</tbody></table>`;
}

function check({ events, language }: DossierView): Html {
  const command = html`<code>duban verify ${writing[language].either("文件", "FILE")}</code>`;
  const sums = html`<code>sha256sum --check manifest.sha256</code>`;
  return html`<p>${writing[language].either<Child>(
    html`本卷宗的每个文件都列在清单manifest.json中，附SHA-256校验值；清单自身的校验值在manifest.sha256中。记录共${events.count}行，每行都带有上一行的哈希，改动、移动或抽走任何一行都会被发现。用${command}核对全部内容，不需要联网；没有该程序的，用${sums}核对清单。`,
    html`Every file of this dossier stands in manifest.json with its SHA-256, and the checksum of the manifest in manifest.sha256. The log has ${events.count} lines, each with the hash of the one before: none can be changed, moved or taken out without being seen. ${command} checks all of it without a network; without the program, ${sums} checks the manifest.`,
  )}</p>
<p>${writing[language].either("记录最后一行的哈希", "Hash of the last line of the log")}${writing[language].colon}<span class="hash">${events.last}</span></p>`;
}
