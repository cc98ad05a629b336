import { type Context, Hono } from "hono";
import { comeBack, dayProblemsOf, goAway } from "../../client/registry/absences.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { standInProblem } from "../../domain/procedures/verifiers.ts";
import { type Cause, causeText, placeOf } from "../../domain/reasons/index.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { absencesOf } from "../../records/roster/absences.ts";
import { heldIn } from "../../records/views/handed-in.ts";
import { colleaguesOf } from "../../records/views/pages.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { type AwayAttempt, type AwayIn, awayPage, awayTitle, wrongPerson } from "./away-page.ts";
import { myPost, requestLink } from "./my-link.ts";
import { type MySession, mySession } from "./my-session.ts";

/** Maximum number of organizations on the page; a person in more asks the administrator. */
const most = 30;

/** Page on which a person reports an absence and names a delegate. GET shows, POST acts. */
export function awayRoutes(site: Site): Hono {
  const routes = new Hono();
  routes.get("/my/away", async (c) => {
    const session = await mySession(site, c);
    return session ? show(site, c, session, null, 200) : requestLink(site, c, null, 401);
  });
  routes.post("/my/away", (c) => away(site, c));
  routes.post("/my/back", (c) => back(site, c));
  return routes;
}

async function show(
  site: Site,
  c: Context,
  { id, reader }: MySession,
  attempt: AwayAttempt | null,
  status: 200 | 409 | 422,
): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const now = context.now();
  const language = site.language(c, reader.language);
  const held = (await heldIn(db, reader.id, now)).slice(0, most);
  const absences = await absencesOf(db, { personId: reader.id }, now);
  const names = await namesOf(
    db,
    absences.map(({ delegateId }) => delegateId),
  );
  const organizations: AwayIn[] = [];
  for (const one of held)
    organizations.push({
      ...one,
      absences: absences
        .filter(({ organizationId }) => organizationId === one.id)
        .map((absence) => ({ ...absence, delegate: names.get(absence.delegateId) ?? "" })),
      candidates: (await colleaguesOf(db, one.id, now)).filter(
        (other) => other.id !== reader.id && standInProblem(one.roles, other.roles) === null,
      ),
    });
  const body = awayPage({
    language,
    now,
    token: site.token("my", id),
    organizations,
    attempt,
    done: c.req.query("done") === "1",
  });
  const frame = { ...site.frame(c, language), here: "/my/away" };
  return c.html(layout(frame, { title: textIn(awayTitle, language), body }), status) as Response;
}

async function away(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const posted = await myPost(site, c);
  if (posted instanceof Response) return posted;
  const { session, field } = posted;
  const attempt = {
    organization: field("organization"),
    delegate: field("delegate"),
    from: field("from"),
    until: field("until"),
  };
  const now = context.now();
  // Only what the form offers: one of their organizations, and a person in it.
  const own = (await heldIn(db, session.reader.id, now)).find(({ id }) => id === attempt.organization);
  const colleague =
    own && (await colleaguesOf(db, attempt.organization, now)).some(({ id }) => id === attempt.delegate);
  if (!colleague) {
    const problems = { ...inDays(dayProblemsOf(attempt, own?.zone ?? cityZone, now)), delegate: wrongPerson };
    return show(site, c, session, { ...attempt, problems }, 422);
  }
  try {
    await goAway(context, { ...attempt, person: session.reader.id, actor: { personId: session.reader.id } });
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof BadInputError)) throw error;
    const days = inDays(error.causes);
    const [first] = error.causes;
    const problems = Object.keys(days).length > 0 || !first ? days : { delegate: causeText(first, "page") };
    return show(site, c, session, { ...attempt, problems }, error instanceof RefusedError ? 409 : 422);
  }
  return c.redirect("/my/away?done=1", 303);
}

/** Problems of the days, by field. */
function inDays(causes: readonly Cause[]): AwayAttempt["problems"] {
  const found = (["from", "until"] as const).flatMap((name) => {
    const why = causes.find((one) => placeOf(one) === name);
    return why ? [[name, causeText(why, "page")] as const] : [];
  });
  return Object.fromEntries(found);
}

async function back(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const posted = await myPost(site, c);
  if (posted instanceof Response) return posted;
  const { session, field } = posted;
  const absence = field("absence");
  const known = (await absencesOf(db, { personId: session.reader.id }, context.now())).some(({ id }) => id === absence);
  if (known) await comeBack(context, { person: session.reader.id, absence });
  return c.redirect("/my/away?done=1", 303);
}
