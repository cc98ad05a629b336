import { Hono } from "hono";
import { standingsOf } from "../../client/desk/organizations.ts";
import { knownRoster } from "../../client/known-roster.ts";
import { reading } from "../../client/reading.ts";
import { readFilter } from "../../domain/desk/filter.ts";
import { organizationStates } from "../../domain/desk/standing.ts";
import { narrowed, scopeOf } from "../../records/views/board-scope.ts";
import { scriptPolicy } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { boardPlaces } from "./board-task.ts";
import { organizationsPage, organizationsTitle } from "./organizations-page.ts";

const perPage = 50;

/** List of organizations by state, with the filters of the board. */
export function organizationRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();
  routes.get("/board/organizations", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const language = site.language(c, session.language);
    const filter = readFilter((name) => c.req.query(name));
    const state = organizationStates.find((one) => one === c.req.query("state")) ?? null;
    const now = context.now();
    const db = reading(context);
    const roster = await knownRoster(context, db);
    const scope = await narrowed(db, scopeOf(filter, session.organizationIds, now, await roster.zone()));
    const window = { limit: perPage, offset: (filter.page - 1) * perPage };
    const [standings, districts] = await Promise.all([
      standingsOf({ db, now: context.now }, scope, state, window, roster),
      session.organizationIds?.length === 1 ? [] : roster.districts(),
    ]);
    const view = { ...standings, filter, state, districts, perPage, now, calendar: context.calendar, language };
    c.header("Content-Security-Policy", scriptPolicy);
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), {
        title: organizationsTitle(language),
        body: organizationsPage(view),
        wide: true,
        script: "suggest",
      }),
    ) as Response;
  });
  return routes;
}
