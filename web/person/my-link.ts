import { type Context, Hono } from "hono";
import { beginMySession, sendMyLink } from "../../client/registry/my-access.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { findLink } from "../../records/messages/links.ts";
import { newId } from "../../records/rows.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { both, layout, plainPage } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { readPublicPost } from "../public/public-form.ts";
import { type MySession, mySession } from "./my-session.ts";
import { myTitle } from "./my-title.ts";
import { rememberDevice } from "./proof.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  lead: t(
    "填写登记在督办的电子邮箱，我们发去一个链接，打开即可看到您在各机构的全部事项。链接10分钟内有效，只能使用一次。",
    "Enter the e-mail address that is registered with Duban. A link is sent to it that opens all that is yours, in every organization. It works for 10 minutes, once.",
  ),
  other: t(
    "只登记了手机的，请打开任意一条督办短信里的链接，在页面上查看全部事项。",
    "If only your mobile is registered, open the link in any SMS from Duban, and ask there for all that is yours.",
  ),
  address: t("电子邮箱", "E-mail address"),
  send: t("发送链接", "Send me the link"),
  sent: t(
    "已发送。如果这个邮箱登记在督办，几分钟内会收到一封邮件；没有收到的，请查看垃圾邮件，或者向本机构秘书处核对登记的邮箱。",
    "Sent. If this address is registered, a mail arrives within minutes. If not, look among unwanted mail, or ask your secretariat which address is registered.",
  ),
  wrong: t(
    "请填写完整的电子邮箱，例如name@example.org",
    "Please give a whole e-mail address, such as name@example.org",
  ),
  open: t("打开我的事项", "Open my tasks"),
  trap: t("请留空", "Leave this empty"),
  begin: t(
    "按下按钮后，这台设备保持登录30天。公用设备上请勿使用。",
    "This device then stays signed in for 30 days. Please do not use it on a shared device.",
  ),
} as const;

/** Access to a person's own pages: a link to their address that works once. GET shows, POST sends and begins. */
export function myLinkRoutes(site: Site): Hono {
  const { context, secretKey } = site.deps;
  const routes = new Hono();

  routes.post("/my/link", async (c) => {
    const post = await readPublicPost(site, c, "my link", "");
    if (post instanceof Response) return post;
    const email = post.field("email");
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) return requestLink(site, c, "wrong", 422, email);
    await sendMyLink(context, { email, secretKey });
    // The response does not reveal whether anybody has this address.
    return c.redirect("/my?sent=1", 303);
  });

  routes.get("/my/link/:code", async (c) => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const code = c.req.param("code");
    if (!(await findLink(context.db, code, "my", context.now()))) {
      site.miss(c);
      return site.noLink(c);
    }
    const button = html`<form method="post" action="/my/link/${code}"><input type="hidden" name="token" value="${site.token("my link", code)}"><button class="main">${both(says.open)}</button></form>`;
    return c.html(plainPage(site.frame(c, site.language(c)), myTitle, [says.begin], button));
  });

  // A button uses the link up, so that a mail scanner that opens it does not.
  routes.post("/my/link/:code", async (c) => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const code = c.req.param("code");
    const found = await findLink(context.db, code, "my", context.now());
    const form = found && (await site.form(c, site.token("my link", code)));
    if (form instanceof Response) return form;
    const begun = form && (await beginMySession(context, code));
    if (!begun) {
      site.miss(c);
      return site.noLink(c);
    }
    rememberDevice(site, c, begun.personId, begun.token);
    return c.redirect("/my", 303);
  });
  return routes;
}

/** A form of a person's own pages. */
export interface MyPost {
  session: MySession;
  field(name: string): string;
}

/** Reads the form of a person with a session. @returns the form, or the response that refuses it */
export async function myPost(site: Site, c: Context): Promise<MyPost | Response> {
  const session = await mySession(site, c);
  if (!session) return requestLink(site, c, null, 401);
  const form = await site.form(c, site.token("my", session.id));
  if (form instanceof Response) return form;
  return { session, field: (name) => (form.fields.get(name) ?? "").trim() };
}

/** The page on which a visitor without a session requests a link. */
export function requestLink(
  site: Site,
  c: Context,
  state: "sent" | "wrong" | null,
  status: 200 | 401 | 422,
  typed = "",
): Response {
  const language = site.language(c);
  const body = requestLinkPage(language, { key: newId(), state, typed }, (key) => site.token("my link", "", key));
  const page = layout({ ...site.frame(c, language), here: "/my" }, { title: textIn(myTitle, language), body });
  return c.html(page, status) as Response;
}

function requestLinkPage(
  language: LanguageCode,
  { key, state, typed }: { key: string; state: "sent" | "wrong" | null; typed: string },
  token: (key: string) => string,
): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const wrong = state === "wrong";
  return html`${state === "sent" ? html`<p class="notice" role="status">${words("sent")}</p>` : ""}
<section class="card act"><h1>${textIn(myTitle, language)}</h1><p>${words("lead")}</p>
<form method="post" action="/my/link"><input type="hidden" name="key" value="${key}"><input type="hidden" name="token" value="${token(key)}">
<div class="visually-hidden" aria-hidden="true"><label for="website">${words("trap")}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<div class="field"><label for="email">${words("address")}</label>${wrong ? html`<p class="problem" id="email-problem">${words("wrong")}</p>` : ""}<input id="email" name="email" type="email" autocomplete="email" required maxlength="254" value="${typed}" ${attribute("aria-invalid", wrong ? "true" : null)} ${attribute("aria-describedby", wrong ? "email-problem" : null)}></div>
<button class="main">${words("send")}</button></form><p class="hint">${words("other")}</p></section>`;
}
