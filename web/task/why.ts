import { type Context, Hono } from "hono";
import { explain } from "../../client/tasks/explain.ts";
import { type NoticeLine, noticesOfMessage, noticesOfTask } from "../../records/views/listings.ts";
import { layout } from "../http/layout.ts";
import { openLink } from "../http/link.ts";
import { referenceShape } from "../http/message-reference.ts";
import type { Site } from "../http/site.ts";
import { openTask } from "./task-view.ts";
import { whyPage, whyTitle } from "./why-page.ts";

/** Maximum number of messages that a page explains; further ones of a digest are counted. */
const most = 20;
const mostRead = 200;
/**
 * Why a message was sent to a link's owner: the messages of its task or, by the reference in a mail's footer, everything in one mail. Messages to
 * other people are not shown.
 */
export function whyRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();

  const show = async (c: Context, reference: string | undefined): Promise<Response> => {
    if (reference !== undefined && !referenceShape.test(reference)) return site.notFound(c);
    const view = await openLink(site, c, openTask);
    if (view instanceof Response) return view;
    const { personId, language, path } = view.access;
    const read =
      reference === undefined
        ? (await noticesOfTask(context.db, view.task.id, mostRead)).reverse()
        : await noticesOfMessage(context.db, reference, "", mostRead);
    const own = onceEach(read.filter((line) => line.personId === personId));
    if (own.length === 0) return site.notFound(c);
    const asked = { calendar: context.calendar, now: context.now(), language };
    const explanations = [];
    for (const line of own.slice(0, most)) explanations.push(await explain(context.db, line, asked));
    return c.html(
      layout(site.frame(c, language), {
        title: whyTitle(language),
        body: whyPage(explanations, { language, path, task: view.task.id, more: own.length - explanations.length }),
      }),
    ) as Response;
  };

  routes.get("/t/:code/why", (c) => show(c, undefined));
  routes.get("/t/:code/why/:reference", (c) => show(c, c.req.param("reference")));
  return routes;
}

/** A rung that was sent over two channels is listed once. */
function onceEach(lines: readonly NoticeLine[]): NoticeLine[] {
  const seen = new Set<string>();
  return lines.filter(({ taskId, step }) => {
    const key = `${taskId}/${step}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
