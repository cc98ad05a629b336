import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { nextDisclosure, readCampaign } from "../../domain/donations/disclosure.ts";
import { canonicalJson } from "../../domain/donations/disclosure-body.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type LanguageCode, languageCodes } from "../../domain/terms.ts";
import {
  type CampaignRow,
  campaignsOf,
  type DisclosureLine,
  disclosureLinesOf,
  filingsOf,
  organizationByCode,
  type PublicOrganization,
  type PublishedDisclosure,
  publishedDisclosure,
  recentDisclosures,
} from "../../records/donations/campaigns.ts";
import { donationMonths, donationsOf } from "../../records/donations/donations.ts";
import { findOrganization } from "../../records/roster/organizations.ts";
import { disclosersAt, type ListPlace } from "../../records/views/disclosers.ts";
import { disclosureVersion, organizationVersion } from "../../records/views/page-versions.ts";
import type { PortalDeps } from "../deps.ts";
import { type Cached, cached, cachedPage } from "../http/cached.ts";
import { formToken } from "../http/guard.ts";
import { html } from "../http/html.ts";
import { type Frame, layout, type Page, plainPage } from "../http/layout.ts";
import { crowd } from "../http/load-shedding.ts";
import { currentPath } from "../http/site.ts";
import { badge, badgeWords } from "./public-badge.ts";
import { campaignList, type PublicCampaign, timesInTime } from "./public-campaigns.ts";
import { entriesAsCsv } from "./public-csv.ts";
import { disclosurePage, disclosureWords } from "./public-disclosure.ts";
import { disclosureFeed } from "./public-feed.ts";
import { listData, preview, structuredData } from "./public-head.ts";
import { organizationList } from "./public-list.ts";
import { hasFaces, sharePicture } from "./public-picture.ts";
import { standingNote } from "./public-standing.ts";

const perPage = 50;
const recentEntries = 30;
const feedEntries = 50;

/**
 * The public pages: donations received and used, and each disclosure with its time, hash and lateness. Donors are named only with their consent. Only
 * published data is shown, and what is to be published by when.
 */
export function publicRoutes(
  deps: Pick<PortalDeps, "context" | "publicUrl"> &
    Partial<Pick<PortalDeps, "visitors" | "secretKey" | "clock" | "sandbox" | "log">>,
): Hono {
  const { context, visitors: db = context.db, publicUrl } = deps;
  const routes = new Hono();
  const { gate, onError } = crowd();
  routes.use("/org", gate);
  routes.use("/org/*", gate);
  routes.onError(onError);

  const frame = (c: Context): Frame => {
    const { clock, secretKey } = deps;
    const here = currentPath(c);
    const language = languageOf(c);
    return {
      language,
      here,
      ...(deps.sandbox && { sandbox: deps.sandbox }),
      places: [
        { href: "/org", label: writing[language].either("捐赠公示", "Donations"), current: /^\/org(\?|$)/.test(here) },
      ],
      ...(clock && secretKey && { clock: { now: clock.now(), token: formToken(secretKey, "clock") } }),
    };
  };
  const nothing = (c: Context): Response =>
    c.html(
      plainPage(frame(c), { zh: "没有这个公示页面", en: "There is no such public page" }, [
        { zh: "请检查机构代码或网址。", en: "Please check the organization's code or the address." },
      ]),
      404,
    ) as Response;

  /** In the demo each page shows the clock and can move it; therefore none is cached. */
  const page = async (c: Context, about: Cached, make: (frame: Frame) => Promise<Page>): Promise<Response> => {
    const shown = frame(c);
    if (deps.sandbox) c.header("X-Robots-Tag", "noindex");
    const laid = async (): Promise<string> => layout(shown, await make(shown));
    if (deps.clock) return c.html(await laid()) as Response;
    return cachedPage(c, { ...about, version: [shown.here, shown.language, ...about.version] }, laid);
  };
  /** Part of the version: an open campaign is shown with the minutes left. */
  const minute = (open: boolean): number => (open ? Math.floor(context.now().getTime() / 60_000) : 0);

  /** Part of the version: a disclosure that is not on the platform becomes late there on a certain day. */
  const hour = (): number => Math.floor(context.now().getTime() / 3_600_000);

  const changedAt = (publishedAt: Date): Date => new Date(Math.max(publishedAt.getTime(), hour() * 3_600_000));

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

  routes.get("/org/:code", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known) return nothing(c);
    return page(c, { version: [known.version, minute(known.open), hour()] }, async ({ language }) => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const now = context.now();
      const lines = await disclosureLinesOf(db, { organizationId: organization.id });
      const filings = new Map((await filingsOf(db, organization.id)).map((filing) => [filing.caseId, filing]));
      const campaigns = (await campaignsOf(db, { organizationId: organization.id })).map((campaign) => ({
        ...publicCampaign(campaign, lines),
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
            page: c.req.query("page"),
          }),
          closed ? "" : standingNote(record, language),
        ],
      };
    });
  });

  const publicCampaign = (campaign: CampaignRow, lines: readonly DisclosureLine[]): Omit<PublicCampaign, "filing"> => {
    const facts = readCampaign(campaign.facts);
    const disclosures = lines.filter((line) => line.caseId === campaign.caseId);
    const asked = disclosures.map((line) => line.period);
    const place = { zone: campaign.zone, calendar: context.calendar };
    const next = campaign.state === "open" ? nextDisclosure(facts, asked, place) : null;
    const open = campaign.state === "open" ? disclosures.filter((line) => !line.publishedAt) : [];
    return {
      campaign,
      facts,
      published: disclosures.filter((line) => line.publishedAt),
      awaited: [...open, ...(next && open.length === 0 ? [{ ...next, lateAt: null }] : [])].reverse(),
    };
  };

  routes.get("/org/:code/feed.atom", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known) return nothing(c);
    const language = languageOf(c);
    return cached(c, { version: [code, "atom", language, known.version] }, async () => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const disclosures = await recentDisclosures(db, organization.id, feedEntries);
      const record = await findOrganization(db, organization.code);
      const since = record?.createdAt ?? context.now();
      const feed = disclosureFeed({ organization, disclosures, since, publicUrl, language });
      return c.body(feed, 200, { "Content-Type": "application/atom+xml; charset=utf-8" }) as Response;
    });
  });

  /** Other sites embed the badge: it is cached for an hour, and does not allow visitors to be tracked. */
  routes.get("/org/:code/badge.svg", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known) return nothing(c);
    const asked = languageCodes.find((one) => one === c.req.query("lang")) ?? "zh-CN";
    const answer = await cached(c, { version: [code, "badge", asked, known.version, hour()] }, async () => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const lines = await disclosureLinesOf(db, { organizationId: organization.id });
      const campaigns = await campaignsOf(db, { organizationId: organization.id });
      const shown = campaigns.map((campaign) => ({ ...publicCampaign(campaign, lines), filing: null }));
      const picture = badge(organization.name, timesInTime(shown, context.now()), asked);
      return c.body(picture, 200, { "Content-Type": "image/svg+xml; charset=utf-8" }) as Response;
    });
    answer.headers.set("Cache-Control", "public, max-age=3600");
    answer.headers.delete("Vary");
    answer.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    return answer;
  });

  /** Preview picture of the page for chats. Without a Chinese font there is none. */
  routes.get("/org/:code/picture.png", async (c) => {
    const { code } = c.req.param();
    const known = await organizationVersion(db, code);
    if (!known || !(await hasFaces())) return nothing(c);
    const asked = languageCodes.find((one) => one === c.req.query("lang")) ?? "zh-CN";
    const answer = await cached(c, { version: [code, "picture", asked, known.version, hour()] }, async () => {
      const organization = (await organizationByCode(db, code)) as PublicOrganization;
      const lines = await disclosureLinesOf(db, { organizationId: organization.id });
      const campaigns = await campaignsOf(db, { organizationId: organization.id });
      const shown = campaigns.map((campaign) => ({ ...publicCampaign(campaign, lines), filing: null }));
      const picture = await sharePicture({
        ...badgeWords(timesInTime(shown, context.now()), asked),
        ...{ name: organization.name, title: writing[asked].either("捐赠款物公示", "Donations and their use") },
      });
      return c.body(picture as Buffer<ArrayBuffer>, 200, { "Content-Type": "image/png" }) as Response;
    });
    answer.headers.set("Cache-Control", "public, max-age=3600");
    answer.headers.delete("Vary");
    answer.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    return answer;
  });

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
        ...(deps.log && { log: deps.log }),
      }),
    );
  });

  routes.get("/org/:code/disclosure/:id", async (c) => {
    const { code, id } = c.req.param();
    const known = await disclosureVersion(db, code, id);
    if (!known) return nothing(c);
    return page(
      c,
      { version: [known.version, hour()], modifiedAt: changedAt(known.publishedAt) },
      async ({ language }) => {
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
      },
    );
  });

  /** Exactly the bytes that were hashed. */
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
  return routes;
}

/** The language: `?lang=` (stored in a cookie), otherwise the cookie, otherwise Chinese. */
function languageOf(c: Context): LanguageCode {
  const asked = languageCodes.find((code) => code === c.req.query("lang"));
  if (asked) {
    setCookie(c, "duban-language", asked, { path: "/", maxAge: 31_536_000, httpOnly: true, sameSite: "Lax" });
    return asked;
  }
  return languageCodes.find((code) => code === getCookie(c, "duban-language")) ?? "zh-CN";
}
