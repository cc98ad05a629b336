import type { ActContext } from "../../client/context.ts";
import { dueDay } from "../../domain/escalation/ladder.ts";
import { countOf, countWords } from "../../domain/messages/counts.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { periodOf } from "../../domain/time/periods.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import type { RunningCampaign } from "../../records/donations/campaigns.ts";
import type { OpenTask } from "../../records/tasks/open-tasks.ts";
import type { HandedInLine, HeldIn } from "../../records/views/handed-in.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { pageIn, pager } from "../http/pager.ts";
import { rolesText } from "../words.ts";
import { myTitle, takenNotice } from "./my-title.ts";
import { preferencesTitle } from "./preferences-page.ts";
import { sheetSection } from "./sheet-list.ts";
import { type Entry, entryRow, rowButton } from "./task-rows.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  today: t("今天到期和已逾期", "Today and late"),
  week: t("本周到期", "This week"),
  later: t("以后到期", "Later"),
  verify: t("等您核验", "For your verdict"),
  escalated: t("上报给您", "Escalated to you"),
  handed: t("您提交的", "What you handed in"),
  missed: t("未完成", "Missed"),
  missedHint: t(
    "下一期已经开始。仍可补报：计入记录，记为逾期。",
    "The next ones have begun. A late answer is still taken: it counts for the record, as late.",
  ),
  campaigns: t("登记款物收支", "Record what campaigns received and used"),
  held: t("您的职务", "Your roles"),
  away: t("请假和代办", "Absence"),
  leave: t("退出", "Sign out"),
  leaveAll: t("在所有设备上退出", "Sign out everywhere"),
  leaveHint: t(
    "这台设备保持登录30天。换了手机或者怀疑他人用过的，请在所有设备上退出。",
    "This device stays signed in for 30 days. If you change your phone, or somebody else may have used it, sign out everywhere.",
  ),
} as const;

export interface MyPage {
  language: LanguageCode;
  name: string;
  now: Date;
  calendar: ActContext["calendar"];
  token: string;
  entries: readonly Entry[];
  missed: readonly OpenTask[];
  handed: readonly HandedInLine[];
  held: readonly HeldIn[];
  /** Campaigns whose donations they record. */
  campaigns: readonly RunningCampaign[];
  /** The page of its open tasks that is asked for. */
  page: string | undefined;
  /** Number of tasks that were just submitted on a sheet. */
  taken: number;
}

const sections = ["today", "week", "later", "verify", "escalated"] as const;
type Section = (typeof sections)[number];
/** Entries of a page, the most urgent on the first; all are counted. What is not open stands on the first page alone. */
const perPage = 25;
const mostHeld = 20;

/** Section of an entry by the organization's days: late or due today, due by Sunday, or later. */
function sectionOf({ group, task, due }: Entry, now: Date): Section {
  if (group === "verify" || group === "escalated") return group;
  const today = dateIn(now, task.zone);
  const day = dueDay(due, task.zone);
  if (group === "late" || day <= today) return "today";
  return day <= periodOf("weekly", today).to ? "week" : "later";
}

export function myPage(page: MyPage): Html {
  const { language, entries, now, calendar, token, held, name } = page;
  const alone = onlyOne(page);
  const words = (key: keyof typeof says): string => textIn(says[key], language);
  const of = (section: Section): Entry[] => entries.filter((entry) => sectionOf(entry, now) === section);
  const sorted = sections.flatMap(of);
  const pages = Math.ceil(sorted.length / perPage);
  const number = pageIn(page.page, pages);
  const shown = new Set(sorted.slice((number - 1) * perPage, number * perPage));
  const list = (section: Section): Html => {
    const some = of(section);
    const rows = some.filter((one) => shown.has(one));
    if (rows.length === 0) return html``;
    return html`<section class="card" aria-labelledby="${section}"><h2 id="${section}">${words(section)} <span class="count">${some.length}</span></h2>
<ul class="rows">${rows.map((entry) => entryRow(entry, { path: "/my/task", token }, { now, calendar, language, alone: alone !== null }))}</ul></section>`;
  };
  return html`${takenNotice(page.taken, language)}<section class="card head"><h1>${textIn(myTitle, language)}</h1><p class="organization">${alone === null ? name : `${name} · ${alone}`}</p>
<p>${textIn(countWords(countOf(entries)), language)}</p></section>
${number === 1 ? sheetSection({ ...page, alone: alone !== null }) : ""}
${sections.map(list)}
${pager({ label: textIn(myTitle, language), page: number, pages, address: (one) => `/my?page=${one}` }, language)}
${
  number === 1
    ? html`${campaignSection(page)}
${missedSection(page)}
${handedSection(page)}`
    : ""
}
<section class="card" aria-labelledby="held"><h2 id="held">${words("held")} <span class="count">${held.length}</span></h2>
<ul class="plain-list">${held.slice(0, mostHeld).map((one) => html`<li>${one.name} <span class="hint">${rolesText(one.roles, language)}</span></li>`)}</ul>
<p><a href="/my/away">${words("away")} →</a></p>
<p><a href="/my/preferences">${textIn(preferencesTitle, language)} →</a></p></section>
<section class="card"><p class="hint">${words("leaveHint")}</p>
<form method="post" action="/my/leave" class="buttons"><input type="hidden" name="token" value="${token}"><button class="plain small" name="where" value="here">${words("leave")}</button> <button class="careful small" name="where" value="everywhere">${words("leaveAll")}</button></form></section>`;
}

/** The organization, if all entries are of one. */
function onlyOne({ entries, missed, handed, held }: MyPage): string | null {
  const names = new Set([
    ...entries.map(({ task }) => task.organization),
    ...[...missed, ...handed].map(({ organization }) => organization),
    ...held.map((one) => one.name),
  ]);
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

function campaignSection(page: MyPage): Html {
  const { campaigns, language } = page;
  if (campaigns.length === 0) return html``;
  const alone = onlyOne(page) !== null;
  return html`<section class="card" aria-labelledby="campaigns"><h2 id="campaigns">${textIn(says.campaigns, language)}</h2>
<ul class="plain-list">${campaigns.map((one) => html`<li><a href="/my/campaign/${one.caseId}">${one.title}</a>${alone ? "" : html` <span class="hint">${one.name}</span>`}</li>`)}</ul></section>`;
}

/** Folded: missed tasks are on record already, and open ones come first. */
function missedSection(page: MyPage): Html {
  const { missed, language, token, now, calendar } = page;
  if (missed.length === 0) return html``;
  const alone = onlyOne(page) !== null;
  const entries = missed.map((task) => ({ task, taskId: task.id, group: "late", due: task.dueAt }) as const);
  return html`<section class="card" aria-labelledby="missed"><h2 id="missed">${textIn(says.missed, language)} <span class="count">${missed.length}</span></h2>
<p class="hint">${textIn(says.missedHint, language)}</p>
<details><summary>${writing[language].either(`补报（最近${missed.length}项）`, `Answer them (the latest ${missed.length})`)}</summary><ul class="rows">${entries.map((entry) => entryRow(entry, { path: "/my/task", token }, { now, calendar, language, alone }))}</ul></details></section>`;
}

function handedSection(page: MyPage): Html {
  const { handed, language, token, now } = page;
  if (handed.length === 0) return html``;
  const alone = onlyOne(page) !== null;
  return html`<section class="card" aria-labelledby="handed"><h2 id="handed">${textIn(says.handed, language)}</h2>
<ul class="rows">${handed.map((line) =>
    rowButton(
      `/my/task/${line.id}`,
      token,
      html`<span class="what">${taskTitle(line, language)}</span>
${alone ? "" : html`<span class="where">${line.organization}</span>`}
<span class="when">${word("taskState", line.state, language)}<span class="hint"> ${instantWords(line.at, line.zone, language, now)}</span></span>`,
    ),
  )}</ul></section>`;
}
