import { type Context, Hono } from "hono";
import { verbs } from "../domain/task.ts";
import { findLink } from "../records/links.ts";
import { askedBy } from "../records/opinions.ts";
import { readerOf } from "../records/pages.ts";
import { download } from "./download.ts";
import type { Attempt } from "./form-fields.ts";
import { isToken } from "./guard.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { receiptPath } from "./raise.ts";
import type { Site } from "./site.ts";
import { answer, verbOf } from "./task-act.ts";
import { taskPage, titleOfTask } from "./task-page.ts";
import { fileSeen } from "./task-reading.ts";
import { type Door, type TaskView, viewTask } from "./task-view.ts";
import { say } from "./words.ts";

/** The page of one task for one person, behind the code of a link. GET shows, POST acts. */
export function actionRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const open = async (c: Context): Promise<TaskView | Response> => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const code = c.req.param("code") ?? "";
    const link = await findLink(context.db, code, "task", context.now());
    const reader = link?.personId ? await readerOf(context.db, link.personId) : null;
    if (!link?.taskId || !reader) {
      site.miss(c);
      return site.noLink(c);
    }
    const door: Door = {
      personId: reader.id,
      path: `/t/${code}`,
      token: site.token("task", code, link.taskId),
      language: site.language(c, reader.language),
    };
    const view = await viewTask(context, link.taskId, door);
    // Whoever asked for it, and has no part in it, reads how it stands.
    const asked = view && view.standing.length > 0 ? null : await askedBy(context.db, link.taskId, reader.id);
    return asked ? c.redirect(receiptPath(site, asked), 303) : (view ?? site.noLink(c));
  };
  const show = (c: Context, view: TaskView, attempt: Attempt | null, status: 200 | 409 | 422): Response => {
    const notice = verbs.find((verb) => verb === c.req.query("done"));
    const { language } = view.door;
    return c.html(
      layout(site.frame(c, language), {
        title: titleOfTask(view),
        body: taskPage(view, { ...(notice && { notice }), attempt }),
        foot: html`<p><a href="${view.door.path}/hazard">${say("reportHazard", language)}</a></p><p>${say("personal", language)}</p>`,
      }),
      status,
    ) as Response;
  };

  routes.get("/t/:code", async (c) => {
    const view = await open(c);
    return view instanceof Response ? view : show(c, view, null, 200);
  });

  routes.post("/t/:code", async (c) => {
    const view = await open(c);
    if (view instanceof Response) return view;
    const form = await site.form(c);
    if (form instanceof Response) return form;
    if (!isToken(form.fields.get("token"), view.door.token)) return site.foreign(c);
    const verb = verbOf(form);
    if (!verb) return site.foreign(c);
    const answered = await answer(context, view, verb, form);
    if ("done" in answered) return c.redirect(`${view.door.path}?done=${answered.done}`, 303);
    // What refused it may have changed the page since it was read.
    const fresh = (await viewTask(context, view.task.id, view.door)) ?? view;
    return show(c, fresh, answered.attempt, answered.status);
  });

  routes.get("/t/:code/file/:evidence", async (c) => {
    const view = await open(c);
    if (view instanceof Response) return view;
    const file = await fileSeen(context.db, view, c.req.param("evidence"));
    return file ? download(c, file) : site.noLink(c);
  });
  return routes;
}
