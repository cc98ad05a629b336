import { Hono } from "hono";
import { deleteCookie } from "hono/cookie";
import { revokeAccess } from "../../client/registry/access.ts";
import { textIn } from "../../domain/words.ts";
import { campaignsRecordedBy } from "../../records/donations/campaigns.ts";
import { endSession } from "../../records/roster/sessions.ts";
import { handedInBy, heldIn } from "../../records/views/handed-in.ts";
import { html } from "../http/html.ts";
import { layout } from "../http/layout.ts";
import { clearSessionCookie } from "../http/session-cookie.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import { recordingRoles } from "./donations.ts";
import { myPost, requestLink } from "./my-link.ts";
import { myPage } from "./my-page.ts";
import { mySession } from "./my-session.ts";
import { myTitle, takenIn } from "./my-title.ts";
import { myCookie } from "./proof.ts";
import { entriesOf, linkTo, missedOf } from "./task-rows.ts";

/** Maximum number of submitted tasks in the list. */
const handedRows = 20;

/** A person's own page: their open tasks in all organizations and roles. Requires a session on their device. */
export function myRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  routes.get("/my", async (c) => {
    const session = await mySession(site, c);
    if (!session) return requestLink(site, c, c.req.query("sent") === "1" ? "sent" : null, 200);
    const { reader } = session;
    const now = context.now();
    const language = site.language(c, reader.language);
    const body = myPage({
      ...{ language, now, name: reader.name, calendar: context.calendar, token: site.token("my", session.id) },
      entries: await entriesOf(context, reader.id, now),
      missed: await missedOf(context, reader.id, now),
      handed: await handedInBy(context.db, reader.id, handedRows),
      taken: takenIn(c, 40),
      page: c.req.query("page"),
      campaigns: await campaignsRecordedBy(context.db, reader.id, { roles: recordingRoles, now }),
      held: await heldIn(context.db, reader.id, now),
    });
    const foot = html`<p>${say("personal", language)}</p>`;
    return c.html(layout(site.frame(c, language), { title: textIn(myTitle, language), body, foot }));
  });

  // Each task has a link of its own, made when its button is pressed; it opens as from a mail.
  routes.post("/my/task/:task", async (c) => {
    const posted = await myPost(site, c);
    if (posted instanceof Response) return posted;
    const { reader } = posted.session;
    const task = c.req.param("task");
    const entries = await entriesOf(context, reader.id, context.now());
    const handed = await handedInBy(context.db, reader.id, handedRows);
    const missed = await missedOf(context, reader.id, context.now());
    const known = entries.some(({ taskId }) => taskId === task) || [...handed, ...missed].some(({ id }) => id === task);
    return known ? c.redirect(await linkTo(site, reader.id, task), 303) : site.noLink(c);
  });

  routes.post("/my/leave", async (c) => {
    const posted = await myPost(site, c);
    if (posted instanceof Response) return posted;
    const { session, field } = posted;
    if (field("where") === "everywhere") await revokeAccess(context, [session.reader.id]);
    else await context.db.$transaction((tx) => endSession(tx, session, context.now()));
    // Also deletes the drafts of sheets that this device stored.
    c.header("Clear-Site-Data", '"storage"');
    deleteCookie(c, myCookie, { path: "/my" });
    clearSessionCookie(c);
    return c.redirect("/my", 303);
  });

  return routes;
}
