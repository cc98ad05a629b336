import { setTimeout as pause } from "node:timers/promises";
import { type Context, Hono } from "hono";
import {
  type BatchRow,
  beginBatch,
  changeBatch,
  mailOfBatch,
  prepareBatch,
  previewBatch,
  type TaskPreview,
} from "../../../client/desk/batches.ts";
import { doersOf } from "../../../client/desk/doers.ts";
import { runBatch } from "../../../client/desk/run-batch.ts";
import { batchActs, missingFields, mostTasks } from "../../../domain/desk/batch.ts";
import { addressOf, filterIn } from "../../../domain/desk/filter.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { word } from "../../../domain/words.ts";
import {
  batchCounts,
  batchLines,
  concernsBatch,
  findBatch,
  openTasksAmong,
  tasksShown,
} from "../../../records/batches.ts";
import { namesOf } from "../../../records/messages/stories.ts";
import { unreachableIn, unreachableRows } from "../../../records/views/board.ts";
import { scopeOf } from "../../../records/views/board-scope.ts";
import { zoneOfMost } from "../../../records/views/listings.ts";
import { readerOf } from "../../../records/views/pages.ts";
import { layout } from "../../http/layout.ts";
import { type Form, longForm } from "../../http/multipart.ts";
import { pageIn } from "../../http/pager.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { boardPlaces } from "../board-task.ts";
import { batchCsv } from "./batch-csv.ts";
import { batchPage, batchTitle, type Sample } from "./batch-page.ts";

/** Rows of the list on one page. */
const perPage = 40;
/** Name of a row's checkbox. Each has its own name, because of several inputs with one name only the last is read. */
const tick = /^t-([0-9a-z-]{1,40})$/;
/** In milliseconds: how long the response waits for the batch. A batch that takes longer is shown with its progress. */
const waitedForMs = 1_500;

interface Opened {
  session: Session;
  batch: BatchRow;
  /** The reader made the batch and may confirm it. */
  own: boolean;
}

/**
 * Batches: an act on the selected rows of the board, or on all rows of a filter. It is previewed, confirmed once and recorded. GET shows, POST acts.
 */
export function batchRoutes(site: Site): Hono {
  const routes = new Hono();
  routes.post("/board/batch", (c) => prepare(site, c));
  routes.get("/board/batch/:id", async (c) => {
    const opened = await open(site, c);
    return opened instanceof Response ? opened : show(site, c, opened, false);
  });
  routes.post("/board/batch/:id", (c) => confirmOrChange(site, c));
  routes.get("/board/batch/:id/list.csv", (c) => download(site, c));
  return routes;
}

/** Ids of the chosen tasks, and the address of the filter in which they were. */
async function chosen(site: Site, form: Form, session: Session): Promise<{ ids: string[]; found: string }> {
  const { context } = site.deps;
  const { db } = context;
  const filter = filterIn((form.fields.get("found") ?? "").slice(0, 1_000));
  const { view } = filter;
  const now = context.now();
  const scope = scopeOf(filter, session.organizationIds, now, await zoneOfMost(db));
  const found = addressOf(filter, { view });
  if (form.fields.get("which") === "all" && view !== null) {
    if (view !== "unreachable") return { ids: await tasksShown(db, view, scope, now, mostTasks), found };
    const window = { limit: mostTasks, offset: 0 };
    const rows = await unreachableRows(db, await unreachableIn(db, scope, now), now, window);
    return { ids: rows.map(({ id }) => id), found };
  }
  const ticked = [...form.fields.keys()].flatMap((name) => tick.exec(name)?.[1] ?? []).slice(0, mostTasks);
  const mine = { organizationIds: session.organizationIds, search: "", duty: "" };
  return { ids: await openTasksAmong(db, ticked, mine), found };
}

/** Prepares a batch, which is previewed next. */
async function prepare(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const form = await site.form(c, site.token("batch", session.id), longForm);
  if (form instanceof Response) return form;
  const act = batchActs.find((one) => one === form.fields.get("act"));
  if (!act) return site.foreign(c);
  const { ids, found } = await chosen(site, form, session);
  if (ids.length === 0) return c.redirect(`${found}${found.includes("?") ? "&" : "?"}none=1`, 303);
  const actor = session.personId === null ? ("administrator" as const) : { personId: session.personId };
  const id = await prepareBatch(context, { actor, act, typed: Object.fromEntries(form.fields), found }, ids);
  return c.redirect(`/board/batch/${id}`, 303);
}

/** The batch, if the reader may see it. */
async function open(site: Site, c: Context): Promise<Opened | Response> {
  const { db } = site.deps.context;
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const batch = await findBatch(db, c.req.param("id") ?? "");
  const own = batch?.madeBy === (session.personId ?? "administrator");
  if (!batch || (!own && !batch.confirmedAt)) return site.notFound(c);
  const { organizationIds } = session;
  const sees = own || organizationIds === null || (await concernsBatch(db, batch.id, organizationIds));
  return sees ? { session, batch, own } : site.notFound(c);
}

/** One of the messages that would be sent. */
async function sampleOf(
  site: Site,
  batch: BatchRow,
  readers: ReadonlyMap<string, readonly TaskPreview[]>,
): Promise<Sample | null> {
  const { context } = site.deps;
  const { db } = context;
  // The reader with the most messages, so that the example shows how one mail bundles several.
  const [first] = [...readers].sort(([, a], [, b]) => b.length - a.length);
  const reader = first && (await readerOf(db, first[0]));
  if (!first || !reader) return null;
  const names = await namesOf(db, [batch.madeBy]);
  const sender = names.get(batch.madeBy) ?? null;
  const { subject, text } = mailOfBatch(batch, reader, first[1], { by: sender, now: context.now() });
  return { reader: reader.name, tasks: first[1].length, subject, text };
}

async function show(site: Site, c: Context, { session, batch, own }: Opened, tried: boolean): Promise<Response> {
  const { context } = site.deps;
  const { db, calendar } = context;
  const language = site.language(c, session.language);
  const page = pageIn(c.req.query("page"), 1_000);
  // Other readers see only the tasks of their own organizations.
  const among = own ? null : session.organizationIds;
  const preview = batch.confirmedAt ? null : await previewBatch(context, batch);
  const lines = await batchLines(db, batch.id, among, {
    limit: perPage,
    offset: (page - 1) * perPage,
    wrongFirst: true,
  });
  const names = await namesOf(db, [batch.madeBy, ...(preview ? [...preview.readers.keys()].slice(0, 12) : [])]);
  const view = {
    ...{ batch, own, preview, lines, language, page, perPage, tried, now: context.now(), calendar },
    whole: among === null,
    names,
    madeBy: names.get(batch.madeBy) ?? word("actor", batch.madeBy, language),
    counts: await batchCounts(db, batch.id),
    sample: preview && (await sampleOf(site, batch, preview.readers)),
    token: site.token("batch", session.id, batch.id),
  };
  const frame = site.frame(c, language, boardPlaces(site, language, false));
  const here = `/board/batch/${batch.id}`;
  return c.html(
    layout({ ...frame, here }, { title: batchTitle(batch.act, language), body: batchPage(view), wide: true }),
    tried ? 422 : 200,
  ) as Response;
}

async function confirmOrChange(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const opened = await open(site, c);
  if (opened instanceof Response) return opened;
  const { session, batch, own } = opened;
  if (!own) return site.foreign(c);
  const form = await site.form(c, site.token("batch", session.id, batch.id));
  if (form instanceof Response) return form;
  if (form.fields.get("do") !== "confirm") {
    await changeBatch(context, batch, Object.fromEntries(form.fields));
    const changed = (await findBatch(db, batch.id)) ?? batch;
    const incomplete = missingFields(changed.act, changed.input).length > 0;
    if (incomplete && !changed.confirmedAt) return show(site, c, { ...opened, batch: changed }, true);
    return c.redirect(`/board/batch/${batch.id}`, 303);
  }
  // Confirming twice has no effect; the second request shows the progress.
  if (await beginBatch(context, batch.id)) {
    const run = runBatch(context, batch.id, site.deps.log).catch((error: unknown) =>
      site.deps.log("a batch was cut off", { error: error instanceof Error ? error.name : "Error" }),
    );
    await Promise.race([run, pause(waitedForMs, undefined, { ref: false })]);
  }
  return c.redirect(`/board/batch/${batch.id}`, 303);
}

/** Its tasks with their outcome, as a table. */
async function download(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const { db, calendar } = context;
  const opened = await open(site, c);
  if (opened instanceof Response) return opened;
  const { session, batch, own } = opened;
  if (!batch.confirmedAt) return site.notFound(c);
  const language: LanguageCode = site.language(c, session.language);
  const lines = await batchLines(db, batch.id, own ? null : session.organizationIds, { limit: mostTasks, offset: 0 });
  const doers = await doersOf(db, lines, context.now());
  return c.body(batchCsv(lines, doers, { language, now: context.now(), calendar }), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="tasks-${batch.id}.csv"`,
    "X-Content-Type-Options": "nosniff",
  }) as Response;
}
