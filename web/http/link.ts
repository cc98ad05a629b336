import type { Context } from "hono";
import type { ActContext } from "../../client/context.ts";
import type { Near } from "../../client/tasks/task-context.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import { askedBy, queriedBy } from "../../records/cases/opinions.ts";
import { readerOfLink } from "../person/link-reader.ts";
import { isProven, proofOf } from "../person/proof.ts";
import { entriesOf } from "../person/task-rows.ts";
import { queryPath } from "../public/query.ts";
import { receiptPath } from "../public/raise.ts";
import { isVerdict, nextVerdict } from "../task/next-verdict.ts";
import { closedWords, taskPage, titleOfTask } from "../task/task-page.ts";
import type { OpenedTask, TaskAccess, TaskView } from "../task/task-view.ts";
import { say } from "../words.ts";
import type { Attempt } from "./form-fields.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import type { Site } from "./site.ts";

/**
 * Opens the task of a link's code as its owner sees it. @returns the view, or the response that there is none
 * @param look how much of the task is read
 */
export async function openLink<View extends OpenedTask>(
  site: Site,
  c: Context,
  look: (context: ActContext, taskId: string, access: TaskAccess, near: Near) => Promise<View | null>,
): Promise<View | Response> {
  const { context } = site.deps;
  const found = await readerOfLink(site, c);
  if (found instanceof Response) return found;
  const { code, taskId, near, reader } = found;
  const access: TaskAccess = {
    personId: reader.id,
    path: `/t/${code}`,
    token: site.token("task", code, taskId),
    language: site.language(c, reader.language),
    ...(!(await isProven(site, c, reader.id)) && { proof: proofOf(site, code) }),
  };
  const view = await look(context, taskId, access, near);
  if (view?.organization.closedAt) return showClosed(site, c, view);
  // A requester, who has no other part in the task, reads its state on the receipt page.
  if (view && view.standing.length > 0) return view;
  const asked = await askedBy(context.db, taskId, reader.id);
  if (asked) return c.redirect(receiptPath(site, asked), 303);
  if (await queriedBy(context.db, taskId, reader.id)) return c.redirect(queryPath(site, taskId), 303);
  return view ?? site.noLink(c);
}

/** Links of a closed organization show only that it is closed. */
function showClosed(site: Site, c: Context, view: OpenedTask): Response {
  const { language } = view.access;
  const body = html`<section class="card plain"><h1>${titleOfTask(view)}</h1><p>${closedWords(view)}</p></section>`;
  return c.html(layout(site.frame(c, language), { title: titleOfTask(view), body }), 410) as Response;
}

/** After a verdict: the next task to verify, with a link that is made when its button is pressed. */
async function nextBehind(site: Site, code: string, view: TaskView): Promise<Html | null> {
  const { context } = site.deps;
  const { personId, proof, language } = view.access;
  // A visitor who may only have been forwarded the link is not shown what else waits.
  if (personId === null || proof) return null;
  const waiting = (await entriesOf(context, personId, context.now()))
    .filter(({ group, taskId }) => group === "verify" && taskId !== view.task.id)
    .sort((one, other) => one.due.getTime() - other.due.getTime())
    .map(({ task }) => task);
  const token = site.token("all", code);
  return nextVerdict(
    { total: waiting.length, first: waiting[0] },
    { here: view.organization.id, language },
    ({ id }, words) =>
      html`<form method="post" action="/t/${code}/all/${id}"><input type="hidden" name="token" value="${token}"><button class="plain">${words}</button></form>`,
  );
}

/** The page of a task, with a rejected form if there is one. */
export async function showTask(
  site: Site,
  c: Context,
  view: TaskView,
  attempt: Attempt | null,
  status: 200 | 403 | 409 | 422,
): Promise<Response> {
  const notice = verbs.find((verb) => verb === c.req.query("done"));
  const { language } = view.access;
  const code = c.req.param("code") ?? "";
  const next = isVerdict(notice) ? await nextBehind(site, code, view) : null;
  return c.html(
    layout(site.frame(c, language), {
      title: titleOfTask(view),
      body: taskPage(view, { ...(notice && { notice }), attempt, next }),
      foot: html`<p><a href="/t/${code}/all">${say("allMine", language)}</a></p><p><a href="/t/${code}/hazard">${say("reportHazard", language)}</a></p><p>${say("personal", language)}</p>`,
    }),
    status,
  ) as Response;
}
