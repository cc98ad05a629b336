import type { Context } from "hono";
import { verbs } from "../domain/task.ts";
import { findLink } from "../records/links.ts";
import { askedBy } from "../records/opinions.ts";
import { readerOf } from "../records/pages.ts";
import type { Attempt } from "./form-fields.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { receiptPath } from "./raise.ts";
import type { Site } from "./site.ts";
import { taskPage, titleOfTask } from "./task-page.ts";
import { type Door, type TaskView, viewTask } from "./task-view.ts";
import { say } from "./words.ts";

/** The task behind the code of a link, as the one whose link it is sees it; or the answer that there is none. */
export async function openLink(site: Site, c: Context): Promise<TaskView | Response> {
  const { context } = site.deps;
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
}

/** The page of a task, with what was not taken. */
export function showTask(
  site: Site,
  c: Context,
  view: TaskView,
  attempt: Attempt | null,
  status: 200 | 409 | 422,
): Response {
  const notice = verbs.find((verb) => verb === c.req.query("done"));
  const { language } = view.door;
  return c.html(
    layout(site.frame(c, language), {
      title: titleOfTask(view),
      body: taskPage(view, { ...(notice && { notice }), attempt }),
      foot: html`<p><a href="/t/${c.req.param("code") ?? ""}/hazard">${say("reportHazard", language)}</a></p><p>${say("personal", language)}</p>`,
    }),
    status,
  ) as Response;
}
