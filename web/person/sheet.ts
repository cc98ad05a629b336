import { type Context, Hono } from "hono";
import { keepDrafts } from "../../client/tasks/drafts.ts";
import { isToHandIn } from "../../domain/messages/counts.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { mailedWith } from "../../records/messages/mailed-with.ts";
import type { Reader } from "../../records/views/pages.ts";
import { scriptPolicy } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { referenceShape } from "../http/message-reference.ts";
import { longForm, mostFiles } from "../http/multipart.ts";
import type { Site } from "../http/site.ts";
import { type FormView, formsOf } from "../task/form-view.ts";
import { answer } from "../task/task-act.ts";
import { say } from "../words.ts";
import { readerOfLink } from "./link-reader.ts";
import { requestLink } from "./my-link.ts";
import { mySession } from "./my-session.ts";
import { takenIn } from "./my-title.ts";
import { paperOf, partOf, readPart } from "./sheet-form.ts";
import { noPhoto, type SheetPage, type SheetTask, sheetPage, sheetTitle } from "./sheet-page.ts";
import { isOnSheet } from "./sheets.ts";
import { type Entry, entriesOf } from "./task-rows.ts";

/** Maximum number of tasks of a sheet; the others follow when these are submitted. */
const most = 40;

/** Due day of all tasks; `late`: all are late; `mail`: several days, as in one mail. */
function dueOf(tasks: readonly SheetTask[]): SheetPage["due"] {
  if (tasks.every(({ view }) => isLate(view.task, view.now))) return "late";
  const days = new Set(tasks.map(({ view }) => dateIn(view.task.dueAt, view.organization.zone)));
  const [day = "mail"] = days;
  return days.size === 1 ? day : "mail";
}

/** How a sheet was opened: by whom, and with which tasks. */
interface Door {
  reader: Reader;
  /** Address of the sheet and of its form. */
  path: string;
  token: string;
  /** `late`, `mail` (the tasks of one mail), or the due day of all tasks. */
  day: string;
  /** Where the reader continues when the sheet is finished. */
  back(taken: number): string;
  entries(): Promise<Entry[]>;
}

type Shown = Pick<SheetPage, "beyond"> & Partial<Pick<SheetPage, "taken" | "idle" | "kept" | "printed">>;

/**
 * A sheet: the tasks of one person for one organization that are due on the same day, on one page with one button. Each task keeps its own form,
 * evidence and transaction. Complete tasks are submitted; incomplete ones are shown again with what was typed, which is stored as a draft. A sheet
 * that is sent twice submits once: submitted tasks are no longer on it.
 */
export function sheetRoutes(site: Site): Hono {
  const routes = new Hono();
  for (const [path, open] of [
    ["/my/sheet/:organization/:day", mine],
    ["/t/:code/sheet", ofMail],
    ["/t/:code/sheet/:reference", ofMail],
  ] as const) {
    routes.get(path, async (c) => {
      const door = await open(site, c);
      return door instanceof Response ? door : get(site, c, door);
    });
    routes.post(path, async (c) => {
      const door = await open(site, c);
      return door instanceof Response ? door : post(site, c, door);
    });
  }
  return routes;
}

/** The sheet of a day, by a session. */
async function mine(site: Site, c: Context): Promise<Door | Response> {
  const { context } = site.deps;
  const session = await mySession(site, c);
  if (!session) return requestLink(site, c, null, 401);
  const { reader } = session;
  const { organization = "", day = "" } = c.req.param() as { organization?: string; day?: string };
  return {
    ...{ reader, day, token: site.token("my", session.id) },
    path: `/my/sheet/${organization}/${day}`,
    back: (taken) => (taken > 0 ? `/my?taken=${taken}` : "/my"),
    entries: async () =>
      (await entriesOf(context, reader.id, context.now())).filter((entry) => isOnSheet(entry, organization, day)),
  };
}

/** A link is used in several mails and may have been forwarded: it shows the tasks of its mail and nothing else of its owner's. */
async function ofMail(site: Site, c: Context): Promise<Door | Response> {
  const { context } = site.deps;
  const found = await readerOfLink(site, c);
  if (found instanceof Response) return found;
  const { code, reader, taskId } = found;
  const reference = c.req.param("reference");
  if (reference !== undefined && !referenceShape.test(reference)) return site.notFound(c);
  const path = reference === undefined ? `/t/${code}/sheet` : `/t/${code}/sheet/${reference}`;
  return {
    ...{ reader, day: "mail", path, token: site.token("sheet", code) },
    back: (taken) => (taken > 0 ? `/t/${code}?done=submit` : `/t/${code}`),
    entries: async () => {
      const told = await mailedWith(context.db, { personId: reader.id, taskId }, reference);
      const open = (await entriesOf(context, reader.id, context.now())).filter(({ task }) => told.has(task.id));
      const organization = open.find(({ task }) => task.id === taskId)?.task.organizationId;
      return open.filter(
        (entry) => isToHandIn(entry.group) && (!organization || entry.task.organizationId === organization),
      );
    },
  };
}

/** The forms of the tasks on the sheet, and how many more there are. */
async function read(site: Site, c: Context, door: Door): Promise<{ views: FormView[]; beyond: number }> {
  const { context } = site.deps;
  const { reader, path, token } = door;
  const ids = (await door.entries()).map(({ task }) => task.id);
  const access = { personId: reader.id, path, token, language: site.language(c, reader.language) };
  return { views: await formsOf(context, ids.slice(0, most), access), beyond: Math.max(0, ids.length - most) };
}

function show(
  site: Site,
  c: Context,
  { reader, path, token, day }: Door,
  tasks: readonly SheetTask[],
  { beyond, taken = 0, idle = false, kept = false, printed = false }: Shown,
  status: 200 | 422,
): Response {
  const language = site.language(c, reader.language);
  const due = day === "mail" ? dueOf(tasks) : day;
  const keptAs = site.token("draft", reader.id, path);
  const body = sheetPage({ language, path, token, keptAs, tasks, taken, idle, kept, printed, beyond, due });
  const foot = say("personal", language);
  c.header("Content-Security-Policy", scriptPolicy);
  return c.html(
    layout(
      { ...site.frame(c, language), here: path },
      { title: textIn(sheetTitle, language), body, foot, script: "sheet" },
    ),
    status,
  ) as Response;
}

async function get(site: Site, c: Context, door: Door): Promise<Response> {
  const { views, beyond } = await read(site, c, door);
  if (views.length === 0) return c.redirect(door.back(0), 303);
  const tasks = views.map((view) => ({ view, attempt: null }));
  const [kept, printed] = ["kept", "print"].map((name) => c.req.query(name) === "1");
  const shown = {
    beyond,
    idle: c.req.query("taken") === "0",
    taken: takenIn(c, most),
    ...(kept && { kept }),
    ...(printed && { printed }),
  };
  return show(site, c, door, tasks, shown, 200);
}

async function post(site: Site, c: Context, door: Door): Promise<Response> {
  const { context } = site.deps;
  const { token, path, reader } = door;
  const form = await site.form(c, token, { ...longForm, files: mostFiles });
  if (form instanceof Response) return form;
  const { views, beyond } = await read(site, c, door);
  const photo = paperOf(form);
  const parts = views.map((view) => ({ view, part: readPart(view, partOf(form, view.task.id), photo) }));
  // Before anything is submitted, so that what was typed is not lost whatever fails afterwards.
  const drafts = parts.flatMap(({ view, part: { draft } }) => (draft ? [[view.task.id, draft] as const] : []));
  await keepDrafts(context, reader.id, new Map(drafts));
  // The script stores what is typed continuously; without it there is a button.
  const keep = form.fields.get("keep");
  if (keep === "quietly") return c.body(null, 204);
  if (keep) return c.redirect(`${path}?kept=1`, 303);
  const left: SheetTask[] = [];
  let taken = 0;
  for (const { view, part } of parts) {
    const answered = part.handsIn ? await answer(context, view, "submit", part.form) : null;
    if (answered && "done" in answered) taken += 1;
    else left.push({ view, attempt: answered?.attempt ?? (part.lacksPhoto ? noPhoto(view, part.form) : null) });
  }
  if (left.some(({ attempt }) => attempt)) return show(site, c, door, await fresh(site, left), { beyond, taken }, 422);
  return c.redirect(left.length > 0 || beyond > 0 ? `${path}?taken=${taken}` : door.back(taken), 303);
}

/** A refused act may mean that a task has changed since it was read; the forms show what was stored. */
async function fresh(site: Site, left: readonly SheetTask[]): Promise<SheetTask[]> {
  const { context } = site.deps;
  const [first] = left;
  if (!first || first.view.access.personId === null) return [...left];
  const { personId } = first.view.access;
  const ids = left.map(({ view }) => view.task.id);
  const now = new Map(
    (await formsOf(context, ids, { ...first.view.access, personId })).map((one) => [one.task.id, one]),
  );
  return left.map(({ view, attempt }) => ({ view: now.get(view.task.id) ?? view, attempt }));
}
