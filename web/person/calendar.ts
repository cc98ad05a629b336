import { createHash } from "node:crypto";
import { Hono } from "hono";
import { calendarEventsOf, endCalendar, renewCalendar } from "../../client/registry/calendar.ts";
import { icsOf } from "../../domain/messages/ics.ts";
import type { Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { findLink } from "../../records/messages/links.ts";
import { readerOf } from "../../records/views/pages.ts";
import type { Site } from "../http/site.ts";
import { myPost } from "./my-link.ts";

const name: Text = { zh: "督办", en: "Duban" };
/** In seconds: how long a calendar program may cache the feed. */
const maxAge = 900;

export const feedAddress = (publicUrl: string, code: string): string => `${publicUrl}/calendar/${code}/duban.ics`;

/** A person's calendar feed. Everybody who has its address can read it, without a cookie. A page renews and revokes it. */
export function calendarRoutes(site: Site): Hono {
  const { context, publicUrl, secretKey } = site.deps;
  const routes = new Hono();

  routes.get("/calendar/:code/duban.ics", async (c) => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const link = await findLink(context.db, c.req.param("code"), "calendar", context.now());
    const reader = link?.personId ? await readerOf(context.db, link.personId) : null;
    if (!link || !reader) {
      site.miss(c);
      return site.noLink(c);
    }
    // A program that asks too often must keep its copy.
    if (site.feeds.blocked(link.nonce)) return c.text("", 429, { "Retry-After": "3600" });
    site.feeds.count(link.nonce);
    const { language } = reader;
    const events = await calendarEventsOf(context, reader.id, { language, publicUrl });
    const text = icsOf({ name: textIn(name, language), language, events });
    const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
    c.header("ETag", tag);
    c.header("Cache-Control", `private, max-age=${maxAge}`);
    c.header("X-Robots-Tag", "noindex");
    if (c.req.header("if-none-match")?.includes(tag)) return c.body(null, 304);
    return c.body(text, 200, {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="duban.ics"',
    });
  });

  routes.post("/my/calendar", async (c) => {
    const posted = await myPost(site, c);
    if (posted instanceof Response) return posted;
    const { id } = posted.session.reader;
    const act = posted.field("do");
    if (act === "renew") await renewCalendar(context, id, secretKey);
    else if (act === "end") await endCalendar(context, id);
    return c.redirect("/my/preferences#calendar", 303);
  });
  return routes;
}
