import type { Desk } from "../../client/desk/desk.ts";
import type { levelsStanding } from "../../client/registry/level-standing.ts";
import { readText } from "../../domain/catalogue/figures.ts";
import { findDuty } from "../../domain/catalogue/packs/index.ts";
import type { TextToRead } from "../../domain/catalogue/packs/reading.ts";
import { batchActs } from "../../domain/desk/batch.ts";
import { addressOf, type BoardFilter, type BoardView, duePeriods, isNarrow } from "../../domain/desk/filter.ts";
import { dueWords } from "../../domain/desk/filter-words.ts";
import { viewTitles } from "../../domain/desk/saved-view.ts";
import { cut } from "../../domain/messages/languages/clean.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { severities } from "../../domain/procedures/kinds.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { type LanguageCode, organizationTypes, type Text } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import type { SavedView } from "../../records/saved-views.ts";
import type { BoardRow } from "../../records/views/board.ts";
import type { OrganizationName } from "../../records/views/pages.ts";
import { instantWords, plural, remainder } from "../http/format-date.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { pager } from "../http/pager.ts";
import { say } from "../words.ts";
import { actWords } from "./batch/batch-words.ts";
import { deskSections } from "./desk/desk-page.ts";
import { savedSection } from "./desk/saved-views-page.ts";
import { searchField } from "./desk/search-field.ts";
import { levelSection } from "./levels/level-section.ts";
import { levelsTitle } from "./levels/levels-page.ts";
import { reportTitle } from "./report/report-page.ts";
import { startsTitle } from "./start-page.ts";

export interface Table {
  view: BoardView;
  rows: readonly BoardRow[];
  total: number;
  limit: number;
}

/** A rejected report of a finding, with what was typed. */
export interface FindingAttempt {
  organization: string;
  finding: string;
  severity: string;
  key: string;
  problems: readonly ("organization" | "finding" | "severity")[];
}

export interface Board {
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
  /** Name of the reader; empty: the administrator. */
  name: string;
  counts: Readonly<Record<BoardView | "open" | "organizations", number>>;
  tables: readonly Table[];
  filter: BoardFilter;
  duties: readonly string[];
  districts: readonly string[];
  /** Null: the board is filtered. */
  desk: Desk | null;
  personId: string | null;
  /** Names of the doers of each task in the tables, by task id. */
  doers: ReadonlyMap<string, readonly string[]>;
  /** Null: too many for a list. */
  organizations: readonly OrganizationName[] | null;
  token: string;
  /** Token of the batch form. */
  batchToken: string;
  /** A batch was requested without selecting a row. */
  noneTicked: boolean;
  /** Idempotency key of the next finding: a form that is sent twice opens one case. */
  key: string;
  attempt: FindingAttempt | null;
  /** Deadlines whose statute must be read again; shown to the administrator only. */
  unread: readonly TextToRead[];
  /** A rectification has just been opened. */
  opened: boolean;
  levels: Awaited<ReturnType<typeof levelsStanding>>;
  /** The reader's saved views, or those of the administrators. */
  views: readonly SavedView[];
}

const t = (zh: string, en: string): Text => ({ zh, en });
const empty: Record<BoardView, Text> = {
  late: t("没有逾期的事项。", "Nothing is late."),
  risk: t("没有人反映有风险或受阻。", "Nobody reports anything at risk or blocked."),
  verdict: t("没有等待核验的事项。", "Nothing waits for a verdict."),
  asked: t("没有等待答复的意见或求助。", "Nobody waits for an answer."),
  unreachable: t("每件待办都能联系到人。", "Somebody can be reached for everything that is open."),
  aside: t("没有因系统异常而暂停的事项。", "Nothing was set aside."),
};
const calm = t(
  "目前没有需要处理的事项：没有逾期、有风险或受阻的，没有等待核验或答复的，每件待办都能联系到人，系统正常。",
  "Nothing needs anybody now: nothing is late, at risk or blocked, nobody waits for a verdict or an answer, everybody can be reached, and nothing was set aside.",
);
const hints: Partial<Record<BoardView, Text>> = {
  unreachable: t(
    "这些事项的办理人没有可用的邮箱或手机号，请补正联系方式。",
    "Whoever is to do these has no working address: please mend it.",
  ),
  aside: t(
    "系统处理这些事项时出错，已暂停提醒，需要查明原因。",
    "Something failed with these, so nobody is prompted about them: the reason must be found.",
  ),
};

export function boardPage(board: Board): Html {
  const { language, counts, filter } = board;
  const alone = aloneOn(board);
  const tiles = [
    [counts.late, viewTitles.late, "late"],
    [counts.risk, viewTitles.risk, "risk"],
    [counts.verdict, viewTitles.verdict, "verdict"],
    [counts.asked, viewTitles.asked, "asked"],
    [counts.unreachable, viewTitles.unreachable, "unreachable"],
    [counts.aside, viewTitles.aside, "aside"],
  ] as const;
  return html`<div class="head-row"><h1>${say("board", language)}</h1>
<form method="post" action="/board/leave"><input type="hidden" name="token" value="${board.token}"><span class="hint">${board.name || word("actor", "administrator", language)}</span> <button class="plain small">${writing[language].either("退出", "Sign out")}</button></form></div>
<p class="paper hint">${writing[language].either(`截至${instantWords(board.now, cityZone, language)}`, `As of ${instantWords(board.now, cityZone, language)}`)}</p>
${board.opened ? html`<p class="notice" role="status">${writing[language].either("整改已立项，责任人会收到通知。", "The rectification is open; whoever is responsible is told.")}</p>` : ""}
${board.desk ? deskSections({ ...board, desk: board.desk, alone: alone?.name ?? null }) : ""}
<h2 class="divide">${writing[language].either("全部在办事项", "Everything that is open")}</h2>
<p class="hint">${
    alone
      ? writing[language].either(
          `${alone.name}，共${counts.open}件在办`,
          `${alone.name}: ${plural(counts.open, "open task")}`,
        )
      : writing[language].either(
          `${counts.organizations}家机构，共${counts.open}件在办`,
          `${counts.open} open tasks in ${counts.organizations} organizations`,
        )
  }</p>
<p class="buttons"><a href="/board/circulars">${say("circulars", language)}</a> <a href="/board/levels">${levelsTitle(language)}</a> <a href="/board/report">${textIn(reportTitle, language)}</a></p>
<ul class="tiles">${tiles.map(([count, title, view]) => html`<li class="${view}${count > 0 ? " some" : ""}"><a href="${addressOf(board.filter, { view })}"><b>${count}</b> ${textIn(title, language)}</a></li>`)}</ul>
${levelSection(board.levels.standing, board.levels.today, language)}
${filterForm(board)}
${savedSection(board)}
${board.tables.filter(({ total }) => total > 0 || filter.view).map((table) => tableSection(board, table))}
${calmWords(board)}
<p class="card screen"><a href="/board/start">${startsTitle(language)}</a></p>
<p class="card screen"><a href="/board/hazard">${say("reportHazard", language)}</a></p>
${findingForm(board)}
${board.unread.length > 0 ? lawsToRead(board) : ""}`;
}

/** The organization of a board that covers only one; undefined: it covers several, or a search is active. */
const aloneOn = ({ organizations, filter }: Board): OrganizationName | undefined =>
  organizations?.length === 1 && filter.search === "" ? organizations[0] : undefined;

/** For the administrator: statutes that may have changed since their text was read. */
function lawsToRead({ unread, language }: Board): Html {
  return html`<section class="card" aria-labelledby="laws"><h2 id="laws">${writing[language].either("需重新核对的法规条款", "Laws to be read again")} <span class="count">${unread.length}</span></h2>
<p class="hint">${writing[language].either("以下条款一年以上未核对原文，或者从未核对，请查阅原文确认。", "Nobody has read these for a year, or ever: please see whether they still say so.")}</p>
<ul class="rows">${unread.map(
    ({ source, rule, publication, address, readOn, status }) =>
      html`<li>${textIn(source, language)}${writing[language].colon}${textIn(rule, language)} <span class="hint"><a href="${address}" rel="nofollow noopener">${textIn(publication, language)}</a> · ${textIn(readText({ readOn, status }), language)}</span></li>`,
  )}</ul></section>`;
}

function filterForm(board: Board): Html {
  const { filter, language, duties: known, districts } = board;
  const duties = known
    .flatMap((number) => findDuty(number) ?? [])
    .sort((a, b) => Number.parseInt(a.number, 10) - Number.parseInt(b.number, 10) || (a.number < b.number ? -1 : 1));
  const all = writing[language].either("全部", "All");
  const select = (
    name: string,
    label: Text,
    options: readonly (readonly [string, string])[],
    chosen: string | null,
  ): Html =>
    html`<div class="field"><label for="${name}">${textIn(label, language)}</label><select id="${name}" name="${name}"><option value="">${all}</option>
${options.map(([value, text]) => html`<option value="${value}" ${attribute("selected", value === chosen)}>${text}</option>`)}</select></div>`;
  return html`<form class="filter" method="get" action="/board" role="search">
${aloneOn(board) ? "" : searchField(filter.search, language)}
${select(
  "duty",
  t("事项", "Duty"),
  duties.map((duty) => [duty.number, `${duty.number} ${textIn(duty.title, language)}`]),
  filter.duty,
)}
${
  districts.length > 1
    ? select(
        "district",
        t("地区", "District"),
        districts.map((one) => [one, one]),
        filter.district,
      )
    : ""
}
${
  districts.length > 1
    ? select(
        "type",
        t("机构类型", "Type"),
        organizationTypes.map((one) => [one, word("organizationType", one, language)]),
        filter.type,
      )
    : ""
}
${select(
  "severity",
  t("严重程度", "Severity"),
  severities.map((one) => [one, word("severity", one, language)]),
  filter.severity,
)}
${select(
  "due",
  t("到期", "Due"),
  duePeriods.map((one) => [one, textIn(dueWords[one], language)]),
  filter.due,
)}
${filter.view ? html`<input type="hidden" name="view" value="${filter.view}">` : ""}
<button class="plain">${writing[language].either("筛选", "Filter")}</button>
${isNarrow(filter) || filter.view ? html`<a href="/board">${writing[language].either("显示全部", "Show all")}</a>` : ""}</form>`;
}

function tableSection(board: Board, { view, rows, total, limit }: Table): Html {
  const { language, filter } = board;
  const hint = hints[view];
  const pages = Math.ceil(total / limit);
  return html`<section class="card table" aria-labelledby="${view}"><h2 id="${view}">${textIn(viewTitles[view], language)} <span class="count">${total}</span></h2>
${total === 0 ? html`<p class="quiet">${textIn(empty[view], language)}</p>` : ""}
${hint && total > 0 ? html`<p class="hint">${textIn(hint, language)}</p>` : ""}
${rows.length === 0 ? "" : filter.view ? bulkForm(board, { view, rows, total, limit }) : html`<ul class="rows">${rows.map((row) => html`<li>${taskRow(board, view, row)}</li>`)}</ul>`}
${!filter.view && total > rows.length ? html`<p><a href="${addressOf(filter, { view })}">${writing[language].either(`全部${total}件`, `All ${total}`)} →</a></p>` : ""}
${
  filter.view
    ? pager(
        {
          label: textIn(viewTitles[view], language),
          page: filter.page,
          pages,
          address: (page) => addressOf(filter, { view, page }),
        },
        language,
      )
    : ""
}</section>`;
}

/** One sentence for all empty tables, instead of a card for each. */
function calmWords({ tables, filter, language }: Board): Html | "" {
  const none = tables.filter(({ total }) => total === 0);
  if (filter.view || none.length === 0) return "";
  const names = none.map(({ view }) => `“${textIn(viewTitles[view], language)}”`);
  const words =
    none.length === tables.length
      ? textIn(calm, language)
      : writing[language].either(`${names.join("")}目前没有事项。`, `Nothing now: ${names.join(", ")}.`);
  return html`<p class="card quiet">${words}</p>`;
}

/** A table on its own page, whose rows can be selected for a batch. A batch does nothing before it was previewed. */
function bulkForm(board: Board, { view, rows, total }: Table): Html {
  const { language, filter } = board;
  const { either } = writing[language];
  const labelOf = (row: BoardRow): string =>
    [titleOfRow(row, language), cut(aboutRow(row, language), 20)].filter(Boolean).join(" · ");
  return html`<form class="ticking" method="post" action="/board/batch"><input type="hidden" name="token" value="${board.batchToken}"><input type="hidden" name="found" value="${addressOf(filter, { view }).replace(/^[^?]*\??/, "")}">
${board.noneTicked ? html`<p class="refused" role="alert">${either("请先勾选要办理的事项，或选择全部。", "Please tick what is meant, or choose all.")}</p>` : ""}
<ul class="rows">${rows.map((row) => html`<li class="ticked"><label class="tick"><input type="checkbox" name="t-${row.id}"><span class="visually-hidden">${either("选中", "Choose")} ${labelOf(row)} · ${row.organization}</span></label>${taskRow(board, view, row)}</li>`)}</ul>
<fieldset class="bulk"><legend>${either("批量办理", "Many at once")}</legend>
<div class="options"><label class="option"><input type="radio" name="which" value="ticked" checked> ${either("勾选的事项", "What is ticked")}</label><label class="option"><input type="radio" name="which" value="all"> ${either(`全部${total}件`, `All ${total}`)}</label></div>
<div class="buttons">${batchActs.map((act) => html`<button class="plain small" name="act" value="${act}">${textIn(actWords[act], language)}</button>`)}</div>
<p class="hint">${either("下一步先预览，确认后才办理。", "You see a preview first; nothing is done before you confirm.")}</p></fieldset></form>`;
}

const titleOfRow = ({ duty: number, step, facts }: BoardRow, language: LanguageCode): string => {
  const duty = findDuty(number);
  return duty ? textIn(titleOf(duty, step, facts), language) : number;
};

/** Subject of a task: that of its case, otherwise the duty, unless the step's title names it. */
const aboutRow = (row: BoardRow, language: LanguageCode): string =>
  cut(row.subject, 80) || (findDuty(row.duty) ? dutyBeside(row, language) : "");

const lastContact = t("最近联系", "Last contact");

function taskRow(board: Board, view: BoardView, row: BoardRow): Html {
  const { language, now, calendar } = board;
  const title = titleOfRow(row, language);
  const about = aboutRow(row, language);
  const due = row.state === "submitted" ? row.climbDueAt : row.askedDue;
  const timed = row.waitsFor === 0;
  const left = remainder({ due, byClock: row.byClock }, now, row.zone, calendar, language);
  const doers = board.doers.get(row.id) ?? [];
  const grave = row.severity === "critical" || row.severity === "major";
  const where = [
    ...(aloneOn(board) ? [] : [row.organization]),
    ...(doers.length > 0 ? [writing[language].list(doers.slice(0, 2))] : []),
  ];
  return html`<div class="about"><a class="row" href="/board/task/${row.id}"><span class="what">${grave ? html`<span class="badge ${row.severity === "critical" ? "alarm" : "soon"}">${word("severity", row.severity ?? "", language)}</span> ` : ""}${title}${about ? html`<span class="subject"> · ${about}</span>` : ""}</span>
<span class="where">${where.join(" · ")}</span>
${timed ? html`<span class="when ${left.late ? "late" : ""}">${left.words}<span class="hint"> ${instantWords(due, row.zone, language, now)}${row.lastContactAt ? html`<br>${textIn(lastContact, language)}${writing[language].colon}${instantWords(row.lastContactAt, row.zone, language, now)}` : ""}</span></span>` : ""}</a>
${view === "risk" && row.outlook ? html`<p class="hint"><strong>${word("outlook", row.outlook, language)}</strong>${writing[language].colon}${cut(row.outlookNote ?? "", 120)}${row.outlookAnsweredAt ? "" : html` <span class="badge soon">${writing[language].either("尚未答复", "not answered yet")}</span>`}</p>` : ""}
${row.poison && view === "aside" ? html`<p class="hint poison">${row.poison}</p>` : ""}</div>`;
}

function findingForm(board: Board): Html {
  const { language, attempt, organizations } = board;
  const alone = aloneOn(board);
  const problem = (name: FindingAttempt["problems"][number], text: string): Html =>
    attempt?.problems.includes(name) ? html`<p class="problem" id="finding-${name}-problem">${text}</p>` : html``;
  const invalid = (name: FindingAttempt["problems"][number]): Html =>
    attempt?.problems.includes(name) ? html`aria-invalid="true" aria-describedby="finding-${name}-problem"` : html``;
  return html`<section class="card screen" aria-labelledby="finding"><h2 id="finding">${writing[language].either("发现问题，立项整改", "Open a rectification")}</h2>
${attempt ? html`<p class="refused" role="alert">${say("wrongWays", language)}</p>` : ""}
<form method="post" action="/board/rectification"><input type="hidden" name="token" value="${board.token}"><input type="hidden" name="key" value="${board.key}">
${
  alone && !attempt?.problems.includes("organization")
    ? html`<input type="hidden" name="organization" value="${alone.code}">`
    : html`<div class="field"><label for="finding-organization">${say("organization", language)}</label>
${problem("organization", writing[language].either("请填写督办台上一家未关闭机构的代码或全称", "Please give the code or the full name of an organization on this board that is not closed"))}
${
  organizations
    ? html`<select id="finding-organization" name="organization" required ${invalid("organization")}><option value="">${say("choose", language)}</option>${organizations.map((one) => html`<option value="${one.code}" ${attribute("selected", one.code === attempt?.organization)}>${one.name}（${one.code}）</option>`)}</select>`
    : html`<input id="finding-organization" name="organization" required maxlength="200" value="${attempt?.organization ?? ""}" ${invalid("organization")}>`
}</div>`
}
<div class="field"><label for="finding-finding">${writing[language].either("发现的问题", "What was found")}</label>
${problem("finding", writing[language].either("请写明发现的问题，不超过2000字", "Please say what was found, in at most 2,000 characters"))}
<textarea id="finding-finding" name="finding" rows="3" maxlength="2000" required ${invalid("finding")}>
${attempt?.finding ?? ""}</textarea></div>
<fieldset class="field" id="finding-severity"><legend>${writing[language].either("严重程度", "How grave")}</legend>${problem("severity", writing[language].either("请选择一项", "Please choose one"))}
<div class="options">${severities.map((one) => html`<label class="option"><input type="radio" name="severity" value="${one}" required ${attribute("checked", one === attempt?.severity)}> ${word("severity", one, language)}</label>`)}</div></fieldset>
<button class="main">${writing[language].either("立项整改", "Open the rectification")}</button></form></section>`;
}
