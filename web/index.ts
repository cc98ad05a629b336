import { Hono } from "hono";
import { BadInputError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { newId } from "../records/rows.ts";
import { apiRoutes } from "./api/api.ts";
import { answerWith, failure, refusalOf } from "./api/refusal.ts";
import { batchRoutes } from "./board/batch/batch.ts";
import { boardRoutes, openBoardOnce } from "./board/board.ts";
import { boardCaseRoutes } from "./board/board-case.ts";
import { boardStartRoutes } from "./board/board-start.ts";
import { boardTaskRoutes } from "./board/board-task.ts";
import { circularIssueRoutes } from "./board/circulars/circular-issue.ts";
import { circularRoutes } from "./board/circulars/circulars.ts";
import { savedViewRoutes } from "./board/desk/saved-views.ts";
import { suggestRoutes } from "./board/desk/suggest.ts";
import { hazardRoutes } from "./board/hazard.ts";
import { levelRoutes } from "./board/levels/levels.ts";
import { organizationRoutes } from "./board/organizations.ts";
import { reportRoutes } from "./board/report/report.ts";
import { inboxRoutes } from "./demo/inbox.ts";
import type { PortalDeps } from "./deps.ts";
import { frontRoutes } from "./http/front-page.ts";
import { headers, isOwnHost } from "./http/guard.ts";
import { prepareBy } from "./http/prepared.ts";
import { sessionRoutes } from "./http/session.ts";
import { Site } from "./http/site.ts";
import { traced } from "./http/traced.ts";
import { awayRoutes } from "./person/away.ts";
import { calendarRoutes } from "./person/calendar.ts";
import { codeRoutes } from "./person/code.ts";
import { donationRoutes } from "./person/donations.ts";
import { handoverRoutes } from "./person/handover.ts";
import { myRoutes } from "./person/my.ts";
import { myLinkRoutes } from "./person/my-link.ts";
import { openTaskRoutes } from "./person/open-tasks.ts";
import { preferencesRoutes } from "./person/preferences.ts";
import { sheetRoutes } from "./person/sheet.ts";
import { confirmRoutes } from "./public/confirm.ts";
import { publicRoutes } from "./public/public.ts";
import { queryRoutes } from "./public/query.ts";
import { raiseRoutes } from "./public/raise.ts";
import { actionRoutes } from "./task/action.ts";
import { reviewRoutes } from "./task/review.ts";
import { whyRoutes } from "./task/why.ts";

export type { DemoClock, InboxItem, PortalDeps } from "./deps.ts";

/** The portal: pages of tasks, board, sandbox inbox and public pages. Rendered by the server; every page works without scripts. */
export function createPortal(deps: PortalDeps): Hono {
  const site = new Site(deps);
  const app = new Hono();
  app.use(async (c, next) => {
    const id = newId();
    const answer = async (): Promise<void> => void (await traced(id)(c, next));
    await (deps.withRequest ? deps.withRequest(id, answer) : answer());
    // By this id a user's error report is found in the log.
    c.header("X-Request-Id", id);
  });
  app.use(headers(deps.publicUrl));
  app.use(async (c, next) => {
    // Health checks may use any host name.
    if (!["/healthz", "/readyz"].includes(c.req.path) && !isOwnHost(c, deps.publicUrl))
      return c.text("This is not the host you asked for.", 421);
    return next();
  });
  app.use(async (c, next) => {
    // PostgreSQL stores no NUL, so no name contains one; routes with codes check the code's form themselves.
    const coded = /^\/(t|s|calendar|my\/link|raised|query|confirm|weekly)\//.test(c.req.path);
    if (!c.req.url.includes("%00") || coded) return next();
    if (!c.req.path.startsWith("/api/")) return site.notFound(c);
    return answerWith(c, refusalOf(c, new BadInputError(cause("nul-in-address"))) ?? failure(c));
  });
  app.use(site.releases);
  prepareBy(app, () => openBoardOnce(site));
  app.route("/", frontRoutes(site));
  app.route("/", actionRoutes(site));
  app.route("/", codeRoutes(site));
  app.route("/", reviewRoutes(site));
  app.route("/", whyRoutes(site));
  app.route("/", openTaskRoutes(site));
  app.route("/", handoverRoutes(site));
  app.route("/", myRoutes(site));
  app.route("/", myLinkRoutes(site));
  app.route("/", awayRoutes(site));
  app.route("/", donationRoutes(site));
  app.route("/", preferencesRoutes(site));
  app.route("/", calendarRoutes(site));
  app.route("/", sheetRoutes(site));
  app.route("/", sessionRoutes(site));
  app.route("/", boardRoutes(site));
  app.route("/", batchRoutes(site));
  app.route("/", boardCaseRoutes(site));
  app.route("/", boardStartRoutes(site));
  app.route("/", boardTaskRoutes(site));
  app.route("/", organizationRoutes(site));
  app.route("/", hazardRoutes(site));
  app.route("/", levelRoutes(site));
  app.route("/", reportRoutes(site));
  app.route("/", savedViewRoutes(site));
  app.route("/", suggestRoutes(site));
  // Before the route by a circular's id, which would match the word.
  app.route("/", circularIssueRoutes(site));
  app.route("/", circularRoutes(site));
  if (deps.inbox) app.route("/", inboxRoutes(site, deps.inbox, deps.inboxOpen ?? false));
  app.route("/", apiRoutes(site));
  app.route("/", publicRoutes(deps));
  app.route("/", queryRoutes(site));
  app.route("/", confirmRoutes(site));
  app.route("/", raiseRoutes(site));
  app.notFound((c) => site.notFound(c));
  app.onError((error, c) => {
    const code = "code" in error ? String(error.code) : error.name;
    if (code === "BUSY") return site.busy(c);
    // The path is not logged (it contains codes), nor is the message (it may quote input).
    deps.log("a page failed", { route: c.req.routePath, code });
    return site.plain(
      c,
      500,
      { zh: "系统出现异常", en: "Something went wrong" },
      {
        zh: "您的操作可能没有保存。请稍后重新打开页面再试。",
        en: "What you did may not have been kept. Please open the page again in a while and try once more.",
      },
    );
  });
  return app;
}
