import { type Context, Hono } from "hono";
import { countOf, countWords } from "../../domain/messages/counts.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { textIn } from "../../domain/words.ts";
import type { Reader } from "../../records/views/pages.ts";
import { type Html, html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import { pageIn, pager } from "../http/pager.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import { requestProof } from "./code.ts";
import { readerOfLink } from "./link-reader.ts";
import { isProven } from "./proof.ts";
import { sheetSection } from "./sheet-list.ts";
import { type Entry, entriesOf, entryRow, linkTo } from "./task-rows.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  title: t("我的全部事项", "All that waits for you"),
  own: t("我的事项：按时间列出，含您提交的，可登记请假", "Your tasks by time, what you handed in, and absence"),
  late: t("已逾期", "Late"),
  open: t("待办", "To do"),
  verify: t("待核验", "To verify"),
  escalated: t("上报给您", "Escalated to you"),
} as const;

const sections = ["late", "verify", "escalated", "open"] as const;
/** Entries of a page, the most urgent on the first; all are counted. */
const perPage = 40;

/**
 * All open tasks of a link's owner, including those that a digest counts without listing them. Because the link may have been forwarded, it requires
 * an access code or a session.
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
    if (!(await isProven(site, c, reader.id))) return requestProof(site, c, { code, reader, back: "all" });
    const entries = await entriesOf(context, reader.id, now);
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
        body: page(
          { entries, page: c.req.query("page") },
          { path, token: site.token("all", code) },
          now,
          language,
          context.calendar,
        ),
        foot: html`<p><a href="/my">${textIn(said.own, language)}</a></p><p>${say("personal", language)}</p>`,
      }),
    );
  });

  // Each task has a link of its own, made when its button is pressed; it opens as from a mail.
  routes.post("/t/:code/all/:task", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { code, reader, entries } = opened;
    const form = await site.form(c, site.token("all", code));
    if (form instanceof Response) return form;
    const entry = entries.find(({ taskId }) => taskId === c.req.param("task"));
    if (!entry) return site.noLink(c);
    return c.redirect(await linkTo(site, reader.id, entry.task.id), 303);
  });
  return routes;
}

function page(
  { entries, page: asked }: { entries: readonly Entry[]; page: string | undefined },
  { path, token }: { path: string; token: string },
  now: Date,
  language: LanguageCode,
  calendar: Calendar,
): Html {
  const sorted = sections.flatMap((section) => entries.filter(({ group }) => group === section));
  const pages = Math.ceil(sorted.length / perPage);
  const number = pageIn(asked, pages);
  const shown = sorted.slice((number - 1) * perPage, number * perPage);
  const item = (entry: Entry): Html => entryRow(entry, { path: `${path}/all`, token }, { now, calendar, language });
  return html`<section class="card head"><h1>${textIn(said.title, language)}</h1>
<p>${textIn(countWords(countOf(entries)), language)}</p></section>
${number === 1 ? sheetSection({ entries, language, now }) : ""}
${sections.map((section) => {
  const some = shown.filter(({ group }) => group === section);
  return some.length === 0
    ? ""
    : html`<section class="card" aria-labelledby="${section}"><h2 id="${section}">${textIn(said[section], language)}</h2><ul class="rows">${some.map(item)}</ul></section>`;
})}
${pager({ label: textIn(said.title, language), page: number, pages, address: (one) => `${path}/all?page=${one}` }, language)}`;
}
