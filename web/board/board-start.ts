import { type Context, Hono } from "hono";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { causeText, placeOf } from "../../domain/reasons/index.ts";
import { isTimeOfDay } from "../../domain/time/zones.ts";
import { newId } from "../../records/rows.ts";
import { boardOrganizations, organizationNamed } from "../../records/views/board.ts";
import { layout } from "../http/layout.ts";
import { type Session, sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { boardPlaces } from "./board-task.ts";
import type { Start } from "./start.ts";
import { type StartAttempt, startList, startPage, startsTitle } from "./start-page.ts";
import { starts } from "./starts.ts";

/** Above this number, organizations are entered by code instead of chosen from a list. */
const listed = 200;

/** Starting cases from the board: every kind that a person can start. GET shows, POST acts. */
export function boardStartRoutes(site: Site): Hono {
  const { context } = site.deps;
  const { db } = context;
  const routes = new Hono();

  const show = async (
    c: Context,
    session: Session,
    start: Start,
    attempt: StartAttempt | null,
    key: string,
    status: 200 | 409 | 422 = 200,
  ): Promise<Response> => {
    const language = site.language(c, session.language);
    const organizations = await boardOrganizations(db, session.organizationIds, listed + 1);
    const body = startPage({
      language,
      start,
      organizations: organizations.length > listed ? null : organizations,
      attempt,
      offered: attempt ? null : ((await start.offers?.(context, session.organizationIds)) ?? null),
      key,
      token: site.token("start", session.id, start.name, key),
    });
    const frame = site.frame(c, language, boardPlaces(site, language, false));
    return c.html(layout(frame, { title: startsTitle(language), body }), status) as Response;
  };
  const named = (c: Context): Start | undefined => starts.find(({ name }) => name === c.req.param("what"));

  routes.get("/board/start", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const language = site.language(c, session.language);
    const frame = site.frame(c, language, boardPlaces(site, language, false));
    return c.html(layout(frame, { title: startsTitle(language), body: startList(starts, language) }));
  });

  routes.get("/board/start/:what", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const start = named(c);
    return start ? show(c, session, start, null, newId()) : site.notFound(c);
  });

  routes.post("/board/start/:what", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const start = named(c);
    if (!start) return site.notFound(c);
    const form = await site.form(c, (field) => site.token("start", session.id, start.name, field("key")));
    if (form instanceof Response) return form;
    const key = (form.fields.get("key") ?? "").trim();
    const values: Record<string, string> = {};
    for (const name of ["organization", ...start.fields.map((field) => field.name)]) {
      const value = (form.fields.get(name) ?? "").trim().replace(/\s+/gu, " ").slice(0, 400);
      if (value) values[name] = value;
    }
    const organization = await organizationNamed(db, session.organizationIds, values.organization ?? "");
    const unfit = [
      ...(organization ? [] : ["organization"]),
      ...start.fields.filter((field) => !fits(field, values[field.name])).map(({ name }) => name),
    ];
    const problems = Object.fromEntries(unfit.map((name) => [name, null]));
    if (!organization || unfit.length > 0)
      return show(c, session, start, { values, problems, refused: null }, key, 422);
    try {
      const caseId = await start.start(context, {
        organizationId: organization.id,
        values,
        // Idempotency key: a form that is sent twice starts one case.
        key: `board-${key}`,
        actor: session.personId === null ? "administrator" : { personId: session.personId },
      });
      return c.redirect(`/board/case/${caseId}`, 303);
    } catch (error) {
      if (error instanceof RefusedError) {
        const refused = { why: error.causes.map((one) => causeText(one, "page")), missing: error.missing };
        return show(c, session, start, { values, problems: {}, refused }, key, 409);
      }
      if (error instanceof BadInputError)
        return show(c, session, start, { values, problems: wrongOf(start, error), refused: null }, key, 422);
      throw error;
    }
  });
  return routes;
}

function fits({ type, required, options = [] }: Start["fields"][number], value: string | undefined): boolean {
  if (value === undefined) return !required || type === "tick";
  if (type === "choice") return options.some((one) => one.value === value);
  if (type === "time") return isTimeOfDay(value);
  return type === "day" ? /^\d{4}-\d{2}-\d{2}$/.test(value) : value.length <= 200;
}

/** Fields that an act has rejected, each with the reason; if it names none, all fields that were filled in. */
function wrongOf(start: Start, error: BadInputError): StartAttempt["problems"] {
  const names = start.fields.map(({ name }) => name);
  const found = names.flatMap((name) => {
    const why = error.causes.find((one) => placeOf(one) === name.replace("-", " "));
    return why ? [[name, causeText(why, "page")] as const] : [];
  });
  return Object.fromEntries(found.length > 0 ? found : names.map((name) => [name, null]));
}
