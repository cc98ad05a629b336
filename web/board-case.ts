import { Hono } from "hono";
import { progressOf } from "../client/acts/progress.ts";
import { textIn } from "../domain/words.ts";
import { evidenceOfCase, storyOf } from "../records/pages.ts";
import { boardPlaces } from "./board-task.ts";
import { casePage } from "./case-page.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { sessionOf } from "./session.ts";
import type { Site } from "./site.ts";
import { say } from "./words.ts";

/** The page of a case behind the board: its phases, what is missing, its story. */
export function boardCaseRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db, calendar } = context;
  const routes = new Hono();

  routes.get("/board/case/:id", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const now = context.now();
    const progress = await progressOf(db, c.req.param("id"), now);
    const within = progress && (session.organizationIds?.includes(progress.organization.id) ?? true);
    if (!within) return site.notFound(c);
    const language = site.language(c, session.language);
    const { case: found, organization, duty } = progress;
    const record = {
      language,
      zone: organization.zone,
      now,
      duty,
      step: null,
      story: await storyOf(db, found.id),
      evidence: await evidenceOfCase(db, found.id),
      path: ({ taskId }: { taskId: string }) => `/board/task/${taskId}`,
    };
    const body = html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>${casePage({ ...progress, now, calendar, language, record })}`;
    const title = found.subject || textIn(duty.title, language);
    return c.html(layout(site.frame(c, language, boardPlaces(site, language, false)), { title, body }));
  });
  return routes;
}
