import { Hono } from "hono";
import {
  circularLines,
  circularsNamed,
  coverageOfCircular,
  coverageRows,
  coverageViews,
} from "../records/circular-coverage.ts";
import { boardPlaces } from "./board-task.ts";
import { circularsPage, coveragePage } from "./circulars-page.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { sessionOf } from "./session.ts";
import type { Site } from "./site.ts";
import { say } from "./words.ts";

const most = { circulars: 100, organizations: 200 };

/** Policies and calls behind the board: how far each has come among the organizations of who looks. */
export function circularRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();

  routes.get("/board/circulars", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const language = site.language(c, session.language);
    const lines = await circularLines(db, session.organizationIds, most.circulars);
    const body = html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>${circularsPage(lines, language)}`;
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), {
        title: say("circulars", language),
        body,
        wide: true,
      }),
    );
  });

  routes.get("/board/circulars/:id", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const id = c.req.param("id");
    const circular = (await circularsNamed(db, id)).find((one) => one.id === id);
    if (!circular) return site.notFound(c);
    const now = context.now();
    const scope = session.organizationIds;
    const coverage = await coverageOfCircular(db, id, scope, now);
    // One that concerns none of one's own organizations is none of one's business.
    if (scope !== null && coverage.organizations + coverage.reached === 0) return site.notFound(c);
    const view = coverageViews.find((one) => one === c.req.query("view")) ?? null;
    const rows = await coverageRows(db, id, scope, now, { view, limit: most.organizations });
    const language = site.language(c, session.language);
    const body = html`<p class="crumbs"><a href="/board/circulars">← ${say("circulars", language)}</a></p>${coveragePage({ circular, coverage, rows, view, language })}`;
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), { title: circular.title, body, wide: true }),
    );
  });
  return routes;
}
