import { type Context, Hono } from "hono";
import { mayWithdraw, withdrawCircular } from "../../../client/cases/circulars.ts";
import type { Actor } from "../../../client/context.ts";
import type { Circular } from "../../../domain/procedures/circular.ts";
import {
  type CircularCoverage,
  circularLines,
  circularsNamed,
  coverageOfCircular,
  coverageRows,
  coverageViews,
} from "../../../records/views/circular-coverage.ts";
import { html } from "../../http/html.ts";
import { layout } from "../../http/layout.ts";
import { pageIn } from "../../http/pager.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { say } from "../../words.ts";
import { boardPlaces } from "../board-task.ts";
import { mayIssue } from "./circular-issue.ts";
import { circularsPage, coveragePage } from "./circulars-page.ts";

interface Opened {
  session: Session;
  circular: Circular;
  /** Progress among the reader's organizations. */
  coverage: CircularCoverage;
}

const perPage = { circulars: 25, organizations: 50 };
const mostPages = 1_000;

/** Circulars on the board, with their progress among the reader's organizations. */
export function circularRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();

  routes.get("/board/circulars", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const language = site.language(c, session.language);
    const page = pageIn(c.req.query("page"), mostPages);
    // One more says whether there is a next page: to count them all takes a look at each organization for each circular.
    const limit = perPage.circulars;
    const found = await circularLines(db, session.organizationIds, limit + 1, (page - 1) * limit);
    const shown = { lines: found.slice(0, limit), page, more: found.length > limit };
    const body = html`<p class="crumbs"><a href="/board">← ${say("board", language)}</a></p>${circularsPage(shown, await mayIssue(site, session), language)}`;
    return c.html(
      layout(site.frame(c, language, boardPlaces(site, language, false)), {
        title: say("circulars", language),
        body,
        wide: true,
      }),
    );
  });

  const open = async (c: Context): Promise<Opened | Response> => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const id = c.req.param("id") ?? "";
    const circular = (await circularsNamed(db, id)).find((one) => one.id === id);
    if (!circular) return site.notFound(c);
    const coverage = await coverageOfCircular(db, id, session.organizationIds, context.now());
    // A circular that concerns none of the reader's organizations is not shown.
    const none = session.organizationIds !== null && coverage.organizations + coverage.reached === 0;
    return none ? site.notFound(c) : { session, circular, coverage };
  };
  const actorOf = ({ personId }: Session): Actor => (personId === null ? "administrator" : { personId });
  const tokenOf = ({ session, circular }: Opened): string => site.token("withdraw", session.id, circular.id);
  const show = async (c: Context, opened: Opened, problem: boolean): Promise<Response> => {
    const { session, circular, coverage } = opened;
    const view = coverageViews.find((one) => one === c.req.query("view")) ?? null;
    const { silent, late, underWay, done, reached } = coverage;
    const pages = Math.ceil((view ? { silent, late, open: underWay, done }[view] : reached) / perPage.organizations);
    const page = pageIn(c.req.query("page"), pages);
    const asked = { view, limit: perPage.organizations, offset: (page - 1) * perPage.organizations };
    const rows = await coverageRows(db, circular.id, session.organizationIds, context.now(), asked);
    const language = site.language(c, session.language);
    const may = circular.withdrawnAt === null && mayWithdraw(circular, actorOf(session));
    const withdrawal = may ? { token: tokenOf(opened), problem } : null;
    const body = html`<p class="crumbs"><a href="/board/circulars">← ${say("circulars", language)}</a></p>${coveragePage({ circular, coverage, rows, view, page, pages, language, withdrawal })}`;
    const frame = site.frame(c, language, boardPlaces(site, language, false));
    return c.html(layout(frame, { title: circular.title, body, wide: true }), problem ? 422 : 200) as Response;
  };

  routes.get("/board/circulars/:id", async (c) => {
    const opened = await open(c);
    return opened instanceof Response ? opened : show(c, opened, false);
  });

  routes.post("/board/circulars/:id/withdraw", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { session, circular } = opened;
    if (!mayWithdraw(circular, actorOf(session))) return site.notFound(c);
    const form = await site.form(c, tokenOf(opened));
    if (form instanceof Response) return form;
    const reason = (form.fields.get("reason") ?? "").trim();
    if (reason === "" || reason.length > 1_000) return show(c, opened, true);
    await withdrawCircular(context, { id: circular.id, reason, actor: actorOf(session) });
    return c.redirect(`/board/circulars/${circular.id}`, 303);
  });
  return routes;
}
