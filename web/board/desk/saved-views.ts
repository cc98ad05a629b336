import { type Context, Hono } from "hono";
import { endWeekly, mailWeekly, removeView, saveView } from "../../../client/desk/saved-views.ts";
import { BadInputError, RefusedError } from "../../../domain/errors.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { causeText } from "../../../domain/reasons/index.ts";
import { textIn } from "../../../domain/words.ts";
import { endingToken, findSavedView, type SavedView, savedViewsOf } from "../../../records/saved-views.ts";
import { isToken } from "../../http/guard.ts";
import { layout } from "../../http/layout.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { boardPlaces } from "../board-task.ts";
import { endTitle, endWeeklyPage, savedTitle, savedViewsPage, type ViewAttempt } from "./saved-views-page.ts";

/** Saved views: filters of the board under a name, private to their reader, and their weekly mail, which can also be ended by the link in it. */
export function savedViewRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();
  routes.get("/board/views", async (c) => {
    const session = await sessionOf(site, c);
    return session instanceof Response ? session : show(site, c, session, null, 200);
  });
  routes.post("/board/views", (c) => save(site, c));
  routes.post("/board/views/mail", (c) => change(site, c, (of) => mailWeekly(context, of, true)));
  routes.post("/board/views/stop", (c) => change(site, c, (of) => mailWeekly(context, of, false)));
  routes.post("/board/views/remove", (c) => change(site, c, (of) => removeView(context, of)));
  routes.get("/weekly/:code", (c) => askToEnd(site, c));
  routes.post("/weekly/:code", (c) => end(site, c));
  return routes;
}

async function show(
  site: Site,
  c: Context,
  session: Session,
  attempt: ViewAttempt | null,
  status: 200 | 409 | 422,
): Promise<Response> {
  const { db } = site.deps.context;
  const language = site.language(c, session.language);
  const { personId } = session;
  const done = c.req.query("done");
  const body = savedViewsPage({
    ...{ views: await savedViewsOf(db, personId), page: c.req.query("page"), personId, attempt, language },
    token: site.token("board", session.id),
    notice: done === "saved" || done === "changed" ? done : null,
  });
  const frame = {
    ...site.frame(c, language, boardPlaces(site, language, false)),
    ...(attempt && { here: "/board/views" }),
  };
  return c.html(layout(frame, { title: savedTitle(language), body }), status) as Response;
}

async function save(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const form = await site.form(c, site.token("board", session.id));
  if (form instanceof Response) return form;
  const typed = {
    ...{ name: form.fields.get("name") ?? "", query: form.fields.get("query") ?? "" },
    weekly: form.fields.get("weekly") === "yes",
  };
  try {
    await saveView(context, { ...typed, personId: session.personId });
    return c.redirect("/board/views?done=saved", 303);
  } catch (error) {
    if (!(error instanceof BadInputError || error instanceof RefusedError)) throw error;
    const language = site.language(c, session.language);
    const problem = writing[language].clauses(error.causes.map((one) => textIn(causeText(one, "page"), language)));
    return show(
      site,
      c,
      session,
      { ...typed, name: typed.name.slice(0, 80), problem },
      error instanceof RefusedError ? 409 : 422,
    );
  }
}

/** Changes a saved view of the reader. */
async function change(
  site: Site,
  c: Context,
  apply: (of: { id: string; personId: string | null }) => Promise<unknown>,
): Promise<Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const form = await site.form(c, site.token("board", session.id));
  if (form instanceof Response) return form;
  await apply({ id: form.fields.get("view") ?? "", personId: session.personId });
  return c.redirect("/board/views?done=changed", 303);
}

const pathOf = (c: Context): string => `/weekly/${c.req.param("code")}`;

/** The view of a mail, by the code in its link. */
async function open(site: Site, c: Context): Promise<SavedView | Response> {
  const { db } = site.deps.context;
  const blocked = site.blocked(c);
  if (blocked) return blocked;
  const [id = "", token] = (c.req.param("code") ?? "").split(".");
  const found = /^[0-9a-z]{1,40}$/.test(id) ? await findSavedView(db, id) : null;
  if (found && isToken(token, endingToken(site.deps.secretKey, id))) return found;
  site.miss(c);
  return site.noLink(c);
}

async function askToEnd(site: Site, c: Context): Promise<Response> {
  const found = await open(site, c);
  if (found instanceof Response) return found;
  const language = site.language(c);
  const body = endWeeklyPage(found, { path: pathOf(c), token: site.token("weekly", found.id), language });
  return c.html(layout(site.frame(c, language), { title: endTitle(language), body })) as Response;
}

async function end(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const found = await open(site, c);
  if (found instanceof Response) return found;
  const form = await site.form(c, site.token("weekly", found.id));
  if (form instanceof Response) return form;
  await endWeekly(context, found.id);
  return c.redirect(pathOf(c), 303);
}
