import { Hono } from "hono";
import { loadTaskContexts } from "../../client/tasks/task-context.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { handedTo } from "../../records/messages/handovers.ts";
import { findTasks } from "../../records/tasks/tasks.ts";
import { storyOf } from "../../records/views/pages.ts";
import { instantWords, remainder } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import { pageIn, pager } from "../http/pager.ts";
import type { Site } from "../http/site.ts";
import { storyList } from "../task/task-record.ts";
import { say } from "../words.ts";
import { requestProof } from "./code.ts";
import { readerOfLink } from "./link-reader.ts";
import { isProven } from "./proof.ts";
import { type Entry, entriesOf } from "./task-rows.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  title: t("交接清单", "What was handed over to you"),
  lead: t(
    "因人员变动由您接手、尚未办结的全部事项，最急的在前，附此前的办理经过。可以打印留存。",
    "All that is open and became yours when people changed, the most urgent first, each with what has happened so far. It can be printed.",
  ),
  none: t("没有因人员变动由您接手的未办结事项。", "Nothing that is open was handed over to you."),
  story: t("此前经过", "What has happened so far"),
  open: t("打开办理", "Open it"),
  all: t("我的全部事项", "All that waits for you"),
  newest: t("仅列出最近{n}条。", "The last {n} lines."),
} as const;

/** Number of tasks of a page, each with its story. */
const perPage = 10;
/** Maximum number of lines of a story; the newest are shown. */
const lines = 8;

/** Page for a person who has taken over a role: the open tasks that became theirs, with their stories. Requires an access code or a session. */
export function handoverRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db, calendar } = context;
  const routes = new Hono();

  routes.get("/t/:code/handover", async (c) => {
    const found = await readerOfLink(site, c);
    if (found instanceof Response) return found;
    const { code, reader } = found;
    const now = context.now();
    if (!(await isProven(site, c, reader.id))) return requestProof(site, c, { code, reader, back: "handover" });
    const handed = new Set(await handedTo(db, reader.id));
    const entries = (await entriesOf(context, reader.id, now)).filter(({ task }) => handed.has(task.id));
    const language = site.language(c, reader.language);
    const pages = Math.ceil(entries.length / perPage);
    const page = pageIn(c.req.query("page"), pages);
    const shown = entries.slice((page - 1) * perPage, page * perPage);
    const tasks = await findTasks(
      db,
      shown.map(({ task }) => task.id),
    );
    const contexts = await loadTaskContexts(db, [...tasks.values()], calendar, now);
    const parts: Html[] = [];
    for (const entry of shown) {
      const about = contexts.find(({ task }) => task.id === entry.task.id);
      if (!about) continue;
      const story = await storyOf(db, about.task.caseId, lines + 1);
      const view = {
        ...{ language, now, zone: about.organization.zone, duty: about.duty, step: about.task.step },
        ...{ story: story.slice(-lines), evidence: [], path: () => "", batches: false },
      };
      const left = remainder({ due: entry.due, byClock: entry.task.byClock }, now, entry.task.zone, calendar, language);
      parts.push(
        taskPart(entry, language, {
          action: `/t/${code}/all/${entry.task.id}`,
          token: site.token("all", code),
          when: html`<span class="when ${left.late ? "late" : ""}">${left.words}</span> <span class="hint">${instantWords(entry.due, entry.task.zone, language, now)}</span>`,
          story: html`${story.length > lines ? html`<p class="hint">${textIn(said.newest, language).replace("{n}", String(lines))}</p>` : ""}${storyList(view)}`,
        }),
      );
    }
    const body = html`<section class="card head"><h1>${textIn(said.title, language)} <span class="count">${entries.length}</span></h1><p>${textIn(parts.length > 0 ? said.lead : said.none, language)}</p>
<p><a href="/t/${code}/all">${textIn(said.all, language)} →</a></p></section>${parts}
${pager({ label: textIn(said.title, language), page, pages, address: (one) => `/t/${code}/handover?page=${one}` }, language)}`;
    return c.html(
      layout(site.frame(c, language), { title: textIn(said.title, language), body, foot: say("personal", language) }),
    );
  });
  return routes;
}

function taskPart(
  { task }: Entry,
  language: LanguageCode,
  { action, token, when, story }: { action: string; token: string; when: Html; story: Html },
): Html {
  return html`<section class="card"><h2>${taskTitle(task, language)}</h2><p class="organization">${task.organization}</p><p>${when}</p>
<details><summary>${textIn(said.story, language)}</summary>${story}</details>
<form method="post" action="${action}"><input type="hidden" name="token" value="${token}"><button class="plain small">${textIn(said.open, language)}</button></form></section>`;
}
