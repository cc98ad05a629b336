import { type Context, Hono } from "hono";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { download } from "../http/download.ts";
import { openLink, showTask } from "../http/link.ts";
import type { Site } from "../http/site.ts";
import { requestProof } from "../person/code.ts";
import { readerOfLink } from "../person/link-reader.ts";
import { answer, verbOf } from "./task-act.ts";
import { taskRules } from "./task-forms.ts";
import { fileSeen } from "./task-reading.ts";
import { type TaskView, viewTask } from "./task-view.ts";

/** Verbs that a supervisor may use on an item of an overdue list; verifying requires a link or a session of its own. */
const overseeing: readonly Verb[] = [
  "press",
  "ask-reports",
  "reassign",
  "take-on",
  "grant-extension",
  "refuse-extension",
  "waive",
];

/**
 * Items of the overdue list behind a link, for the people who supervise them. The link opens only what is on the list now, and only after proof of
 * identity.
 */
export function reviewRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const open = async (c: Context): Promise<{ review: TaskView; item: TaskView } | Response> => {
    const review = await openLink(site, c, viewTask);
    if (review instanceof Response) return review;
    const id = c.req.param("task") ?? "";
    if (!review.oversees || !review.figures.some((figure) => figure.taskId === id)) return site.noLink(c);
    if (review.access.proof) {
      const found = await readerOfLink(site, c);
      return found instanceof Response ? found : requestProof(site, c, { ...found, back: `overdue/${id}` });
    }
    const access = {
      ...review.access,
      path: `${review.access.path}/overdue/${id}`,
      token: site.token("review", review.access.token, id),
    };
    const item = await viewTask(context, id, access);
    if (!item?.standing.includes("supervisor")) return site.noLink(c);
    return { review, item: { ...item, verbs: item.verbs.filter((verb) => overseeing.includes(verb)) } };
  };

  routes.get("/t/:code/overdue/:task", async (c) => {
    const opened = await open(c);
    return opened instanceof Response ? opened : showTask(site, c, opened.item, null, 200);
  });

  routes.post("/t/:code/overdue/:task", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { review, item } = opened;
    const form = await site.form(c, item.access.token, taskRules(item));
    if (form instanceof Response) return form;
    const verb = verbOf(form);
    if (!verb || !overseeing.includes(verb)) return site.foreign(c);
    const answered = await answer(context, item, verb, form);
    // A task that was extended is no longer overdue; the reader returns to the list.
    if ("done" in answered) return c.redirect(`${review.access.path}?done=${answered.done}`, 303);
    return showTask(site, c, item, answered.attempt, answered.status);
  });

  routes.get("/t/:code/overdue/:task/file/:evidence", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const file = await fileSeen(context.db, opened.item, c.req.param("evidence"));
    return file ? download(site, c, file) : site.noLink(c);
  });
  return routes;
}
