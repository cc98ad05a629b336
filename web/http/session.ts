import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { knownRoster } from "../../client/known-roster.ts";
import { reading, repeatedly } from "../../client/reading.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { findLink, type Link } from "../../records/messages/links.ts";
import { endSession, findSession, insertSession } from "../../records/roster/sessions.ts";
import { readerOf } from "../../records/views/pages.ts";
import { html } from "./html.ts";
import { both, plainPage } from "./layout.ts";
import { clearSessionCookie, sessionCookie, setSessionCookie } from "./session-cookie.ts";
import type { Site } from "./site.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** The reader of the board. */
export interface Session {
  id: string;
  /** Nonce of the link that began the session. */
  link: string | null;
  /** Null: the administrator of the installation. */
  personId: string | null;
  name: string;
  language?: LanguageCode;
  /** Organizations that the person oversees; null: all. */
  organizationIds: readonly string[] | null;
}

/** The session of a request, or the response that says how to get one. */
export async function sessionOf(site: Site, c: Context): Promise<Session | Response> {
  const blocked = site.blocked(c);
  if (blocked) return blocked;
  const token = getCookie(c, sessionCookie);
  if (!token) return noSession(site, c);
  const { context } = site.deps;
  const now = context.now();
  const tx = reading(context);
  const found = await findSession(repeatedly(context.db), token, "board", now);
  if (!found) {
    site.miss(c);
    return noSession(site, c);
  }
  const { id, link, personId } = found;
  if (personId === null) return { id, link, personId, name: "", organizationIds: null };
  const [reader, organizationIds] = await Promise.all([
    readerOf(tx, personId),
    knownRoster(context, tx).then((roster) => roster.overseen(personId)),
  ]);
  if (!reader || organizationIds.length === 0) return noOffice(site, c);
  return { id, link, personId, name: reader.name, language: reader.language, organizationIds };
}

function noSession(site: Site, c: Context): Response {
  return site.plain(
    c,
    401,
    t("请先打开您的登录链接", "Please open your session link first"),
    t(
      "督办台只对管理员、监督人员和主管单位开放。管理员：首次启动（npm start）时打印的链接，或用 npx duban board 取得的新链接。其他人：请向管理员索取您的登录链接。",
      "The board is open to administrators, supervisors and authorities. Administrators: the link that the first start (npm start) prints, or a new one by npx duban board. Others: please ask the administrator for your session link.",
    ),
    t(
      "收到督办邮件或短信的，直接打开其中的链接即可办理，不需要登录。",
      "If you were sent an e-mail or SMS, its link is all you need: there is nothing to sign in to.",
    ),
  );
}

function noOffice(site: Site, c: Context): Response {
  return site.plain(
    c,
    403,
    t("督办台没有您可以查看的内容", "There is nothing for you on the board"),
    t(
      "您目前没有担任监督职责。需要办理的事项，请打开邮件或短信里的链接。",
      "You hold no supervising role now. What is yours to do stands behind the link in your e-mail or SMS.",
    ),
  );
}

/** Beginning and ending sessions. A session begins with a button: a link that a mail scanner opens begins none. */
export function sessionRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();
  const find = async (c: Context, code: string): Promise<Response | Link> => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const link = await findLink(context.db, code, "session", context.now());
    if (link) return link;
    site.miss(c);
    return site.noLink(c);
  };

  routes.get("/s/:code", async (c) => {
    const code = c.req.param("code");
    const link = await find(c, code);
    if (link instanceof Response) return link;
    const button = html`<form method="post" action="/s/${code}"><input type="hidden" name="token" value="${site.token("session", code)}">
<button class="main">${both(t("进入督办台", "Open the board"))}</button></form>`;
    return c.html(
      plainPage(
        site.frame(c, site.language(c)),
        t("督办台", "Board"),
        [
          t(
            "按下按钮后，这台设备会保持登录，直到您退出或链接到期；退出后，这个链接不能再用。公用设备上请记得退出。",
            "This device stays signed in until you sign out or the link expires; signing out ends the link too. On a shared device, please sign out.",
          ),
        ],
        button,
      ),
    );
  });

  routes.post("/s/:code", async (c) => {
    const code = c.req.param("code");
    const link = await find(c, code);
    if (link instanceof Response) return link;
    const form = await site.form(c, site.token("session", code));
    if (form instanceof Response) return form;
    // It lasts as long as the link.
    const { personId, nonce, expiresAt } = link;
    const begun = { kind: "board" as const, personId, link: nonce, expiresAt };
    const token = await insertSession(context.db, begun, context.now());
    if (!token) return site.noLink(c);
    setSessionCookie(site, c, token, expiresAt);
    return c.redirect("/board", 303);
  });

  routes.post("/board/leave", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const form = await site.form(c, site.token("board", session.id));
    if (form instanceof Response) return form;
    await context.db.$transaction((tx) => endSession(tx, session, context.now()));
    clearSessionCookie(c);
    return c.redirect("/", 303);
  });
  return routes;
}
