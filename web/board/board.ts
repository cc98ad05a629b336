import { type Context, Hono } from "hono";
import { startCase } from "../../client/cases/cases.ts";
import { type DeskAt, deskOf, mostMovers } from "../../client/desk/desk.ts";
import { doersOf } from "../../client/desk/doers.ts";
import { knownShares } from "../../client/desk/known-shares.ts";
import { type KnownRoster, knownRoster } from "../../client/known-roster.ts";
import { reading } from "../../client/reading.ts";
import { levelsStanding } from "../../client/registry/level-standing.ts";
import { textsToReview } from "../../domain/catalogue/packs/reading.ts";
import { type BoardView, boardViews, isNarrow, readFilter } from "../../domain/desk/filter.ts";
import { RefusedError } from "../../domain/errors.ts";
import { rectificationDuties } from "../../domain/procedures/kinds/rectification.ts";
import { severities } from "../../domain/procedures/kinds.ts";
import { cityZone, dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { newId } from "../../records/rows.ts";
import { savedViewsOf } from "../../records/saved-views.ts";
import {
  type BoardCounts,
  boardCounts,
  boardDuties,
  boardOrganizations,
  boardRows,
  organizationNamed,
  unreachableIn,
  unreachableRows,
} from "../../records/views/board.ts";
import { type BoardScope, narrowed, scopeOf } from "../../records/views/board-scope.ts";
import type { OrganizationName } from "../../records/views/pages.ts";
import { scriptPolicy } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import { type Session, sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import { type Board, boardPage, type FindingAttempt, type Table } from "./board-page.ts";
import { boardPlaces } from "./board-task.ts";

/** Rows of a table on the whole board, and on a page of its own. With the longest names a page stays below 50 kB. */
const few = 8;
const many = 25;
/** Above this number, organizations are entered by code instead of chosen from a list. */
const mostListed = 200;

/** What a table depends on: the page's scope, and the page number; 0: only the first rows. */
interface TableAt {
  now: Date;
  /** Ids of the tasks that reach nobody. */
  reached: Promise<readonly string[]>;
  counting: Promise<BoardCounts>;
  page: number;
}

type Show = (
  c: Context,
  session: Session,
  attempt: FindingAttempt | null,
  status: 200 | 409 | 422,
) => Promise<Response>;

/** Organizations for the selection list of a form, independent of the search; null: too many for a list. */
async function organizationsListed(
  tx: Tx,
  roster: KnownRoster,
  organizationIds: Session["organizationIds"],
): Promise<OrganizationName[] | null> {
  const everywhere = { organizationIds: null, search: "", duty: "" };
  const all = organizationIds?.length ?? (await roster.organizations(everywhere)) ?? 0;
  return all > mostListed ? null : boardOrganizations(tx, organizationIds, mostListed);
}

/** Renders the board for one reader. */
function boardOf(site: Site): Show {
  const { context } = site.deps;

  const read = async (c: Context, session: Session, attempt: FindingAttempt | null): Promise<Board> => {
    const now = context.now();
    const { organizationIds, personId } = session;
    const filter = readFilter((name) => c.req.query(name));
    const { view, page } = filter;
    // The parts of a page are read concurrently; a part waits only for another whose result it needs.
    const tx = reading(context);
    const roster = await knownRoster(context, tx);
    const zone = await roster.zone();
    const scope = await narrowed(tx, scopeOf(filter, organizationIds, now, zone));
    const counting = roster.organizations(scope).then((known) => boardCounts(tx, scope, now, known));
    const reach = roster.reach(scope);
    const reached = reach.then((known) => unreachableIn(tx, scope, now, known));
    const doubtful = reach.then((known) => known.doubtful);
    const { calendar } = context;
    const organizations = counting.then((counts) => counts.organizations);
    const shares: DeskAt["shares"] = (span) =>
      knownShares({ db: context.db, tx }, organizationIds, span, now, mostMovers);
    const about = { at: now, zone, calendar, personId, organizations, doubtful, shares };
    const shown = boardViews.filter((one) => view === null || one === view);
    const tabling = Promise.all(
      shown.map((one) => table(tx, one, scope, { now, reached, counting, page: view ? page : 0 })),
    );
    const [desk, counts, unreachable, tables, doers, duties, districts, listed, levels, views] = await Promise.all([
      view === null && !isNarrow(filter) ? deskOf(tx, scope, about) : null,
      counting,
      reached,
      tabling,
      tabling.then((found) =>
        doersOf(
          tx,
          found.flatMap(({ rows }) => rows),
          now,
        ),
      ),
      boardDuties(tx, organizationIds),
      organizationIds?.length === 1 ? [] : roster.districts(),
      organizationsListed(tx, roster, organizationIds),
      levelsStanding({ db: tx, now: context.now, zone }),
      savedViewsOf(tx, personId),
    ]);
    return {
      ...{ desk, personId, doers, now, calendar, tables, filter, duties, districts, levels, views, attempt },
      language: site.language(c, session.language),
      name: session.name,
      counts: { ...counts, unreachable: unreachable.length },
      organizations: listed,
      token: site.token("board", session.id),
      batchToken: site.token("batch", session.id),
      noneTicked: c.req.query("none") === "1",
      key: attempt?.key ?? `board-${newId()}`,
      opened: c.req.query("opened") === "1",
      unread: personId === null ? textsToReview(dateIn(now, cityZone)) : [],
    };
  };

  const table = async (
    tx: Tx,
    view: BoardView,
    scope: BoardScope,
    { now, reached, counting, page }: TableAt,
  ): Promise<Table> => {
    const window = page === 0 ? { limit: few, offset: 0 } : { limit: many, offset: (page - 1) * many };
    if (view === "unreachable") {
      const ids = await reached;
      return { view, rows: await unreachableRows(tx, ids, now, window), total: ids.length, limit: window.limit };
    }
    const [rows, counts] = await Promise.all([boardRows(tx, view, scope, now, window), counting]);
    return { view, rows, total: counts[view], limit: window.limit };
  };

  return async (c, session, attempt, status) => {
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
}

/** Opens the board once as an administrator and discards the result, so that connections and code are warm. */
export async function openBoardOnce(site: Site): Promise<void> {
  const show = boardOf(site);
  const session: Session = { id: "", link: null, personId: null, name: "", organizationIds: null };
  await new Hono().get("/board", (c) => show(c, session, null, 200)).request("http://127.0.0.1/board");
}

/** The board: tasks that are late, wait for a verdict, reach nobody or were set aside; and the pages of its tasks. */
export function boardRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();
  const showBoard = boardOf(site);

  routes.get("/board", async (c) => {
    const session = await sessionOf(site, c);
    return session instanceof Response ? session : showBoard(c, session, null, 200);
  });

  routes.post("/board/rectification", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const form = await site.form(c, site.token("board", session.id));
    if (form instanceof Response) return form;
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
