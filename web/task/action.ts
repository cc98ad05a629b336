import { Hono } from "hono";
import { download } from "../http/download.ts";
import { openLink, showTask } from "../http/link.ts";
import type { Site } from "../http/site.ts";
import { answer, verbOf } from "./task-act.ts";
import { taskRules } from "./task-forms.ts";
import { fileSeen } from "./task-reading.ts";
import { openTask, viewTask } from "./task-view.ts";

/** The page of one task for one person, by the code of a link. GET shows, POST acts. */
export function actionRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  routes.get("/t/:code", async (c) => {
    const view = await openLink(site, c, viewTask);
    return view instanceof Response ? view : showTask(site, c, view, null, 200);
  });

  routes.post("/t/:code", async (c) => {
    const view = await openLink(site, c, openTask);
    if (view instanceof Response) return view;
    const form = await site.form(c, view.access.token, taskRules(view));
    if (form instanceof Response) return form;
    const verb = verbOf(form);
    if (!verb) return site.foreign(c);
    const answered = await answer(context, view, verb, form);
    if ("done" in answered) return c.redirect(`${view.access.path}?done=${answered.done}`, 303);
    // A refused act may mean that the task has changed since it was read.
    const fresh = await viewTask(context, view.task.id, view.access);
    return fresh ? showTask(site, c, fresh, answered.attempt, answered.status) : site.noLink(c);
  });

  routes.get("/t/:code/file/:evidence", async (c) => {
    const view = await openLink(site, c, viewTask);
    if (view instanceof Response) return view;
    const file = await fileSeen(context.db, view, c.req.param("evidence"));
    return file ? download(site, c, file) : site.noLink(c);
  });
  return routes;
}
