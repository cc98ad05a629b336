import { type Context, Hono } from "hono";
import type { Actor } from "../../client/context.ts";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { allAtResponse } from "../../client/registry/level-standing.ts";
import { BadFiles } from "../../client/tasks/files.ts";
import { RefusedError } from "../../domain/errors.ts";
import { severities } from "../../domain/procedures/severity.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { newId } from "../../records/rows.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { boardOrganizations, organizationNamed, rolesHeld } from "../../records/views/board.ts";
import { layout } from "../http/layout.ts";
import { type FieldOf, mostFiles, shortForm } from "../http/multipart.ts";
import { sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { requestProof } from "../person/code.ts";
import { readerOfLink } from "../person/link-reader.ts";
import { isProven } from "../person/proof.ts";
import { type HazardAttempt, hazardPage, hazardTitle, longestReport } from "./hazard-page.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Above this number, organizations are entered by code instead of chosen from a list. */
const listed = 200;

/** Who reports, by link or by session. */
interface Reporter {
  actor: Actor;
  /** Organizations in which they hold a role; null: all. */
  organizationIds: readonly string[] | null;
  /** Page on which they prove who they are, to report in other organizations too; null: there are none, or they have done so. */
  more: string | null;
  path: string;
  back: string;
  /** Subject of the form token, which distinguishes this reporter's forms from others. */
  subject: readonly string[];
  language: LanguageCode;
}

/** Reporting a hazard, for everybody with a personal link or a session, in the organizations in which they hold a role. GET shows, POST acts. */
export function hazardRoutes(site: Site): Hono {
  const routes = new Hono();
  for (const [path, open] of [
    ["/t/:code/hazard", byLink],
    ["/board/hazard", bySession],
  ] as const) {
    routes.get(path, async (c) => {
      const reporter = await open(site, c);
      return reporter instanceof Response ? reporter : show(site, c, reporter, null, 200);
    });
    routes.post(path, async (c) => {
      const reporter = await open(site, c);
      return reporter instanceof Response ? reporter : act(site, c, reporter);
    });
  }
  return routes;
}

/** The reporter by a personal link. */
async function byLink(site: Site, c: Context): Promise<Reporter | Response> {
  const { context } = site.deps;
  const { db } = context;
  const found = await readerOfLink(site, c);
  if (found instanceof Response) return found;
  const { code, taskId, reader } = found;
  const held = [...(await rolesHeld(db, reader.id, context.now())).keys()];
  if (held.length === 0) {
    site.miss(c);
    return site.noLink(c);
  }
  // A link may have been forwarded; without proof it offers only the organization of its task.
  const proven = await isProven(site, c, reader.id);
  const ofTask = (await findTask(db, taskId))?.organizationId;
  const shown = proven ? held : held.filter((id) => id === ofTask);
  if (shown.length === 0) return requestProof(site, c, { code, reader, back: "hazard" });
  return {
    actor: { personId: reader.id },
    organizationIds: shown,
    more: shown.length < held.length ? `/t/${code}/code?back=hazard` : null,
    path: `/t/${code}/hazard`,
    back: `/t/${code}`,
    subject: ["hazard", code],
    language: site.language(c, reader.language),
  };
}

/** The reporter by a session of the board. */
async function bySession(site: Site, c: Context): Promise<Reporter | Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const { personId, organizationIds, id } = session;
  return {
    actor: personId === null ? "administrator" : { personId },
    organizationIds,
    more: null,
    path: "/board/hazard",
    back: "/board",
    subject: ["hazard", "board", id],
    language: site.language(c, session.language),
  };
}

async function show(
  site: Site,
  c: Context,
  reporter: Reporter,
  attempt: HazardAttempt | null,
  status: 200 | 409 | 422,
): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const { language, path, back, subject } = reporter;
  const organizations = await boardOrganizations(db, reporter.organizationIds, listed + 1);
  const key = attempt?.key ?? newId();
  const body = hazardPage({
    language,
    path,
    back,
    organizations: organizations.length > listed ? null : organizations,
    more: reporter.more,
    attempt,
    atResponse: !attempt && (await allAtResponse(context, reporter.organizationIds)),
    key,
    token: site.token(...subject, key),
    reported: c.req.query("reported") === "1",
  });
  return c.html(layout(site.frame(c, language), { title: hazardTitle(language), body }), status) as Response;
}

/** Reports the hazard of a form. */
async function act(site: Site, c: Context, reporter: Reporter): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  // Counted before the body is read. A danger can be reported by telephone too.
  const who = typeof reporter.actor === "object" ? reporter.actor.personId : null;
  if (who !== null && (site.reports.blocked(who) || site.reportBytes.blocked(who))) {
    c.header("Retry-After", "3600");
    return site.plain(
      c,
      429,
      t("今天报告的次数太多", "Too many reports today"),
      t(
        "紧急情况请直接拨打119、110或120，并联系负责人。",
        "In danger call 119, 110 or 120, and get in touch with whoever is responsible.",
      ),
    );
  }
  const token = (field: FieldOf): string => site.token(...reporter.subject, field("key"));
  const form = await site.form(c, token, { ...shortForm, files: mostFiles });
  if (form instanceof Response) return form;
  if (who !== null) {
    site.reports.count(who);
    site.reportBytes.count(
      who,
      form.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
  }
  const field = (name: string): string => (form.fields.get(name) ?? "").trim();
  const key = field("key");
  const attempt = { key, organization: field("organization"), what: field("what"), severity: field("severity") };
  const organization = await organizationNamed(db, reporter.organizationIds, attempt.organization.slice(0, 200));
  const severity = severities.find((one) => one === attempt.severity);
  const problems: HazardAttempt["problems"][number][] = [
    ...(organization ? [] : (["organization"] as const)),
    ...(attempt.what.length > 0 && attempt.what.length <= longestReport ? [] : (["what"] as const)),
    ...(severity ? [] : (["severity"] as const)),
    ...(form.refused.length === 0 ? [] : (["photo"] as const)),
  ];
  if (!organization || !severity || problems.length > 0) return show(site, c, reporter, { ...attempt, problems }, 422);
  try {
    await reportHazard(context, {
      organizationId: organization.id,
      what: attempt.what.replace(/\s+/gu, " "),
      severity,
      files: form.files,
      actor: reporter.actor,
      // Idempotency key: a form that is sent twice reports one hazard; with changed words it is another.
      key: `page-${key}-${site.token("words", attempt.what).slice(0, 12)}`,
    });
  } catch (error) {
    if (error instanceof BadFiles) {
      const [bad] = error.files;
      return show(site, c, reporter, { ...attempt, problems: ["photo"], ...(bad && { photo: bad }) }, 422);
    }
    if (error instanceof RefusedError) return show(site, c, reporter, { ...attempt, problems: ["organization"] }, 409);
    throw error;
  }
  return c.redirect(`${reporter.path}?reported=1`, 303);
}
