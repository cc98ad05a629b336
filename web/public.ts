import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { csvLine } from "../domain/csv.ts";
import { nextDisclosure, readCampaign } from "../domain/disclosure.ts";
import { canonicalJson } from "../domain/disclosure-body.ts";
import { type LanguageCode, languageCodes } from "../domain/terms.ts";
import { word } from "../domain/words.ts";
import {
  type CampaignRow,
  campaignsOf,
  type DisclosureLine,
  disclosingOrganizations,
  disclosureLinesOf,
  filingsOf,
  organizationByCode,
  type PublicOrganization,
  publishedDisclosure,
} from "../records/campaigns.ts";
import { donationsOf } from "../records/donations.ts";
import { findOrganization } from "../records/organizations.ts";
import type { PortalDeps } from "./deps.ts";
import { formToken } from "./guard.ts";
import { type Frame, layout, plainPage } from "./layout.ts";
import { campaignList, type PublicCampaign, yuan } from "./public-campaigns.ts";
import { disclosurePage } from "./public-disclosure.ts";
import { organizationList } from "./public-list.ts";
import { standingNote } from "./public-standing.ts";
import { hereOf } from "./site.ts";

const perPage = 50;
/** Entries in one read of the CSV. */
const perRead = 5_000;
const recentEntries = 30;

/**
 * What anybody may read: receipts and use of donations, and each disclosure with its time, hash and lateness. No donor is named
 * who did not agree. Only what is published stands here, and what is to be published by when.
 */
export function publicRoutes(
  deps: Pick<PortalDeps, "context" | "publicUrl"> & Partial<Pick<PortalDeps, "secretKey" | "clock" | "sandbox">>,
): Hono {
  const { context, publicUrl } = deps;
  const { db } = context;
  const routes = new Hono();

  const frame = (c: Context): Frame => {
    const { clock, secretKey } = deps;
    const here = hereOf(c);
    const language = languageOf(c);
    return {
      language,
      here,
      ...(deps.sandbox && { sandbox: deps.sandbox }),
      places: [
        { href: "/org", label: language === "en" ? "Donations" : "捐赠公示", current: /^\/org(\?|$)/.test(here) },
      ],
      ...(clock && secretKey && { clock: { now: clock.now(), token: formToken(secretKey, "clock") } }),
    };
  };
  const organizationOf = (c: Context): Promise<PublicOrganization | null> =>
    organizationByCode(db, c.req.param("code") ?? "");
  const nothing = (c: Context): Response =>
    c.html(
      plainPage(frame(c), { zh: "没有这个公示页面", en: "There is no such public page" }, [
        { zh: "请检查机构代码或网址。", en: "Please check the organization's code or the address." },
      ]),
      404,
    ) as Response;

  routes.get("/org", async (c) => {
    const search = (c.req.query("q") ?? "").trim().slice(0, 100);
    const page = Math.min(10_000, Math.max(1, Math.floor(Number(c.req.query("page"))) || 1));
    const found = await disclosingOrganizations(db, search, { limit: perPage, offset: (page - 1) * perPage });
    const { language } = frame(c);
    return c.html(
      layout(frame(c), {
        title: language === "en" ? "Donations and their use" : "捐赠款物公示",
        body: organizationList({ ...found, search, page, perPage, language }),
      }),
    );
  });

  routes.get("/org/:code", async (c) => {
    const organization = await organizationOf(c);
    if (!organization) return nothing(c);
    const { language } = frame(c);
    const now = context.now();
    const lines = await disclosureLinesOf(db, { organizationId: organization.id });
    const filings = new Map((await filingsOf(db, organization.id)).map((filing) => [filing.caseId, filing]));
    const campaigns = (await campaignsOf(db, { organizationId: organization.id })).map((campaign) => ({
      ...publicCampaign(campaign, lines),
      filing: filings.get(campaign.caseId) ?? null,
    }));
    const entries = await donationsOf(db, { organizationId: organization.id }, { limit: recentEntries });
    const record = await findOrganization(db, organization.code);
    return c.html(
      layout(frame(c), {
        title: organization.name,
        body: [standingNote(record, language), campaignList({ organization, campaigns, entries, now, language })],
      }),
    );
  });

  const publicCampaign = (campaign: CampaignRow, lines: readonly DisclosureLine[]): Omit<PublicCampaign, "filing"> => {
    const facts = readCampaign(campaign.facts);
    const disclosures = lines.filter((line) => line.caseId === campaign.caseId);
    const asked = disclosures.map((line) => line.period);
    const place = { zone: campaign.zone, calendar: context.calendar };
    const next = campaign.state === "open" ? nextDisclosure(facts, asked, place) : null;
    const awaited = campaign.state === "open" ? disclosures.filter((line) => !line.publishedAt) : [];
    return {
      campaign,
      facts,
      published: disclosures.filter((line) => line.publishedAt),
      awaited: [...awaited, ...(next && awaited.length === 0 ? [{ ...next, lateAt: null }] : [])].reverse(),
    };
  };

  routes.get("/org/:code/donations.csv", async (c) => {
    const organization = await organizationOf(c);
    if (!organization) return nothing(c);
    const { language } = frame(c);
    const until = context.now();
    let offset = -1;
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (offset < 0) {
          offset = 0;
          // A spreadsheet takes it for UTF-8 by the mark alone.
          controller.enqueue(encoder.encode(`\ufeff${csvLine(csvHeader[language])}`));
          return;
        }
        const entries = await donationsOf(db, { organizationId: organization.id }, { limit: perRead, offset, until });
        offset += entries.length;
        const text = entries.map(({ title, on, direction, cents, goods, purpose, donor }) =>
          csvLine([title, on, word("direction", direction, language), yuan(cents), goods, purpose, donor]),
        );
        if (text.length > 0) controller.enqueue(encoder.encode(text.join("")));
        if (entries.length < perRead) controller.close();
      },
    });
    return c.body(stream, 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="donations.csv"; filename*=UTF-8''donations-${encodeURIComponent(organization.code)}.csv`,
      "X-Content-Type-Options": "nosniff",
    });
  });

  routes.get("/org/:code/disclosure/:id", async (c) => {
    const organization = await organizationOf(c);
    const disclosure = organization && (await publishedDisclosure(db, organization.id, c.req.param("id")));
    if (!disclosure) return nothing(c);
    const { language } = frame(c);
    return c.html(
      layout(frame(c), {
        title: `${disclosure.body.campaign.title} · ${organization.name}`,
        body: disclosurePage({ organization, disclosure, publicUrl, language }),
      }),
    );
  });

  /** The very bytes that were hashed. */
  routes.get("/org/:code/disclosure/:id/body.json", async (c) => {
    const organization = await organizationOf(c);
    const disclosure = organization && (await publishedDisclosure(db, organization.id, c.req.param("id")));
    if (!disclosure) return nothing(c);
    return c.body(canonicalJson(disclosure.body), 200, {
      "Content-Type": "application/json; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    });
  });
  return routes;
}

const csvHeader: Readonly<Record<LanguageCode, readonly string[]>> = {
  "zh-CN": ["项目", "日期", "收支", "金额（元）", "物资", "用途", "捐赠人（已同意公开）"],
  en: ["campaign", "day", "direction", "amount (yuan)", "goods", "purpose", "donor (who agreed)"],
};

/** `?lang=` (kept in a cookie), else the cookie; Chinese where nothing is said. */
function languageOf(c: Context): LanguageCode {
  const asked = languageCodes.find((code) => code === c.req.query("lang"));
  if (asked) {
    setCookie(c, "duban-language", asked, { path: "/", maxAge: 31_536_000, httpOnly: true, sameSite: "Lax" });
    return asked;
  }
  return languageCodes.find((code) => code === getCookie(c, "duban-language")) ?? "zh-CN";
}
