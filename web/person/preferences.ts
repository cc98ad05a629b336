import { Hono } from "hono";
import { changePerson } from "../../client/registry/change-person.ts";
import { BadInputError } from "../../domain/errors.ts";
import { languageCodes } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { calendarLinkOf, codeOf } from "../../records/messages/links.ts";
import { peopleById } from "../../records/roster/people.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { feedAddress } from "./calendar.ts";
import { myPost, requestLink } from "./my-link.ts";
import { mySession } from "./my-session.ts";
import { preferencesPage, preferencesTitle } from "./preferences-page.ts";

/** Page on which a person sets how they receive messages. GET shows, POST acts. */
export function preferencesRoutes(site: Site): Hono {
  const { context, publicUrl, secretKey } = site.deps;
  const routes = new Hono();

  routes.get("/my/preferences", async (c) => {
    const session = await mySession(site, c);
    if (!session) return requestLink(site, c, null, 401);
    const [person] = await peopleById(context.db, [session.reader.id]);
    if (!person) return site.notFound(c);
    const language = site.language(c, session.reader.language);
    const token = site.token("my", session.id);
    const link = await calendarLinkOf(context.db, person.id, context.now());
    const feed = link && feedAddress(publicUrl, codeOf(secretKey, link.nonce));
    const body = preferencesPage({ language, token, person, done: c.req.query("done") === "1", feed });
    const frame = { ...site.frame(c, language), here: "/my/preferences" };
    return c.html(layout(frame, { title: textIn(preferencesTitle, language), body }));
  });

  routes.post("/my/preferences", async (c) => {
    const posted = await myPost(site, c);
    if (posted instanceof Response) return posted;
    const { session, field } = posted;
    const given = (["language", "hour", "channel"] as const).flatMap((name) =>
      field(name) ? [[name, field(name)] as const] : [],
    );
    try {
      await changePerson(context, session.reader.id, Object.fromEntries(given));
    } catch (error) {
      // The form offers valid values only: this one is not ours, or its page is outdated.
      if (!(error instanceof BadInputError)) throw error;
      return c.redirect("/my/preferences", 303);
    }
    // The page is shown in the new language at once, even if this device had chosen another.
    const chosen = languageCodes.find((code) => code === field("language"));
    return c.redirect(`/my/preferences?done=1${chosen ? `&lang=${chosen}` : ""}`, 303);
  });
  return routes;
}
