import { type Context, Hono } from "hono";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { type Countable, countOf, countWords } from "../../domain/messages/counts.ts";
import { cut } from "../../domain/messages/languages/clean.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { groupFor } from "../../domain/messages/waiting.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { linkKey, makeLinks } from "../../records/messages/links.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import { type OpenTask, openTasksOf } from "../../records/tasks/open-tasks.ts";
import type { Reader } from "../../records/views/pages.ts";
import { instantWords, remainder } from "../http/format-date.ts";
import { isToken } from "../http/guard.ts";
import { type Html, html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import { askProof } from "./code.ts";
import { readerOfLink } from "./link-reader.ts";
import { isProven } from "./proof.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  title: t("我的全部事项", "All that waits for you"),
  late: t("已逾期", "Late"),
  open: t("待办", "To do"),
  verify: t("待核验", "To verify"),
  escalated: t("上报给您", "Escalated to you"),
  more: t("仅列出最急的{n}项。", "The {n} most urgent are listed."),
} as const;

/** An open task as its reader's list shows it. */
interface Entry extends Countable {
  task: OpenTask;
  due: Date;
}

const sections = ["late", "verify", "escalated", "open"] as const;
/** Entries that a page lists; all are counted. */
const most = 200;
/** Days that a link works which the list gives out. */
const linkDays = 120;

/**
 * Everything open that waits for the person of a link: what a digest counts and does not show. A link that was forwarded does not show
 * it: that takes a code, or a session.
 */
export function openTaskRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const open = async (
    c: Context,
  ): Promise<{ code: string; reader: Reader; language: LanguageCode; entries: Entry[]; now: Date } | Response> => {
    const found = await readerOfLink(site, c);
    if (found instanceof Response) return found;
    const { code, reader } = found;
    const now = context.now();
    if (!(await isProven(site, c, reader.id))) return askProof(site, c, { code, reader, back: "all" });
    const tasks = await openTasksOf(context.db, reader.id, now);
    const holders = await holdersOf(context.db, [...new Set(tasks.map((one) => one.organizationId))], now);
    const entries = tasks.flatMap((task) => entryOf(task, reader.id, holders.get(task.organizationId) ?? [], now));
    return { code, reader, language: site.language(c, reader.language), entries, now };
  };

  routes.get("/t/:code/all", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { code, language, entries, now } = opened;
    const path = `/t/${code}`;
    return c.html(
      layout(site.frame(c, language), {
        title: textIn(said.title, language),
        body: page(entries, { path, token: site.token("all", code) }, now, language, context.calendar),
        foot: html`<p>${say("personal", language)}</p>`,
      }),
    );
  });

  // Each task has a link of its own, made when somebody presses its button: it opens as it does from a mail.
  routes.post("/t/:code/all/:task", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { code, reader, entries, now } = opened;
    const form = await site.form(c);
    if (form instanceof Response) return form;
    if (!isToken(form.fields.get("token"), site.token("all", code))) return site.foreign(c);
    const entry = entries.find(({ taskId }) => taskId === c.req.param("task"));
    if (!entry) return site.noLink(c);
    const wanted = { personId: reader.id, taskId: entry.task.id };
    const links = await context.db.$transaction((tx) => makeLinks(tx, [wanted], now, site.deps.secretKey, linkDays));
    return c.redirect(`/t/${links.get(linkKey(wanted)) ?? ""}`, 303);
  });
  return routes;
}

/** What an open task asks of this person; nothing where it only once did. */
function entryOf(task: OpenTask, personId: string, holders: readonly Holder[], now: Date): Entry[] {
  const group = groupFor(task, personId, holders, now);
  const due = doing.includes(task.state) ? task.askedDue : task.climbDueAt;
  return group ? [{ task, taskId: task.id, group, due }] : [];
}

function page(
  entries: readonly Entry[],
  { path, token }: { path: string; token: string },
  now: Date,
  language: LanguageCode,
  calendar: Parameters<typeof remainder>[3],
): Html {
  const shown = sections.flatMap((section) => entries.filter(({ group }) => group === section)).slice(0, most);
  const item = ({ task, due }: Entry): Html => {
    const title = textIn(titleOf(dutyOf(task.duty), task.step), language);
    const left = remainder(due, now, task.zone, calendar, language);
    const subject = cut(task.subject, 60);
    const about = subject ? writing[language].either(`（${subject}）`, ` (${subject})`) : "";
    return html`<li><form method="post" action="${path}/all/${task.id}"><input type="hidden" name="token" value="${token}"><button class="row"><span class="what">${title}${about}</span>
<span class="where">${task.organization}</span>
<span class="when ${left.late ? "late" : ""}">${left.words}<span class="hint"> ${instantWords(due, task.zone, language, now)}</span></span></button></form></li>`;
  };
  return html`<section class="card head"><h1>${textIn(said.title, language)}</h1>
<p>${textIn(countWords(countOf(entries)), language)}</p>${entries.length > shown.length ? html`<p class="hint">${textIn(said.more, language).replace("{n}", String(shown.length))}</p>` : ""}</section>
${sections.map((section) => {
  const some = shown.filter(({ group }) => group === section);
  return some.length === 0
    ? ""
    : html`<section class="card" aria-labelledby="${section}"><h2 id="${section}">${textIn(said[section], language)}</h2><ul class="rows">${some.map(item)}</ul></section>`;
})}`;
}
