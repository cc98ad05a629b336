import { type Context, Hono } from "hono";
import { raisable, raiseOpinion } from "../../client/kinds/opinion.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { receiptOpens } from "../../domain/procedures/requester.ts";
import { placeOf } from "../../domain/reasons/index.ts";
import type { Text } from "../../domain/terms.ts";
import { findOpinion, opinionSteps } from "../../records/cases/opinions.ts";
import { findOrganization, type OrganizationRecord } from "../../records/roster/organizations.ts";
import { newId } from "../../records/rows.ts";
import { isToken } from "../http/guard.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { readPublicPost } from "./public-form.ts";
import { type RaiseAttempt, raisePage, raiseTitle } from "./raise-page.ts";
import { receiptPage } from "./receipt-page.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Path of the page on which a requester follows the state; it cannot be guessed. */
export const receiptPath = (site: Site, caseId: string): string => `/raised/${caseId}.${site.token("raised", caseId)}`;

/** The public form of an organization, without login, and the page of each receipt. GET shows, POST acts. */
export function raiseRoutes(site: Site): Hono {
  const routes = new Hono();
  routes.get("/o/:code/raise", async (c) => {
    const organization = await open(site, c);
    return organization instanceof Response ? organization : show(site, c, organization, null, 200);
  });
  routes.post("/o/:code/raise", (c) => raise(site, c));
  routes.get("/raised/:code", (c) => receipt(site, c));
  return routes;
}

/** The organization, if anything can be raised there. */
async function open(site: Site, c: Context): Promise<OrganizationRecord | Response> {
  const { context, visitors = context.db } = site.deps;
  const organization = await findOrganization(visitors, c.req.param("code") ?? "");
  if (!organization || organization.closedAt || raisable(organization).length === 0)
    return site.plain(
      c,
      404,
      t("这里没有可以填写的表单", "There is no form here"),
      t(
        "请检查网址；本机构也可能没有开设这一渠道，或者已经关闭。",
        "Please check the address; this organization may also take nothing in this way, or be closed.",
      ),
    );
  return organization;
}

function show(
  site: Site,
  c: Context,
  organization: OrganizationRecord,
  attempt: RaiseAttempt | null,
  status: 200 | 409 | 422,
): Response {
  const language = site.language(c);
  const key = attempt?.key ?? newId();
  const page = {
    organization,
    kinds: raisable(organization),
    language,
    attempt,
    key,
    token: site.token("raise", organization.id, key),
  };
  return c.html(
    layout(site.frame(c, language), { title: raiseTitle(page.kinds, language), body: raisePage(page) }),
    status,
  ) as Response;
}

async function raise(site: Site, c: Context): Promise<Response> {
  const { context } = site.deps;
  const organization = await open(site, c);
  if (organization instanceof Response) return organization;
  const post = await readPublicPost(site, c, "raise", organization.id);
  if (post instanceof Response) return post;
  const { key, field } = post;
  const kind = raisable(organization).find((one) => one === field("kind"));
  const attempt = { key, kind: kind ?? "", words: field("words"), name: field("name"), contact: field("contact") };
  if (!kind) return show(site, c, organization, { ...attempt, problems: ["kind"] }, 422);
  try {
    const { caseId } = await raiseOpinion(context, {
      organization: organization.code,
      kind,
      words: attempt.words,
      requester: { name: attempt.name, contact: attempt.contact },
      language: site.language(c),
      // Idempotency key: a form that is sent twice submits one matter; with changed words it is another.
      key: `form-${key}-${site.token("words", kind, attempt.words).slice(0, 12)}`,
      actor: "system",
    });
    return c.redirect(receiptPath(site, caseId), 303);
  } catch (error) {
    if (error instanceof BadInputError) {
      const problems = error.causes.map((one) => placeOf(one) ?? "");
      return show(site, c, organization, { ...attempt, problems }, 422);
    }
    if (error instanceof RefusedError) return show(site, c, organization, { ...attempt, problems: ["refused"] }, 409);
    throw error;
  }
}

async function receipt(site: Site, c: Context): Promise<Response> {
  const { context, visitors = context.db } = site.deps;
  const blocked = site.blocked(c);
  if (blocked) return blocked;
  const [caseId = "", code] = (c.req.param("code") ?? "").split(".");
  const found = isToken(code, site.token("raised", caseId)) ? await findOpinion(visitors, caseId, context.now()) : null;
  if (!found) {
    site.miss(c);
    return site.noLink(c);
  }
  if (!receiptOpens(found, context.now())) return site.noLink(c);
  const language = site.language(c);
  const steps = await opinionSteps(visitors, caseId);
  return c.html(
    layout(site.frame(c, language), {
      title: writing[language].either("办理情况", "How it stands"),
      body: receiptPage({ found, steps, language }),
    }),
  );
}
