import { type Context, Hono } from "hono";
import type { LocalDate } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { isToken } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { longForm, mostFiles } from "../http/multipart.ts";
import type { Site } from "../http/site.ts";
import { answer } from "../task/task-act.ts";
import { type TaskView, viewTask } from "../task/task-view.ts";
import { say } from "../words.ts";
import { askLink } from "./my-link.ts";
import { type MySession, mySession } from "./my-session.ts";
import { takenIn } from "./my-title.ts";
import { isTouched, partOf } from "./sheet-form.ts";
import { type SheetTask, sheetPage, sheetTitle } from "./sheet-page.ts";
import { isOnSheet } from "./sheets.ts";
import { entriesOf } from "./task-rows.ts";

/** Tasks of one sheet: what goes beyond comes when these are handed in. */
const most = 40;

/**
 * What one person has to do for one organization by the same day, on one page with one button. Each task stays what it is: its own
 * form, its own evidence, its own transaction. What is complete is taken; what is not comes back as it was typed. Sent twice it is once:
 * what was taken is on the sheet no more.
 */
export function sheetRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const read = async (c: Context, { id, reader }: MySession): Promise<TaskView[]> => {
    const { organization = "", day = "" } = c.req.param() as { organization?: string; day?: string };
    const now = context.now();
    const entries = (await entriesOf(context, reader.id, now)).filter((entry) => isOnSheet(entry, organization, day));
    const access = {
      personId: reader.id,
      path: `/my/sheet/${organization}/${day}`,
      token: site.token("my", id),
      language: site.language(c, reader.language),
    };
    const views: TaskView[] = [];
    for (const { task } of entries.slice(0, most)) {
      const view = await viewTask(context, task.id, access);
      if (view?.verbs.includes("submit")) views.push(view);
    }
    return views;
  };

  const show = (
    c: Context,
    { id, reader }: MySession,
    tasks: readonly SheetTask[],
    taken: number,
    status: 200 | 422,
  ): Response => {
    const language = site.language(c, reader.language);
    const [first] = tasks;
    const { day = "" } = c.req.param() as { day?: string };
    const path = new URL(c.req.url).pathname;
    const due: LocalDate | null =
      day === "late" || !first ? null : dateIn(first.view.task.dueAt, first.view.organization.zone);
    const body = sheetPage({ language, path, token: site.token("my", id), tasks, taken, due });
    const foot = say("personal", language);
    return c.html(
      layout({ ...site.frame(c, language), here: path }, { title: textIn(sheetTitle, language), body, foot }),
      status,
    ) as Response;
  };

  routes.get("/my/sheet/:organization/:day", async (c) => {
    const session = await mySession(site, c);
    if (!session) return askLink(site, c, null, 401);
    const views = await read(c, session);
    if (views.length === 0) return c.redirect("/my", 303);
    return show(
      c,
      session,
      views.map((view) => ({ view, attempt: null })),
      takenIn(c, most),
      200,
    );
  });

  routes.post("/my/sheet/:organization/:day", async (c) => {
    const session = await mySession(site, c);
    if (!session) return askLink(site, c, null, 401);
    const own = site.token("my", session.id);
    const form = await site.form(c, { ...longForm, files: mostFiles, proves: (field) => isToken(field("token"), own) });
    if (form instanceof Response) return form;
    if (!isToken(form.fields.get("token"), own)) return site.foreign(c);
    const left: SheetTask[] = [];
    let taken = 0;
    for (const view of await read(c, session)) {
      const part = partOf(form, view.task.id);
      if (!isTouched(part)) {
        left.push({ view, attempt: null });
        continue;
      }
      const answered = await answer(context, view, "submit", part);
      if ("done" in answered) taken += 1;
      // What refused it may have changed the task since it was read.
      else left.push({ view: (await viewTask(context, view.task.id, view.access)) ?? view, attempt: answered.attempt });
    }
    if (left.some(({ attempt }) => attempt)) return show(c, session, left, taken, 422);
    const path = new URL(c.req.url).pathname;
    return c.redirect(left.length > 0 ? `${path}?taken=${taken}` : `/my?taken=${taken}`, 303);
  });
  return routes;
}
