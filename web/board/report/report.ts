import { type Context, Hono } from "hono";
import { formulaHistory, type ReportQuery, reportOf, setFormula } from "../../../client/reporting/report.ts";
import { workbook } from "../../../client/reporting/workbook.ts";
import { BadInputError, NotFoundError } from "../../../domain/errors.ts";
import { causeText, placeOf } from "../../../domain/reasons/index.ts";
import { bulletinOf } from "../../../domain/reporting/bulletin.ts";
import { formulaNames } from "../../../domain/reporting/formula.ts";
import { recentPeriods } from "../../../domain/reporting/period.ts";
import type { Report } from "../../../domain/reporting/report.ts";
import { csvOf, sheetsOf } from "../../../domain/reporting/sheets.ts";
import type { LanguageCode, Text } from "../../../domain/terms.ts";
import { dateIn, cityZone as zone } from "../../../domain/time/zones.ts";
import { textIn, word } from "../../../domain/words.ts";
import { namesOf } from "../../../records/messages/stories.ts";
import { districtsAmong } from "../../../records/reporting/reports.ts";
import { newId } from "../../../records/rows.ts";
import type { Html } from "../../http/html.ts";
import { layout } from "../../http/layout.ts";
import { type Session, sessionOf } from "../../http/session.ts";
import type { Site } from "../../http/site.ts";
import { say } from "../../words.ts";
import { boardPlaces } from "../board-task.ts";
import { issueToken, mayIssue } from "../circulars/circular-issue.ts";
import { issuePage, typeField } from "../circulars/circular-issue-page.ts";
import type { FormulaAttempt } from "./formula-form.ts";
import { printed } from "./print-pdf.ts";
import { reportAddress, reportPage, reportTables, reportTitle } from "./report-page.ts";

/** A report, or the reason why there is none. */
type AskedReport = { report: Report; problem: null } | { report: null; problem: Text; status: 404 | 422 };

/** The report on the reader's organizations: as a page, as tables for download, and as the draft of a circular. */
export function reportRoutes(site: Site): Hono {
  const routes = new Hono();
  routes.get("/board/report", async (c) => {
    const session = await sessionOf(site, c);
    return session instanceof Response ? session : show(site, c, session);
  });
  routes.post("/board/report/formula", (c) => changeFormula(site, c));
  routes.get("/board/report/print.pdf", (c) => pdf(site, c));
  routes.get("/board/report/table.csv", download(site, "csv", "text/csv; charset=utf-8", csvOf));
  routes.get(
    "/board/report/tables.xlsx",
    download(site, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (report, language) =>
      workbook(sheetsOf(report, language)),
    ),
  );
  routes.get("/board/report/issue", (c) => draftCircular(site, c));
  return routes;
}

/** The report that is asked for, or what is wrong with the question. */
async function askedReport(site: Site, c: Context, session: Session): Promise<AskedReport> {
  const { context } = site.deps;
  try {
    return { report: await reportOf(context, askedOf(c, session), session.organizationIds), problem: null };
  } catch (error) {
    if (!(error instanceof BadInputError || error instanceof NotFoundError)) throw error;
    const [first] = error.causes;
    const problem = first ? causeText(first, "page") : reportTitle;
    return { report: null, problem, status: error instanceof NotFoundError ? 404 : 422 };
  }
}

async function pageOf(
  site: Site,
  c: Context,
  session: Session,
  told: AskedReport,
  { page, attempt = null }: { page: number; attempt?: FormulaAttempt | null },
): Promise<Html> {
  const { context } = site.deps;
  const { db } = context;
  const language = site.language(c, session.language);
  const history = await formulaHistory(db);
  const names = await namesOf(db, [...new Set(history.map(({ setBy }) => setBy))]);
  const asked = askedOf(c, session);
  const table = reportTables.find((one) => one === c.req.query("by")) ?? "organization";
  const all = session.organizationIds === null;
  return reportPage({
    ...{ language, asked, report: told.report, problem: told.problem, table, page, all },
    bulletin: told.report && bulletinOf(told.report, language),
    formulas: history.map((one) => ({ ...one, by: names.get(one.setBy) ?? word("actor", one.setBy, language) })),
    formulaForm: all
      ? {
          token: site.token("formula", session.id),
          action: reportAddress(asked, "/board/report/formula"),
          attempt,
          set: c.req.query("done") === "formula",
        }
      : null,
    periods: recentPeriods(dateIn(context.now(), zone)),
    districts: await districtsAmong(db, session.organizationIds),
    issues: await mayIssue(site, session),
    pdf: site.deps.chromium !== undefined,
  });
}

async function show(
  site: Site,
  c: Context,
  session: Session,
  attempt: FormulaAttempt | null = null,
  status?: 422,
): Promise<Response> {
  const language = site.language(c, session.language);
  const told = await askedReport(site, c, session);
  const page = Number.parseInt(c.req.query("page") ?? "1", 10);
  const body = await pageOf(site, c, session, told, { page: page >= 0 && page < 1_000 ? page : 1, attempt });
  const frame = {
    ...site.frame(c, language, boardPlaces(site, language, false)),
    ...(attempt && { here: reportAddress(askedOf(c, session)) }),
  };
  const found = told.report ? 200 : told.status;
  return c.html(layout(frame, { title: textIn(reportTitle, language), body, wide: true }), status ?? found) as Response;
}

/** The administrator sets the formula by which organizations are ranked; the query names the report to return to. */
async function changeFormula(site: Site, c: Context): Promise<Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  if (session.organizationIds !== null || session.personId !== null) return site.notFound(c);
  const form = await site.form(c, site.token("formula", session.id));
  if (form instanceof Response) return form;
  const values = Object.fromEntries(
    [...formulaNames, "because"].map((name) => [name, (form.fields.get(name) ?? "").trim()]),
  );
  const { because = "", ...change } = values;
  try {
    await setFormula(site.deps.context, { change, because, actor: "administrator" });
    return c.redirect(`${reportAddress(askedOf(c, session), "/board/report", { done: "formula" })}#formula`, 303);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return show(site, c, session, { values, problems: problemsOf(error) }, 422);
  }
}

/** The whole report on A4, printed by the configured browser. */
async function pdf(site: Site, c: Context): Promise<Response> {
  const { chromium } = site.deps;
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const told = await askedReport(site, c, session);
  if (!chromium || !told.report) return site.notFound(c);
  const language = site.language(c, session.language);
  const body = await pageOf(site, c, session, told, { page: 0 });
  const title = textIn(reportTitle, language);
  const bytes = await printed(chromium, layout({ language, here: "" }, { title, body, wide: true, alone: true }));
  return c.body(bytes as Buffer<ArrayBuffer>, 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": `attachment; filename="report-${told.report.period.key}.pdf"`,
    "X-Content-Type-Options": "nosniff",
  }) as Response;
}

/** The report as a file. */
const download =
  (site: Site, name: string, type: string, make: (report: Report, language: LanguageCode) => Buffer | string) =>
  async (c: Context) => {
    const session = await sessionOf(site, c);
    if (session instanceof Response) return session;
    const { report } = await askedReport(site, c, session);
    if (!report) return site.notFound(c);
    const bytes = make(report, site.language(c, session.language));
    return c.body(bytes as Buffer<ArrayBuffer> | string, 200, {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="report-${report.period.key}.${name}"`,
      "X-Content-Type-Options": "nosniff",
    }) as Response;
  };

/** Opens the form of a circular with the bulletin as a draft; nothing is sent. */
async function draftCircular(site: Site, c: Context): Promise<Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  if (!(await mayIssue(site, session))) return site.notFound(c);
  const { report } = await askedReport(site, c, session);
  if (!report) return site.notFound(c);
  const language = site.language(c, session.language);
  const { title, text } = bulletinOf(report, language);
  const { district, type } = report.scope;
  const key = newId();
  const organization = askedOf(c, session).organization;
  const whom = organization
    ? { organizations: organization }
    : { ...(district && { districts: district }), ...(type && { [typeField(type)]: "yes" }) };
  const attempt = { key, values: { title, text, ...whom }, problems: [] };
  const body = issuePage({ language, attempt, key, token: issueToken(site, session, key) });
  const frame = site.frame(c, language, boardPlaces(site, language, false));
  return c.html(layout(frame, { title: say("issue", language), body })) as Response;
}

/** Fields of the formula that were rejected. */
const problemsOf = ({ causes }: BadInputError): FormulaAttempt["problems"] => {
  const named = formulaNames.filter((name) => causes.some((one) => placeOf(one) === name));
  return named.length > 0 ? named : ["because"];
};

/** Only the administrator may choose another authority's report. */
function askedOf(c: Context, { organizationIds }: Session): ReportQuery {
  const asked: ReportQuery = {};
  for (const name of ["period", "duty", "organization", "district", "type", "authority"] as const) {
    const value = (c.req.query(name) ?? "").trim().slice(0, 120);
    if (value && (name !== "authority" || organizationIds === null)) asked[name] = value;
  }
  return asked;
}
