import { Hono } from "hono";
import { isTypedEnough, longestTyped, suggestedDuties } from "../../../domain/desk/suggest.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { textIn, word } from "../../../domain/words.ts";
import { suggestedOrganizations, suggestedPeople } from "../../../records/views/suggestions.ts";
import { sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";

/** Maximum number of suggestions of each kind, so that the list can be taken in at a glance. */
const most = { organizations: 6, duties: 3, people: 4 };

/** A suggestion below a search field. */
export interface Suggestion {
  kind: "organization" | "duty" | "person";
  label: string;
  hint: string;
  href: string;
}

/** Suggestions for a search among the reader's organizations. The page's script reads them; nothing is changed. */
export function suggestRoutes(site: Site): Hono {
  const { context } = site.deps;
  const routes = new Hono();
  routes.get("/board/suggest", async (c) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const language = site.language(c, session.language);
    const typed = (c.req.query("q") ?? "").trim().slice(0, longestTyped);
    if (!isTypedEnough(typed)) return c.json({ suggestions: [] });
    const { organizationIds } = session;
    const [organizations, people] = await Promise.all([
      suggestedOrganizations(context.db, organizationIds, typed, most.organizations),
      suggestedPeople(context.db, organizationIds, typed, context.now(), most.people),
    ]);
    const { either, brackets } = writing[language];
    const search = (q: string): string => `/board?${new URLSearchParams({ q })}`;
    const suggestions: Suggestion[] = [
      ...organizations.map(({ code, name, district }): Suggestion => {
        return {
          kind: "organization",
          label: name,
          hint: district ? `${code} · ${district}` : code,
          href: search(code),
        };
      }),
      ...suggestedDuties(typed, most.duties).map(({ number, title }): Suggestion => {
        const hint = either(`第${number}项职责`, `duty ${number}`);
        return {
          kind: "duty",
          label: textIn(title, language),
          hint,
          href: `/board?${new URLSearchParams({ duty: number })}`,
        };
      }),
      ...people.map(({ name, role, code, organization }): Suggestion => {
        return {
          kind: "person",
          label: name,
          hint: `${organization}${brackets(word("role", role, language))}`,
          href: search(code),
        };
      }),
    ];
    return c.json({ suggestions });
  });
  return routes;
}
