import type { Context, Hono } from "hono";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type LanguageCode, languageCodes } from "../../domain/terms.ts";
import {
  campaignsOf,
  disclosureLinesOf,
  organizationByCode,
  type PublicOrganization,
} from "../../records/donations/campaigns.ts";
import { organizationVersion } from "../../records/views/page-versions.ts";
import { cached } from "../http/cached.ts";
import { badge, badgeWords } from "./public-badge.ts";
import { publicCampaign, timesInTime } from "./public-campaigns.ts";
import { hasFaces, sharePicture } from "./public-picture.ts";
import { hourOf, type PublicSite } from "./public-site.ts";

/** How often an organization was in time, as pictures that other sites embed. */
export function pictureRoutes(routes: Hono, site: PublicSite): void {
  routes.get("/org/:code/badge.svg", (c) =>
    embedded(c, site, "badge", async ({ name, inTime, language }) =>
      c.body(badge(name, inTime, language), 200, { "Content-Type": "image/svg+xml; charset=utf-8" }),
    ),
  );

  /** Preview picture of the page for chats. Without a Chinese font there is none. */
  routes.get("/org/:code/picture.png", async (c) => {
    if (!(await hasFaces())) return site.nothing(c);
    return embedded(c, site, "picture", async ({ name, inTime, language }) => {
      const title = writing[language].either("捐赠款物公示", "Donations and their use");
      const picture = await sharePicture({ ...badgeWords(inTime, language), name, title });
      return c.body(picture as Buffer<ArrayBuffer>, 200, { "Content-Type": "image/png" });
    });
  });
}

interface Embedded {
  name: string;
  inTime: ReturnType<typeof timesInTime>;
  language: LanguageCode;
}

/** A picture is cached for an hour, and does not allow visitors to be tracked. */
async function embedded(
  c: Context,
  { db, context, nothing }: PublicSite,
  what: "badge" | "picture",
  draw: (about: Embedded) => Promise<Response>,
): Promise<Response> {
  const code = c.req.param("code") ?? "";
  const known = await organizationVersion(db, code);
  if (!known) return nothing(c);
  const language = languageCodes.find((one) => one === c.req.query("lang")) ?? "zh-CN";
  const version = [code, what, language, known.version, hourOf(context.now())];
  const answer = await cached(c, { version }, async () => {
    const { id: organizationId, name } = (await organizationByCode(db, code)) as PublicOrganization;
    const lines = await disclosureLinesOf(db, { organizationId });
    const campaigns = await campaignsOf(db, { organizationId });
    const shown = campaigns.map((one) => ({ ...publicCampaign(one, lines, context.calendar), filing: null }));
    return draw({ name, inTime: timesInTime(shown, context.now()), language });
  });
  answer.headers.set("Cache-Control", "public, max-age=3600");
  answer.headers.delete("Vary");
  answer.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  return answer;
}
