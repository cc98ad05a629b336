import { type Context, Hono } from "hono";
import { raiseDonorMatter } from "../../client/kinds/donor-matters.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { receiptOpens } from "../../domain/procedures/requester.ts";
import { placeOf } from "../../domain/reasons/index.ts";
import type { Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type CampaignRow, campaignsOf, findQuery } from "../../records/donations/campaigns.ts";
import { newId } from "../../records/rows.ts";
import { isToken } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { readPublicPost } from "./public-form.ts";
import { type QueryAttempt, queryPage, queryReceipt } from "./query-page.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const title = t("查询捐赠款物", "Ask about donations");

/** Path of the page on which a donor reads the answer; it cannot be guessed. */
export const queryPath = (site: Site, taskId: string): string => `/query/${taskId}.${site.token("query", taskId)}`;

/**
 * A donor's question about a campaign, without login or name, and the page of its answer, which is due within twenty days (广州市慈善促进条例). GET shows,
 * POST acts.
 */
export function queryRoutes(site: Site): Hono {
  const { context, visitors = context.db } = site.deps;
  const routes = new Hono();

  const open = async (c: Context): Promise<CampaignRow | Response> => {
    const [campaign] = await campaignsOf(visitors, { caseId: c.req.param("id") ?? "" });
    if (campaign?.code === c.req.param("code") && campaign?.state === "open") return campaign;
    return site.plain(
      c,
      404,
      t("这里没有可以填写的表单", "There is no form here"),
      t("请检查网址；募捐或项目也可能已经结束。", "Please check the address; the campaign may also be over."),
    );
  };
  const show = (c: Context, campaign: CampaignRow, attempt: QueryAttempt | null, status: 200 | 409 | 422): Response => {
    const language = site.language(c);
    const key = attempt?.key ?? newId();
    const body = queryPage({ campaign, language, attempt, key, token: site.token("ask", campaign.caseId, key) });
    return c.html(layout(site.frame(c, language), { title: textIn(title, language), body }), status) as Response;
  };

  routes.get("/o/:code/query/:id", async (c) => {
    const campaign = await open(c);
    return campaign instanceof Response ? campaign : show(c, campaign, null, 200);
  });

  routes.post("/o/:code/query/:id", async (c) => {
    const campaign = await open(c);
    if (campaign instanceof Response) return campaign;
    const post = await readPublicPost(site, c, "ask", campaign.caseId);
    if (post instanceof Response) return post;
    const { key, field } = post;
    const [words, contact] = [field("words"), field("contact")];
    try {
      const { taskId } = await raiseDonorMatter(context, {
        caseId: campaign.caseId,
        matter: "query",
        what: words,
        contact: { email: contact, language: site.language(c) },
        // Idempotency key: a form that is sent twice asks one question; with changed words it is another.
        key: `form-${key}-${site.token("words", words).slice(0, 12)}`,
        actor: "system",
      });
      return c.redirect(queryPath(site, taskId), 303);
    } catch (error) {
      if (error instanceof BadInputError)
        return show(c, campaign, { key, words, contact, problems: problemsOf(error) }, 422);
      if (error instanceof RefusedError) return show(c, campaign, { key, words, contact, problems: [] }, 409);
      throw error;
    }
  });

  routes.get("/query/:code", async (c) => {
    const blocked = site.blocked(c);
    if (blocked) return blocked;
    const [taskId = "", code] = c.req.param("code").split(".");
    const found = isToken(code, site.token("query", taskId)) ? await findQuery(visitors, taskId) : null;
    if (!found) {
      site.miss(c);
      return site.noLink(c);
    }
    if (!receiptOpens(found, context.now())) return site.noLink(c);
    const language = site.language(c);
    return c.html(
      layout(site.frame(c, language), {
        title: textIn(title, language),
        body: queryReceipt({ found, language, taskId }),
      }),
    );
  });
  return routes;
}

/** Rejected fields. */
const problemsOf = (error: BadInputError): ("words" | "contact")[] =>
  error.causes.map((one) => (placeOf(one) === "contact" ? "contact" : "words"));
