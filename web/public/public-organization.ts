import type { Hono } from "hono";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import {
  campaignsOf,
  disclosureLinesOf,
  filingsOf,
  organizationByCode,
  type PublicOrganization,
  recentDisclosures,
} from "../../records/donations/campaigns.ts";
import { donationMonths, donationsOf } from "../../records/donations/donations.ts";
import { findOrganization } from "../../records/roster/organizations.ts";
import { organizationVersion } from "../../records/views/page-versions.ts";
import { cached } from "../http/cached.ts";
import { html } from "../http/html.ts";
import type { Page } from "../http/layout.ts";
import { pageIn } from "../http/pager.ts";
import { campaignList, publicCampaign } from "./public-campaigns.ts";
import { entriesAsCsv } from "./public-csv.ts";
import { disclosureFeed } from "./public-feed.ts";
import { preview, structuredData } from "./public-head.ts";
import { hasFaces } from "./public-picture.ts";
import { hourOf, languageOf, minuteOf, type PublicSite } from "./public-site.ts";
import { standingNote } from "./public-standing.ts";

const recentEntries = 30;
const feedEntries = 25;
const mostFeedPages = 1_000;

/** An organization's donations: its page, the feed of its disclosures and its entries as a table. */
export function organizationRoutes(routes: Hono, site: PublicSite): void {
  organizationPage(routes, site);
  organizationFeed(routes, site);
  organizationEntries(routes, site);
}

function organizationPage(routes: Hono, site: PublicSite): void {
  routes.get("/org/:code", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(site.db, code);
    if (!known) return site.nothing(c);
    const now = site.context.now();
    const version = [known.version, known.open ? minuteOf(now) : 0, hourOf(now)];
    return site.page(c, { version }, ({ language }) => pageOf(site, code, language, c.req.query("page")));
  });
}

/** @param asked the page of its campaigns */
async function pageOf(
  { db, context, publicUrl }: PublicSite,
  code: string,
  language: LanguageCode,
  asked: string | undefined,
): Promise<Page> {
  const organization = (await organizationByCode(db, code)) as PublicOrganization;
  const now = context.now();
  const lines = await disclosureLinesOf(db, { organizationId: organization.id });
  const filings = new Map((await filingsOf(db, organization.id)).map((filing) => [filing.caseId, filing]));
  const campaigns = (await campaignsOf(db, { organizationId: organization.id })).map((campaign) => ({
    ...publicCampaign(campaign, lines, context.calendar),
    filing: filings.get(campaign.caseId) ?? null,
  }));
  const entries = await donationsOf(db, { organizationId: organization.id }, { limit: recentEntries });
  const months = await donationMonths(db, organization.id);
  const record = await findOrganization(db, organization.code);
  const path = `/org/${encodeURIComponent(organization.code)}`;
  const description = writing[language].either(
    `${organization.name}接收和使用捐赠款物的情况，每次公布的时间、是否按时和校验值。`,
    `What ${organization.name} received and how it was used; when each disclosure came, whether in time, and its hash.`,
  );
  const closed = record?.closedAt != null;
  return {
    title: organization.name,
    head: [
      preview({
        ...{ publicUrl, path, title: organization.name, description, language },
        ...((await hasFaces()) && { picture: `${path}/picture.png?lang=${language}` }),
      }),
      html`<link rel="alternate" type="application/atom+xml" title="${organization.name}" href="${path}/feed.atom">`,
      structuredData(organization, { publicUrl, path, description }, { entries: entries.length > 0 }),
    ],
    body: [
      closed ? standingNote(record, language) : "",
      campaignList({
        organization,
        campaigns,
        entries,
        months,
        now,
        language,
        publicUrl,
        closed,
        page: asked,
      }),
      closed ? "" : standingNote(record, language),
    ],
  };
}

function organizationFeed(routes: Hono, { db, context, publicUrl, nothing }: PublicSite): void {
  routes.get("/org/:code/feed.atom", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known) return nothing(c);
    const language = languageOf(c);
    const page = pageIn(c.req.query("page"), mostFeedPages);
    return cached(c, { version: [code, "atom", language, known.version, String(page)] }, async () => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const disclosures = await recentDisclosures(db, organization.id, feedEntries + 1, (page - 1) * feedEntries);
      const record = await findOrganization(db, organization.code);
      const since = record?.createdAt ?? context.now();
      const feed = disclosureFeed({
        ...{ organization, since, publicUrl, language, page },
        ...{ disclosures: disclosures.slice(0, feedEntries), more: disclosures.length > feedEntries },
      });
      return c.body(feed, 200, { "Content-Type": "application/atom+xml; charset=utf-8" }) as Response;
    });
  });
}

function organizationEntries(routes: Hono, { db, context, log, nothing }: PublicSite): void {
  routes.get("/org/:code/donations.csv", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known) return nothing(c);
    const language = languageOf(c);
    return cached(c, { version: [code, "csv", language, known.version] }, async () =>
      entriesAsCsv(c, db, {
        code,
        organizationId: known.organizationId,
        language,
        until: context.now(),
        ...(log && { log }),
      }),
    );
  });
}
