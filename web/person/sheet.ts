import { type Context, Hono } from "hono";
import { keepDrafts } from "../../client/tasks/drafts.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { isToken, scriptPolicy } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { longForm, mostFiles } from "../http/multipart.ts";
import type { Site } from "../http/site.ts";
import { type FormView, formsOf } from "../task/form-view.ts";
import { answer } from "../task/task-act.ts";
import { say } from "../words.ts";
import { askLink } from "./my-link.ts";
import { type MySession, mySession } from "./my-session.ts";
import { takenIn } from "./my-title.ts";
import { partOf, readPart } from "./sheet-form.ts";
import { type SheetPage, type SheetTask, sheetPage, sheetTitle } from "./sheet-page.ts";
import { isOnSheet } from "./sheets.ts";
import { entriesOf } from "./task-rows.ts";

/** Tasks of one sheet: what goes beyond comes when these are handed in. */
const most = 40;

type Shown = Pick<SheetPage, "beyond"> & Partial<Pick<SheetPage, "taken" | "kept" | "printed">>;

/**
 * What one person has to do for one organization by the same day, on one page with one button. Each task stays what it is: its own
 * form, its own evidence, its own transaction. What is complete is taken; what is not comes back as it was typed and is kept as a draft.
 * Sent twice it is once: what was taken is on the sheet no more.
 */
export function sheetRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const read = async (c: Context, { id, reader }: MySession): Promise<{ views: FormView[]; beyond: number }> => {
    const { organization = "", day = "" } = c.req.param() as { organization?: string; day?: string };
    const now = context.now();
    const entries = (await entriesOf(context, reader.id, now)).filter((entry) => isOnSheet(entry, organization, day));
    const access = {
      personId: reader.id,
      path: `/my/sheet/${organization}/${day}`,
      token: site.token("my", id),
      language: site.language(c, reader.language),
    };
    const ids = entries.map(({ task }) => task.id);
    return { views: await formsOf(context, ids.slice(0, most), access), beyond: Math.max(0, ids.length - most) };
  };

  const show = (
    c: Context,
    { id, reader }: MySession,
    tasks: readonly SheetTask[],
    { beyond, taken = 0, kept = false, printed = false }: Shown,
    status: 200 | 422,
  ): Response => {
    const language = site.language(c, reader.language);
    const [first] = tasks;
    const { day = "" } = c.req.param() as { day?: string };
    const path = new URL(c.req.url).pathname;
    const due: LocalDate | null =
      day === "late" || !first ? null : dateIn(first.view.task.dueAt, first.view.organization.zone);
    const keptAs = site.token("draft", reader.id, path);
    const token = site.token("my", id);
    const body = sheetPage({ language, path, token, keptAs, tasks, taken, kept, printed, beyond, due });
    const foot = say("personal", language);
    c.header("Content-Security-Policy", scriptPolicy);
    return c.html(
      layout(
        { ...site.frame(c, language), here: path },
        { title: textIn(sheetTitle, language), body, foot, scripted: true },
      ),
      status,
    ) as Response;
  };

  routes.get("/my/sheet/:organization/:day", async (c) => {
    const session = await mySession(site, c);
    if (!session) return askLink(site, c, null, 401);
    const { views, beyond } = await read(c, session);
    if (views.length === 0) return c.redirect("/my", 303);
    const tasks = views.map((view) => ({ view, attempt: null }));
    const [kept, printed] = ["kept", "print"].map((name) => c.req.query(name) === "1");
    return show(
      c,
      session,
      tasks,
      { beyond, taken: takenIn(c, most), ...(kept && { kept }), ...(printed && { printed }) },
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
    const { views, beyond } = await read(c, session);
    const parts = views.map((view) => ({ view, part: readPart(view, partOf(form, view.task.id)) }));
    // Before anything is handed in: whatever breaks from here on, what was typed is kept.
    const drafts = parts.flatMap(({ view, part: { draft } }) => (draft ? [[view.task.id, draft] as const] : []));
    await keepDrafts(context, session.reader.id, new Map(drafts));
    const path = new URL(c.req.url).pathname;
    // The script keeps what is typed as it is typed; without it a button does.
    const keep = form.fields.get("keep");
    if (keep === "quietly") return c.body(null, 204);
    if (keep) return c.redirect(`${path}?kept=1`, 303);
    const left: SheetTask[] = [];
    let taken = 0;
    for (const { view, part } of parts) {
      const answered = part.handsIn ? await answer(context, view, "submit", part.form) : null;
      if (answered && "done" in answered) taken += 1;
      else left.push({ view, attempt: answered?.attempt ?? null });
    }
    if (left.some(({ attempt }) => attempt)) return show(c, session, await fresh(left), { beyond, taken }, 422);
    return c.redirect(left.length > 0 || beyond > 0 ? `${path}?taken=${taken}` : `/my?taken=${taken}`, 303);
  });

  /** What refused a task may have changed it since it was read; what was kept is in the forms that are shown. */
  const fresh = async (left: readonly SheetTask[]): Promise<SheetTask[]> => {
    const [first] = left;
    if (!first || first.view.access.personId === null) return [...left];
    const { personId } = first.view.access;
    const ids = left.map(({ view }) => view.task.id);
    const now = new Map(
      (await formsOf(context, ids, { ...first.view.access, personId })).map((one) => [one.task.id, one]),
    );
    return left.map(({ view, attempt }) => ({ view: now.get(view.task.id) ?? view, attempt }));
  };
  return routes;
}
