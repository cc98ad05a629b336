import { Hono } from "hono";
import type { Text } from "../../domain/terms.ts";
import { says } from "../words.ts";
import { type Html, html } from "./html.ts";
import { both, layout, scripts, stylesheet } from "./layout.ts";
import type { Site } from "./site.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Front page, style sheet, scripts, health checks, and the clock of the demo. */
export function frontRoutes(site: Site): Hono {
  const { deps } = site;
  const routes = new Hono();

  routes.get("/", (c) =>
    c.html(
      layout(site.frame(c, site.language(c)), {
        title: says.tagline.zh,
        body: front(deps.inbox !== undefined && deps.inboxOpen === true),
      }),
    ),
  );

  for (const [path, text, type] of [
    ["/style.css", stylesheet, "text/css"],
    ["/sheet.js", scripts.sheet, "text/javascript"],
    ["/suggest.js", scripts.suggest, "text/javascript"],
  ] as const)
    routes.get(path, (c) =>
      c.body(text, 200, {
        "Content-Type": `${type}; charset=utf-8`,
        "Cache-Control": c.req.query("v") ? "public, max-age=31536000, immutable" : "no-cache",
      }),
    );

  // Only public pages may be indexed; all other addresses are personal. A trial is not indexed at all.
  const robots = deps.sandbox
    ? "User-agent: *\nDisallow: /\n"
    : "User-agent: *\nAllow: /$\nAllow: /org\nAllow: /style.css\nDisallow: /org?q=\nDisallow: /\n";
  routes.get("/robots.txt", (c) => c.text(robots, 200, { "Cache-Control": "public, max-age=86400" }));

  // Database and engine are checked at most once a second, however many requests come.
  let known: { at: number; parts: Promise<Record<string, boolean>> } | undefined;
  const health = (): Promise<Record<string, boolean>> => {
    const now = performance.now();
    if (!known || now - known.at > 1_000) known = { at: now, parts: deps.health().catch(() => ({ health: false })) };
    return known.parts;
  };

  // Liveness: a supervisor restarts the process only if this does not respond. Readiness is /readyz.
  routes.get("/healthz", (c) => c.json({ ok: true }));

  routes.get("/readyz", async (c) => {
    const parts = await health();
    const ok = Object.values(parts).every(Boolean);
    return c.json({ ok, parts }, ok ? 200 : 503);
  });

  routes.post("/clock", async (c) => {
    if (!deps.clock) return site.notFound(c);
    const form = await site.form(c, site.token("clock"));
    if (form instanceof Response) return form;
    const to = form.fields.get("to") ?? "";
    if (!["+1h", "+1d", "next"].includes(to)) return site.foreign(c);
    await deps.clock.move(to);
    const back = form.fields.get("back") ?? "/";
    // Only paths of this portal: two leading slashes would be another host.
    return c.redirect(/^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : "/", 303);
  });
  return routes;
}

function front(inbox: boolean): Html {
  const places = [
    {
      href: "/board",
      title: says.board,
      about: t(
        "逾期的、等待核验的、联系不上的，一页看清。需要登录链接。",
        "What is late, waits for a verdict, or reaches nobody, on one page. Needs a session link.",
      ),
    },
    ...(inbox
      ? [
          {
            href: "/inbox",
            title: says.inbox,
            about: t(
              "沙盒里发出的每一封邮件和短信，按收件人看到的样子。",
              "Every e-mail and SMS of the sandbox, as its reader would see it.",
            ),
          },
        ]
      : []),
    {
      href: "/my",
      title: t("我的事项", "My tasks"),
      about: t(
        "您在各机构要办、要核验和已经提交的事项，一页看清。凭发到您邮箱的链接打开。",
        "What is yours to do, to verify, and what you handed in, in every organization. Opened by a link to your mailbox.",
      ),
    },
    {
      href: "/org",
      title: t("捐赠公示", "Donations in public"),
      about: t(
        "每家机构接收和使用捐赠款物的情况，公布时间和是否逾期。",
        "What each organization received and how it was used, when it was published, and whether that was late.",
      ),
    },
  ];
  return html`<section class="hero"><h1>${both(says.tagline)}</h1>
<p>${both(
    t(
      "督办替社会组织记住每一项定期职责、演练、整改和捐赠公开：按时提醒负责的人，逾期逐级上报，核验后办结，全程留有记录。",
      "Duban remembers every recurring duty, drill, rectification and donation disclosure of social organizations: it prompts whoever is responsible, escalates what slips, and closes what has been verified, all of it on record.",
    ),
  )}</p></section>
<ul class="places">${places.map(({ href, title, about }) => html`<li class="card"><a href="${href}">${both(title)}</a><p>${both(about)}</p></li>`)}
<li class="card"><strong>${both(t("收到了邮件或短信？", "Were you sent a message?"))}</strong><p>${both(t("直接打开其中的链接即可办理，不需要登录。", "Its link is all you need; there is nothing to sign in to."))}</p></li></ul>`;
}
