import { createHash } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { cut } from "../../domain/messages/languages/clean.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { organizationNames } from "../../records/views/pages.ts";
import type { InboxItem } from "../deps.ts";
import { instantWords } from "../http/format-date.ts";
import { framingPolicy } from "../http/guard.ts";
import { attribute, type Child, type Html, html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import { pageIn, pager } from "../http/pager.ts";
import { sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";

/** With names and subjects as long as they come a page stays under 50 kB. */
const perPage = 25;
const mostName = 40;
/** Content policy of an e-mail that is shown alone: no scripts, no forms, no external resources; links open in the top window. */
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Headers that proxies and tunnels add. A request that has one may come from anywhere, whatever its address. */
const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
const throughProxy = (c: Context): boolean => proxyHeaders.some((name) => c.req.header(name) !== undefined);

const ids = new WeakMap<InboxItem, string>();

/** A stable id for a message, independent of the others. */
function idOf(item: InboxItem): string {
  const known = ids.get(item);
  if (known) return known;
  const id = createHash("sha256")
    .update(JSON.stringify([item.channel, item.to, item.subject, item.text, item.at]))
    .digest("hex")
    .slice(0, 12);
  ids.set(item, id);
  return id;
}

/**
 * The sandbox inbox: messages that recipients would have received, with working links. It exists only where it is embedded.
 * @param open whether only this machine can reach it; otherwise, and through a proxy on this machine, it requires the administrator's session
 */
export function inboxRoutes(site: Site, inbox: () => readonly InboxItem[], open: boolean): Hono {
  const routes = new Hono();
  const guard: MiddlewareHandler = async (c, next) => {
    if (open && !throughProxy(c)) return next();
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    return session.personId === null ? next() : site.notFound(c);
  };
  routes.use("/inbox", guard);
  routes.use("/inbox.json", guard);
  routes.use("/inbox/*", guard);
  const { context } = site.deps;
  const find = (id: string): InboxItem | undefined => inbox().findLast((item) => idOf(item) === id);
  const places = (language: LanguageCode, current: boolean) => [
    { href: "/board", label: say("board", language) },
    { href: "/inbox", label: say("inbox", language), ...(current && { current }) },
  ];

  routes.get("/inbox", async (c) => {
    const language = site.language(c);
    const filter = filterOf(c);
    const matching = inbox()
      .filter((item) => matches(item, filter))
      .reverse();
    const pages = Math.max(1, Math.ceil(matching.length / perPage));
    const page = pageIn(c.req.query("page"), pages);
    const items = matching.slice((page - 1) * perPage, page * perPage);
    const names = await organizationNames(context.db, [...new Set(items.flatMap(organizationsOf))]);
    const body = list({ items, total: matching.length, page, pages, filter, names, language, now: context.now() });
    return c.html(
      layout(site.frame(c, language, places(language, true)), { title: say("inbox", language), body, wide: true }),
    );
  });

  routes.get("/inbox.json", (c) => {
    const filter = filterOf(c);
    const items = inbox()
      .filter((item) => matches(item, filter))
      .reverse();
    return c.json(
      items.map(({ channel, to, subject, text, html, at, organization, task }) => ({
        channel,
        to,
        subject,
        text,
        html,
        at,
        organization,
        task,
      })),
    );
  });

  routes.get("/inbox/:n", (c) => {
    const item = find(c.req.param("n"));
    if (!item) return site.notFound(c);
    const language = site.language(c);
    c.header("Content-Security-Policy", framingPolicy);
    const body = item.channel === "email" ? mail(item, language, context.now()) : bubble(item, language, context.now());
    return c.html(
      layout(site.frame(c, language, places(language, false)), { title: item.subject ?? say("inbox", language), body }),
    );
  });

  routes.get("/inbox/:n/html", (c) => {
    const item = find(c.req.param("n"));
    if (!item?.html) return site.notFound(c);
    c.header("Content-Security-Policy", mailPolicy);
    return c.html(inWholeWindow(item.html));
  });
  return routes;
}

interface Filter {
  channel: string;
  to: string;
  organization: string;
}

const filterOf = (c: Context): Filter => ({
  channel: c.req.query("channel") ?? "",
  to: (c.req.query("to") ?? "").trim(),
  organization: (c.req.query("organization") ?? "").trim(),
});

const organizationsOf = (item: InboxItem): string[] => (item.organization ?? "").split(",").filter(Boolean);

const matches = (item: InboxItem, { channel, to, organization }: Filter): boolean =>
  (!channel || item.channel === channel) &&
  (!to || item.to.toLowerCase().includes(to.toLowerCase())) &&
  (!organization || organizationsOf(item).includes(organization));

interface List {
  items: readonly InboxItem[];
  total: number;
  page: number;
  pages: number;
  filter: Filter;
  names: ReadonlyMap<string, string>;
  language: LanguageCode;
  now: Date;
}

function list({ items, total, page, pages, filter, names, language, now }: List): Html {
  const address = (page: number): string => `/inbox?${new URLSearchParams({ ...filter, page: String(page) })}`;
  return html`<h1>${say("inbox", language)} <span class="count">${total}</span></h1>
<p class="hint">${writing[language].either("沙盒收件箱：这里的消息没有真正发出。每封都按收件人看到的样子显示，链接可用。", "A sandbox: nothing here has left this machine. Each message is shown as its reader would see it, with its links working.")}</p>
<form class="filter" method="get" action="/inbox" role="search">
<div class="field"><label for="channel">${writing[language].either("渠道", "Channel")}</label><select id="channel" name="channel"><option value="">${writing[language].either("全部", "All")}</option>${(["email", "sms"] as const).map((one) => html`<option value="${one}" ${attribute("selected", one === filter.channel)}>${word("channel", one, language)}</option>`)}</select></div>
<div class="field"><label for="to">${writing[language].either("收件人", "To")}</label><input id="to" name="to" type="search" value="${filter.to}"></div>
${filter.organization ? html`<input type="hidden" name="organization" value="${filter.organization}">` : ""}
<button class="plain">${writing[language].either("筛选", "Filter")}</button>${filter.channel || filter.to || filter.organization ? html`<a href="/inbox">${writing[language].either("显示全部", "Show all")}</a>` : ""}</form>
${items.length === 0 ? html`<p class="card quiet">${writing[language].either("还没有消息。", "No message yet.")}</p>` : ""}
<ul class="rows card">${items.map(
    (
      item,
    ) => html`<li><a class="row" href="/inbox/${idOf(item)}"><span class="what"><span class="badge calm">${word("channel", item.channel, language)}</span> ${cut(item.subject ?? item.text, 120)}</span>
<span class="where">${item.to}</span><span class="when">${instantWords(new Date(item.at), zone, language, now)}</span></a>
${organizationsOf(item)
  .slice(0, 3)
  .map(
    (id) =>
      html`<a class="hint" href="/inbox?${String(new URLSearchParams({ organization: id }))}">${cut(names.get(id) ?? id, mostName)}</a> `,
  )}</li>`,
  )}</ul>
${pager({ label: say("inbox", language), page, pages, address }, language)}`;
}

function envelope(item: InboxItem, language: LanguageCode, now: Date): Html {
  return html`<p class="crumbs"><a href="/inbox">← ${say("inbox", language)}</a></p>
<dl class="envelope">${item.from ? html`<div><dt>${writing[language].either("发件人", "From")}</dt><dd>${item.from}</dd></div>` : ""}
<div><dt>${writing[language].either("收件人", "To")}</dt><dd>${item.to}</dd></div>
<div><dt>${writing[language].either("时间", "Received")}</dt><dd><time datetime="${item.at}">${instantWords(new Date(item.at), zone, language, now)}</time></dd></div></dl>`;
}

function mail(item: InboxItem, language: LanguageCode, now: Date): Html {
  return html`${envelope(item, language, now)}<h1 class="subject-line">${item.subject ?? ""}</h1>
${item.html ? html`<iframe class="mail" src="/inbox/${idOf(item)}/html" title="${writing[language].either("邮件内容", "The e-mail")}" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>` : ""}
<details class="card"${item.html ? "" : html` open`}><summary>${writing[language].either("纯文本部分", "As plain text")}</summary><p class="pre">${linked(item.text)}</p></details>`;
}

function bubble(item: InboxItem, language: LanguageCode, now: Date): Html {
  return html`${envelope(item, language, now)}<h1 class="visually-hidden">${word("channel", "sms", language)}</h1>
<div class="phone"><p class="bubble">${linked(item.text)}</p></div>`;
}

/** Turns addresses in a text into links. */
function linked(text: string): Child {
  return text.split(/(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+)/).map((part, i) => {
    if (i % 2 === 0) return part;
    const [, address = part, end = ""] = /^(.*?)([.,;:!?)\]]*)$/.exec(part) ?? [];
    return html`<a href="${address}">${address}</a>${end}`;
  });
}

/** Makes links open in the top window: our pages refuse to be framed. */
function inWholeWindow(markup: string): string {
  const base = '<base target="_top">';
  const head = /<head(\s[^>]*)?>/i.exec(markup);
  return head
    ? markup.slice(0, head.index + head[0].length) + base + markup.slice(head.index + head[0].length)
    : base + markup;
}
