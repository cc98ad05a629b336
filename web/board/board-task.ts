import { type Context, Hono } from "hono";
import type { ActContext } from "../../client/context.ts";
import { awaitedVerdicts } from "../../client/desk/verdicts.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { download } from "../http/download.ts";
import type { Attempt } from "../http/form-fields.ts";
import { type Html, html } from "../http/html.ts";
import { type Frame, layout } from "../http/layout.ts";
import { type Session, sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { isVerdict, nextVerdict } from "../task/next-verdict.ts";
import { answer, verbOf } from "../task/task-act.ts";
import { taskRules } from "../task/task-forms.ts";
import { taskPage, titleOfTask } from "../task/task-page.ts";
import { fileSeen } from "../task/task-reading.ts";
import { type OpenedTask, openTask, type TaskAccess, type TaskView, viewTask } from "../task/task-view.ts";
import { say } from "../words.ts";

/** Links beside the product name, for readers with a session. */
export function boardPlaces(site: Site, language: LanguageCode, current: boolean): NonNullable<Frame["places"]> {
  return [
    { href: "/board", label: say("board", language), ...(current && { current }) },
    ...(site.deps.inbox ? [{ href: "/inbox", label: say("inbox", language) }] : []),
  ];
}

interface Opened<View extends OpenedTask> {
  session: Session;
  view: View;
}

/** Page of a task on the board: the same as by link, with the verbs of the session's owner. */
export function boardTaskRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();

  const open = async <View extends OpenedTask>(
    c: Context,
    look: (context: ActContext, taskId: string, access: TaskAccess) => Promise<View | null>,
  ): Promise<Opened<View> | Response> => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const id = c.req.param("id") ?? "";
    const view = await look(context, id, {
      personId: session.personId,
      path: `/board/task/${id}`,
      token: site.token("board task", session.id, id),
      language: site.language(c, session.language),
    });
    const within = view && (session.organizationIds?.includes(view.organization.id) ?? true);
    return within ? { session, view } : site.notFound(c);
  };
  /** After a verdict: the next task to verify, so that the verifier need not return to the board in between. */
  const nextOf = async ({ session, view }: Opened<TaskView>): Promise<Html | null> => {
    const { personId, organizationIds } = session;
    if (personId === null) return null;
    const scope = { organizationIds, search: "", duty: "" };
    const { total, rows } = await awaitedVerdicts(db, scope, { personId, at: context.now(), most: 1 });
    return nextVerdict(
      { total, first: rows[0] },
      { here: view.organization.id, language: view.access.language },
      ({ id }, words) => html`<p><a class="next" href="/board/task/${id}">${words}</a></p>`,
    );
  };
  const showTask = async (
    c: Context,
    opened: Opened<TaskView>,
    attempt: Attempt | null,
    status: 200 | 403 | 409 | 422,
  ): Promise<Response> => {
    const { view } = opened;
    const { language } = view.access;
    const notice = verbs.find((verb) => verb === c.req.query("done"));
    const next = isVerdict(notice) ? await nextOf(opened) : null;
    const body = html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a> <a href="/board/case/${view.case.id}">${say("case", language)}</a></p>${taskPage(view, { ...(notice && { notice }), attempt, next })}`;
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), { title: titleOfTask(view), body }),
      status,
    ) as Response;
  };

  routes.get("/board/task/:id", async (c) => {
    const opened = await open(c, viewTask);
    return opened instanceof Response ? opened : showTask(c, opened, null, 200);
  });

  routes.post("/board/task/:id", async (c) => {
    const opened = await open(c, openTask);
    if (opened instanceof Response) return opened;
    const { view } = opened;
    const form = await site.form(c, view.access.token, taskRules(view));
    if (form instanceof Response) return form;
    const verb = verbOf(form);
    if (!verb) return site.foreign(c);
    const answered = await answer(context, view, verb, form);
    if ("done" in answered) return c.redirect(`${view.access.path}?done=${answered.done}`, 303);
    const fresh = await viewTask(context, view.task.id, view.access);
    return fresh
      ? showTask(c, { session: opened.session, view: fresh }, answered.attempt, answered.status)
      : site.notFound(c);
  });

  routes.get("/board/task/:id/file/:evidence", async (c) => {
    const opened = await open(c, viewTask);
    if (opened instanceof Response) return opened;
    const file = await fileSeen(db, opened.view, c.req.param("evidence"));
    return file ? download(site, c, file) : site.notFound(c);
  });
  return routes;
}
