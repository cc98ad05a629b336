import { type Context, Hono } from "hono";
import { knownRoster } from "../../../client/known-roster.ts";
import type { LevelInput } from "../../../client/registry/level-input.ts";
import { levelGroups, levelsStanding, undoOf } from "../../../client/registry/level-standing.ts";
import { previewLevel, setLevel } from "../../../client/registry/levels.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../../domain/errors.ts";
import { knownHazards } from "../../../domain/planning/levels.ts";
import { causeText, placeOf } from "../../../domain/reasons/index.ts";
import { namesOf } from "../../../records/messages/stories.ts";
import { newId } from "../../../records/rows.ts";
import { layout } from "../../http/layout.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { boardPlaces } from "../board-task.ts";
import { issuesTo } from "../circulars/circular-issue.ts";
import {
  type LevelAttempt,
  type LevelField,
  type LevelsPage,
  levelPreviewPage,
  levelsPage,
  levelsTitle,
  longestReason,
} from "./levels-page.ts";

const names = ["hazard", "level", "district", "type", "from", "because"] as const;

/**
 * Hazard levels: where each holds and since when, for everybody who oversees organizations. An authority and the administrator can set one, after a
 * preview of its effects. GET shows, POST sets.
 */
export function levelRoutes(site: Site): Hono {
  const routes = new Hono();
  routes.get("/board/levels", (c) => standing(site, c));
  routes.get("/board/levels/preview", (c) => preview(site, c));
  routes.post("/board/levels", (c) => setFromForm(site, c));
  return routes;
}

async function show(
  site: Site,
  c: Context,
  session: Session,
  attempt: LevelAttempt | null,
  more: Partial<Pick<LevelsPage, "done">> & { status?: 200 | 409 | 422 } = {},
): Promise<Response> {
  const { context } = site.deps;
  const language = site.language(c, session.language);
  const roster = await knownRoster(context, context.db);
  const zone = await roster.zone();
  const { today, standing, history } = await levelsStanding({ db: context.db, now: context.now, zone });
  const places = await roster.places();
  const among = await issuesTo(site, session);
  const page: LevelsPage = {
    language,
    today,
    standing,
    history,
    people: await namesOf(context.db, [...new Set(history.map(({ setBy }) => setBy))]),
    groups: await levelGroups(context, { today, history }, session.organizationIds, places),
    hazards: knownHazards(history),
    districts: [...new Set(places.map(({ district }) => district))].filter((one) => one !== "").sort(),
    maySet: among?.length !== 0,
    attempt,
    page: c.req.query("page"),
    done: more.done ?? null,
  };
  const frame = {
    ...site.frame(c, language, boardPlaces(site, language, false)),
    ...(attempt && { here: "/board/levels" }),
  };
  return c.html(
    layout(frame, { title: levelsTitle(language), body: levelsPage(page) }),
    more.status ?? 200,
  ) as Response;
}

/** Only for readers who may set a level. */
async function open(site: Site, c: Context): Promise<{ session: Session; among: readonly string[] | null } | Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const among = await issuesTo(site, session);
  return among?.length === 0 ? site.notFound(c) : { session, among };
}

const tokenOf = (site: Site, { id }: Session, key: string): string => site.token("level", id, key);

async function standing(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const undo = c.req.query("undo");
  const done = (["set", "same"] as const).find((one) => one === c.req.query("done")) ?? null;
  // To change a preview, its values are entered in the form again.
  const values = valuesOf((name) => c.req.query(name));
  const typed = Object.values(values).some((one) => one !== "");
  if (undo === undefined) return show(site, c, session, typed ? { values, problems: [] } : null, { done });
  try {
    const before = await undoOf(context, undo.slice(0, 40));
    return show(site, c, session, { values: { ...before, because: "" }, problems: [] });
  } catch (error) {
    if (error instanceof NotFoundError) return site.notFound(c);
    throw error;
  }
}

/** Previews or sets a level; rejected input is shown again with the errors. */
async function taken<Found>(
  site: Site,
  c: Context,
  { session, among }: { session: Session; among: readonly string[] | null },
  values: LevelAttempt["values"],
  take: (input: Omit<LevelInput, "because" | "actor">) => Promise<Found>,
): Promise<Found | Response> {
  const missing = values.because === "" || values.because.length > longestReason;
  const because: LevelField[] = missing ? ["because"] : [];
  const { hazard, level, district, type, from } = values;
  try {
    const input = { hazard, level, district, type, ...(from !== "" && { from }), ...(among !== null && { among }) };
    const found = await take(input);
    return missing ? show(site, c, session, { values, problems: because }, { status: 422 }) : found;
  } catch (error) {
    if (error instanceof RefusedError) return show(site, c, session, { values, problems: ["whom"] }, { status: 409 });
    if (!(error instanceof BadInputError)) throw error;
    const day = error.causes.find((one) => placeOf(one) === "from");
    const attempt = {
      values,
      problems: [...new Set([...problemsOf(error), ...because])],
      wrongDay: day && causeText(day, "page"),
    };
    return show(site, c, session, attempt, { status: 422 });
  }
}

async function preview(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const opened = await open(site, c);
  if (opened instanceof Response) return opened;
  const values = valuesOf((name) => c.req.query(name));
  const found = await taken(site, c, opened, values, (input) => previewLevel(context, input));
  if (found instanceof Response) return found;
  const language = site.language(c, opened.session.language);
  const key = newId();
  const body = levelPreviewPage({ language, values, found, key, token: tokenOf(site, opened.session, key) });
  const frame = site.frame(c, language, boardPlaces(site, language, false));
  return c.html(layout(frame, { title: levelsTitle(language), body }));
}

async function setFromForm(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const opened = await open(site, c);
  if (opened instanceof Response) return opened;
  const { session } = opened;
  const form = await site.form(c, (field) => tokenOf(site, session, field("key")));
  if (form instanceof Response) return form;
  const key = (form.fields.get("key") ?? "").trim();
  const values = valuesOf((name) => form.fields.get(name));
  const actor = session.personId === null ? ("administrator" as const) : { personId: session.personId };
  // Idempotency key: a form that is sent twice sets one level.
  const own = { because: values.because, key: `board-${key}`, actor };
  const set = await taken(site, c, opened, values, (input) => setLevel(context, { ...input, ...own }));
  return set instanceof Response ? set : c.redirect(`/board/levels?done=${set.changed ? "set" : "same"}`, 303);
}

const valuesOf = (field: (name: string) => string | undefined): LevelAttempt["values"] => {
  const read = names.map((name) => [name, (field(name) ?? "").trim().replace(/\s+/gu, " ").slice(0, 2_000)]);
  return Object.fromEntries(read) as LevelAttempt["values"];
};

const problemsOf = ({ causes }: BadInputError): LevelField[] =>
  names.filter((name) => causes.some((one) => placeOf(one) === name));
