import { type Context, Hono } from "hono";
import { confirmRequester } from "../../client/registry/confirm-requester.ts";
import { receiptNumber, receiptOpens } from "../../domain/procedures/requester.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type AskedRow, findAsked } from "../../records/cases/requesters.ts";
import { confirmationToken } from "../../records/roster/confirmations.ts";
import { isToken } from "../http/guard.ts";
import { type Html, html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { masked } from "../person/code-page.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("确认邮箱", "Confirm your address"),
  number: t("回执编号", "Receipt number"),
  address: t("邮箱", "Address"),
  lead: t(
    "确认后，这件事的办理结果会发送到这个邮箱。不是您提交的，请直接关闭本页：没有确认的邮箱不会再收到任何消息。",
    "Once you confirm, what comes of it is sent to this address. If it was not you, please close this page: an address that is not confirmed receives no other message.",
  ),
  confirm: t("确认这是我的邮箱", "This address is mine"),
  done: t("已确认。办理结果会发送到这个邮箱。", "Confirmed. What comes of it is sent to this address."),
} as const;

/**
 * The owner of an address that was typed into a public form confirms that it is theirs. The mail with the link and this page show the number of the
 * receipt, and none of what was written. GET shows, POST confirms.
 */
export function confirmRoutes(site: Site): Hono {
  const { context, secretKey } = site.deps;
  const routes = new Hono();

  const open = async (c: Context): Promise<AskedRow | Response> => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const [id = "", token] = (c.req.param("code") ?? "").split(".");
    const found = /^[0-9a-z]{1,40}$/.test(id) ? await findAsked(context.db, id) : null;
    if (!found?.address || !isToken(token, confirmationToken(secretKey, id, found.address))) {
      site.miss(c);
      return site.noLink(c);
    }
    return receiptOpens(found, context.now()) ? found : site.noLink(c);
  };
  const show = (c: Context, found: AskedRow, language: LanguageCode): Response => {
    const path = `/confirm/${c.req.param("code")}`;
    const body = page(found, language, { path, token: site.token("confirm", found.id) });
    return c.html(layout(site.frame(c, language), { title: textIn(says.title, language), body })) as Response;
  };

  routes.get("/confirm/:code", async (c) => {
    const found = await open(c);
    return found instanceof Response ? found : show(c, found, site.language(c));
  });

  routes.post("/confirm/:code", async (c) => {
    const found = await open(c);
    if (found instanceof Response) return found;
    const form = await site.form(c, site.token("confirm", found.id));
    if (form instanceof Response) return form;
    const confirmed = await confirmRequester(context, { id: found.id, language: site.language(c) });
    return confirmed ? c.redirect(`/confirm/${c.req.param("code")}`, 303) : site.noLink(c);
  });
  return routes;
}

function page(found: AskedRow, language: LanguageCode, form: { path: string; token: string }): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const address = masked({ channel: "email", address: found.address });
  return html`<section class="card act"><h1>${words("title")}</h1>
<dl><div><dt>${words("number")}</dt><dd><strong>${receiptNumber(found.id)}</strong></dd></div>
<div><dt>${words("address")}</dt><dd>${address}</dd></div></dl>
${
  found.personId
    ? html`<p class="notice" role="status">${words("done")}</p>`
    : html`<p>${words("lead")}</p><form method="post" action="${form.path}"><input type="hidden" name="token" value="${form.token}"><button class="main">${words("confirm")}</button></form>`
}</section>`;
}
