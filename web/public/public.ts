import { Hono } from "hono";
import { canonicalJson } from "../../domain/donations/disclosure-body.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import {
  organizationByCode,
  type PublicOrganization,
  type PublishedDisclosure,
  publishedDisclosure,
} from "../../records/donations/campaigns.ts";
import { disclosersAt, type ListPlace } from "../../records/views/disclosers.ts";
import { disclosureVersion } from "../../records/views/page-versions.ts";
import { cached } from "../http/cached.ts";
import { crowd } from "../http/load-shedding.ts";
import { disclosurePage, disclosureWords } from "./public-disclosure.ts";
import { pictureRoutes } from "./public-embedded.ts";
import { listData, preview } from "./public-head.ts";
import { organizationList } from "./public-list.ts";
import { organizationRoutes } from "./public-organization.ts";
import { hourOf, type PublicDeps, type PublicSite, publicSite } from "./public-site.ts";

const perPage = 50;

/**
 * The public pages: donations received and used, and each disclosure with its time, hash and lateness. Donors are named only with their consent. Only
 * published data is shown, and what is to be published by when.
 */
export function publicRoutes(deps: PublicDeps): Hono {
  const routes = new Hono();
  const { gate, onError } = crowd();
  routes.use("/org", gate);
  routes.use("/org/*", gate);
  routes.onError(onError);
  const site = publicSite(deps);
  listRoute(routes, site);
  organizationRoutes(routes, site);
  pictureRoutes(routes, site);
  disclosureRoute(routes, site);
  bodyRoute(routes, site);
  return routes;
}

/** Organizations with campaigns, a page at a time, and a search. */
function listRoute(routes: Hono, { db, publicUrl, page }: PublicSite): void {
  routes.get("/org", async (c) => {
    const search = (c.req.query("q") ?? "").trim().slice(0, 100);
    const [after, before] = [c.req.query("after"), c.req.query("before")];
    const place: ListPlace = after !== undefined ? { after } : before !== undefined ? { before } : null;
    const found = await disclosersAt(db, search, place, perPage);
    // Search results need not be indexed.
    if (search) c.header("X-Robots-Tag", "noindex");
    return page(c, { version: [JSON.stringify(found)] }, async ({ language }) => ({
      title: writing[language].either("捐赠款物公示", "Donations and their use"),
      head: [
        preview({
          publicUrl,
          path: "/org",
          title: writing[language].either("捐赠款物公示", "Donations and their use"),
          description: writing[language].either(
            "每家机构接收和使用捐赠款物的情况，公布时间和是否逾期。",
            "What each organization received and how it was used, when it was published, and whether that was late.",
          ),
          language,
        }),
        listData(found.lines, publicUrl),
      ],
      body: organizationList({ ...found, search, language }),
    }));
  });
}

/** A published disclosure. */
function disclosureRoute(routes: Hono, { db, context, publicUrl, page, nothing }: PublicSite): void {
  routes.get("/org/:code/disclosure/:id", async (c) => {
    const { code, id } = c.req.param();
    const known = await disclosureVersion(db, code, id);
    if (!known) return nothing(c);
    const now = context.now();
    // It becomes late on the platform at a full hour.
    const modifiedAt = new Date(Math.max(known.publishedAt.getTime(), hourOf(now) * 3_600_000));
    return page(c, { version: [known.version, hourOf(now)], modifiedAt }, async ({ language }) => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const disclosure = (await publishedDisclosure(db, organization.id, id)) as PublishedDisclosure;
      return {
        title: `${disclosure.body.campaign.title} · ${organization.name}`,
        head: preview({
          ...{ publicUrl, language, path: `/org/${encodeURIComponent(code)}/disclosure/${id}` },
          title: `${disclosure.body.campaign.title} · ${organization.name}`,
          description: disclosureWords(disclosure, organization.zone, language),
        }),
        body: disclosurePage({ organization, disclosure, publicUrl, now: context.now(), language }),
      };
    });
  });
}

/** Exactly the bytes that were hashed. */
function bodyRoute(routes: Hono, { db, nothing }: PublicSite): void {
  routes.get("/org/:code/disclosure/:id/body.json", async (c) => {
    const { code, id } = c.req.param();
    const known = await disclosureVersion(db, code, id);
    if (!known) return nothing(c);
    const { version, publishedAt: modifiedAt } = known;
    return cached(c, { version: [code, id, "json", version], modifiedAt, worded: false }, async () => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const { body } = (await publishedDisclosure(db, organization.id, id)) as PublishedDisclosure;
      return c.body(canonicalJson(body), 200, {
        "Content-Type": "application/json; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
      }) as Response;
    });
  });
}
