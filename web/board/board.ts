import { type Context, Hono } from "hono";
import { startCase } from "../../client/cases/cases.ts";
import { deskOf } from "../../client/desk/desk.ts";
import { doersOf } from "../../client/desk/doers.ts";
import { levelsStanding } from "../../client/registry/level-standing.ts";
import { textsToReview } from "../../domain/catalogue/packs/reading.ts";
import { type BoardView, boardViews, isNarrow, readFilter } from "../../domain/desk/filter.ts";
import { RefusedError } from "../../domain/errors.ts";
import { rectificationDuties } from "../../domain/procedures/kinds/rectification.ts";
import { severities } from "../../domain/procedures/kinds.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { newId } from "../../records/rows.ts";
import { savedViewsOf } from "../../records/saved-views.ts";
import {
  boardCounts,
  boardDuties,
  boardOrganizations,
  boardRows,
  districtsKnown,
  organizationNamed,
  unreachableRows,
} from "../../records/views/board.ts";
import { type BoardScope, scopeOf } from "../../records/views/board-scope.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { isToken, scriptPolicy } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { type Session, sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import { type Board, boardPage, type FindingAttempt, type Table } from "./board-page.ts";
import { boardPlaces } from "./board-task.ts";

/** Rows of a table on the whole board, and on a page of its own. */
const few = 8;
const many = 60;
/** More organizations than this are not offered in a list but named by code. */
const listed = 200;

/** The board: what is late, waits for a verdict, reaches nobody, was set aside; and the tasks behind it. */
export function boardRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();

  const read = async (c: Context, session: Session, attempt: FindingAttempt | null): Promise<Board> => {
    const now = context.now();
    const { organizationIds } = session;
    const filter = readFilter((name) => c.req.query(name));
    const { view, page } = filter;
    const scope = scopeOf(filter, organizationIds, now, await zoneOfMost(db));
    const desk = view === null && !isNarrow(filter) ? await deskOf(context, scope, session.personId) : null;
    const counts = await boardCounts(db, scope, now);
    const unreachable = await unreachableRows(db, scope, now);
    const tables = await Promise.all(
      boardViews
        .filter((one) => view === null || one === view)
        .map((one) => table(one, scope, unreachable, counts, view ? page : 0)),
    );
    const all = organizationIds?.length ?? counts.organizations;
    const people = await doersOf(
      db,
      tables.flatMap(({ rows }) => rows),
      now,
    );
    return {
      desk,
      personId: session.personId,
      doers: people,
      now,
      calendar: context.calendar,
      language: site.language(c, session.language),
      name: session.name,
      counts: { ...counts, unreachable: unreachable.length },
      tables,
      filter,
      duties: await boardDuties(db, organizationIds),
      districts: organizationIds?.length === 1 ? [] : await districtsKnown(db),
      organizations: all > listed ? null : await boardOrganizations(db, organizationIds, listed),
      token: site.token("board", session.id),
      batchToken: site.token("batch", session.id),
      noneTicked: c.req.query("none") === "1",
      key: attempt?.key ?? `board-${newId()}`,
      attempt,
      opened: c.req.query("opened") === "1",
      levels: await levelsStanding(context),
      unread: session.personId === null ? textsToReview(dateIn(now, "Asia/Shanghai")) : [],
      views: await savedViewsOf(db, session.personId),
    };
  };

  const table = async (
    view: BoardView,
    scope: BoardScope,
    unreachable: Awaited<ReturnType<typeof unreachableRows>>,
    counts: Awaited<ReturnType<typeof boardCounts>>,
    page: number,
  ): Promise<Table> => {
    const window = page === 0 ? { limit: few, offset: 0 } : { limit: many, offset: (page - 1) * many };
    if (view === "unreachable") {
      const rows = unreachable.slice(window.offset, window.offset + window.limit);
      return { view, rows, total: unreachable.length, limit: window.limit };
    }
    return {
      view,
      rows: await boardRows(db, view, scope, context.now(), window),
      total: counts[view],
      limit: window.limit,
    };
  };

  const showBoard = async (
    c: Context,
    session: Session,
    attempt: FindingAttempt | null,
    status: 200 | 409 | 422,
  ): Promise<Response> => {
    const board = await read(c, session, attempt);
    const frame = {
      ...site.frame(c, board.language, boardPlaces(site, board.language, true)),
      ...(attempt && { here: "/board" }),
    };
    c.header("Content-Security-Policy", scriptPolicy);
    return c.html(
      layout(frame, { title: say("board", board.language), body: boardPage(board), wide: true, script: "suggest" }),
      status,
    ) as Response;
  };

  routes.get("/board", async (c) => {
    const session = await sessionOf(site, c);
    return session instanceof Response ? session : showBoard(c, session, null, 200);
  });

  routes.post("/board/rectification", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const form = await site.form(c);
    if (form instanceof Response) return form;
    if (!isToken(form.fields.get("token"), site.token("board", session.id))) return site.foreign(c);
    const field = (name: string): string => (form.fields.get(name) ?? "").trim();
    const attempt: FindingAttempt = {
      organization: field("organization").slice(0, 200),
      finding: field("finding"),
      severity: field("severity"),
      key: /^board-[0-9a-z]{16}$/.test(field("key")) ? field("key") : `board-${newId()}`,
      problems: [],
    };
    const severity = severities.find((one) => one === attempt.severity);
    const organization = attempt.organization
      ? await organizationNamed(db, session.organizationIds, attempt.organization)
      : null;
    const problems: FindingAttempt["problems"][number][] = [];
    if (!organization) problems.push("organization");
    if (attempt.finding.length === 0 || attempt.finding.length > 2_000) problems.push("finding");
    if (!severity) problems.push("severity");
    if (!organization || !severity || problems.length > 0) return showBoard(c, session, { ...attempt, problems }, 422);
    try {
      await startCase(context, {
        duty: rectificationDuties.any,
        organizationId: organization.id,
        key: attempt.key,
        subject: attempt.finding,
        facts: { severity },
        actor: session.personId === null ? "administrator" : { personId: session.personId },
      });
    } catch (error) {
      if (error instanceof RefusedError) return showBoard(c, session, { ...attempt, problems: ["organization"] }, 409);
      throw error;
    }
    return c.redirect("/board?opened=1", 303);
  });

  return routes;
}
