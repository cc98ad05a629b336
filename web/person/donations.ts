import { type Context, Hono } from "hono";
import type { Actor } from "../../client/context.ts";
import { campaignOf } from "../../client/kinds/campaign.ts";
import {
  importDonations,
  type NewDonation,
  previewDonations,
  type Recorded,
  recordDonations,
} from "../../client/kinds/donation.ts";
import { cellsOfSheet } from "../../client/sheets/sheet.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, ConsentError, RefusedError } from "../../domain/errors.ts";
import { disclosureDuties } from "../../domain/procedures/kinds/disclosure.ts";
import { type Cause, cause, causeText, placeOf } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { LanguageCode, Role } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { campaignsRecordedBy } from "../../records/donations/campaigns.ts";
import { donationsOf } from "../../records/donations/donations.ts";
import { newId } from "../../records/rows.ts";
import type { Attempt } from "../http/form-fields.ts";
import { layout } from "../http/layout.ts";
import { type Form, type FormRules, mostFileBytes, shortForm } from "../http/multipart.ts";
import { sessionOf } from "../http/session.ts";
import type { Site } from "../http/site.ts";
import { say } from "../words.ts";
import {
  type CheckedSheet,
  confirmInput,
  type DonationsPage,
  donationInputs,
  donationsPage,
  donationsTitle,
} from "./donations-page.ts";
import { requestLink } from "./my-link.ts";
import { mySession } from "./my-session.ts";
import { myTitle } from "./my-title.ts";

/** Roles that record a campaign's donations: those that publish its disclosures. */
export const recordingRoles: readonly Role[] = dutyOf(disclosureDuties.campaign).roles;

/** Maximum number of rows of a sheet on this page. A longer one is uploaded in parts, or by the command line. */
const mostRows = 2_000;
const sheetForm: FormRules = { ...shortForm, files: 1, textBytes: 3 * 1024 * 1024 };
const shown = 20;

/** Who records, by link or by session. */
interface Recorder {
  caseId: string;
  actor: Actor;
  path: string;
  back: { path: string; name: string };
  token: string;
  language: LanguageCode;
}

/** What a response shows differently from a newly opened page. */
type Outcome = Partial<{
  attempt: Attempt;
  sheet: CheckedSheet;
  refused: readonly string[];
  entryKey: string;
  toConfirm: DonationsPage["toConfirm"];
}>;

/** Page on which a campaign's donations are recorded, by the people who run it or an administrator. GET shows, POST acts. */
export function donationRoutes(site: Site): Hono {
  const routes = new Hono();
  for (const [path, door] of [
    ["/my/campaign/:case", byPerson],
    ["/board/case/:case/donations", byBoard],
  ] as const) {
    routes.get(path, async (c) => {
      const recorder = await door(site, c);
      return recorder instanceof Response ? recorder : show(site, c, recorder, {}, 200);
    });
    routes.post(path, async (c) => {
      const recorder = await door(site, c);
      return recorder instanceof Response ? recorder : act(site, c, recorder);
    });
  }
  return routes;
}

/** Whoever records for a campaign, by a session of their own. */
async function byPerson(site: Site, c: Context): Promise<Recorder | Response> {
  const { context } = site.deps;
  const { db } = context;
  const session = await mySession(site, c);
  if (!session) return requestLink(site, c, null, 401);
  const caseId = c.req.param("case") ?? "";
  const own = await campaignsRecordedBy(db, session.reader.id, { roles: recordingRoles, now: context.now(), caseId });
  if (own.length === 0) return site.notFound(c);
  const language = site.language(c, session.reader.language);
  return {
    ...{ caseId, language, actor: { personId: session.reader.id }, path: `/my/campaign/${caseId}` },
    back: { path: "/my", name: textIn(myTitle, language) },
    token: site.token("donations", session.id, caseId),
  };
}

/** The administrator, by a session of the board. */
async function byBoard(site: Site, c: Context): Promise<Recorder | Response> {
  const session = await sessionOf(site, c);
  if (session instanceof Response) return session;
  const caseId = c.req.param("case") ?? "";
  // Supervisors of a campaign do not record its donations.
  if (session.personId !== null) return site.notFound(c);
  const language = site.language(c, session.language);
  return {
    ...{ caseId, language, actor: "administrator", path: `/board/case/${caseId}/donations` },
    back: { path: `/board/case/${caseId}`, name: say("board", language) },
    token: site.token("donations", session.id, caseId),
  };
}

async function show(
  site: Site,
  c: Context,
  { caseId, path, back, token, language }: Recorder,
  { attempt = undefined, sheet, refused = [], entryKey = newId(), toConfirm = null }: Outcome,
  status: 200 | 409 | 422,
): Promise<Response> {
  const { context } = site.deps;
  const { db } = context;
  const campaign = await campaignOf(db, caseId);
  const [recorded, known] =
    /^(\d{1,6})-(\d{1,6})$/
      .exec(c.req.query("done") ?? "")
      ?.slice(1)
      .map(Number) ?? [];
  const body = donationsPage({
    ...{ language, campaign, path, back, token, entryKey, refused, toConfirm },
    ...{ attempt: attempt ?? null, sheet: sheet ?? null },
    today: dateIn(context.now(), campaign.zone),
    entries: await donationsOf(db, { caseId }, { limit: shown }),
    done: recorded !== undefined && known !== undefined ? { recorded, known } : null,
  });
  const title = textIn(donationsTitle, language);
  return c.html(layout({ ...site.frame(c, language), here: path }, { title, body }), status) as Response;
}

/** Records an entry, previews a sheet or imports it. */
async function act(site: Site, c: Context, recorder: Recorder): Promise<Response> {
  const { context } = site.deps;
  const { caseId, actor, path, token, language } = recorder;
  const form = await site.form(c, token, sheetForm);
  if (form instanceof Response) return form;
  const field = (name: string): string => (form.fields.get(name) ?? "").trim();
  const done = ({ recorded, known }: Recorded): Response => c.redirect(`${path}?done=${recorded}-${known}`, 303);
  const which = field("act");
  const recording = { caseId, actor, confirmed: field(confirmInput) === "yes" };
  try {
    if (which === "record") return done(await recordDonations(context, { ...recording, rows: [entryOf(form)] }));
    if (which === "import") return done(await importDonations(context, { ...recording, csv: cellsIn(field("cells")) }));
    const cells = cellsOf(form);
    return show(site, c, recorder, { sheet: { ...(await previewDonations(context, { caseId, cells })), cells } }, 200);
  } catch (error) {
    if (error instanceof ConsentError && which === "import") {
      const cells = cellsIn(field("cells"));
      const sheet = { ...(await previewDonations(context, { caseId, cells })), cells };
      return show(site, c, recorder, { sheet, toConfirm: asked(error, "sheet", language) }, 409);
    }
    if (!(error instanceof BadInputError || error instanceof RefusedError || error instanceof ConsentError))
      throw error;
    const status = error instanceof BadInputError ? 422 : 409;
    const values = Object.fromEntries(donationInputs.map((name) => [name, field(name)]));
    const problems = which === "record" ? problemsIn(error.causes, language) : {};
    const refused = error.causes.filter((one) => !Object.hasOwn(problems, placeOf(one) ?? "")).map(sentence(language));
    const attempt: Attempt = { verb: "submit", values, problems };
    const kept = which === "record" && { attempt, entryKey: field("entry") };
    if (error instanceof ConsentError)
      return show(site, c, recorder, { ...kept, toConfirm: asked(error, "entry", language) }, status);
    return show(site, c, recorder, { ...kept, refused }, status);
  }
}

const asked = (error: ConsentError, form: "entry" | "sheet", language: LanguageCode): DonationsPage["toConfirm"] => ({
  form,
  why: error.causes.map(sentence(language)),
});

const sentence =
  (language: LanguageCode) =>
  (one: Cause): string =>
    textIn(causeText(one, "page"), language);

/** Error messages by input. */
function problemsIn(causes: readonly Cause[], language: LanguageCode): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const one of causes) {
    const place = placeOf(one) ?? "";
    if ((donationInputs as readonly string[]).includes(place)) problems[place] = sentence(language)(one);
  }
  return problems;
}

/** The entry of the form. It is recorded once, by its number or by the key that its page was given. */
function entryOf({ fields }: Form): NewDonation {
  const field = (name: string): string => (fields.get(name) ?? "").trim();
  return {
    ...{ on: field("on"), amount: field("amount"), goods: field("goods"), purpose: field("purpose") },
    ...{ direction: field("direction"), donor: field("donor"), key: field("key") || field("entry") },
  };
}

/** Cells of the uploaded sheet. @throws {BadInputError} no file, not a sheet, or too long for a page */
function cellsOf({ files, refused }: Form): string[][] {
  const [file] = files;
  const large = refused.find(({ why }) => why !== "empty");
  if (large) {
    const bound = { file: printable(large.name), bound: "bytes", most: mostFileBytes } as const;
    throw new BadInputError(cause("sheet-too-large", bound));
  }
  if (!file) throw new BadInputError(cause("sheet-missing"));
  const cells = cellsOfSheet(Buffer.from(file.bytes), file.name);
  if (cells.length > mostRows + 1)
    throw new BadInputError(cause("too-many-rows", { rows: cells.length - 1, most: mostRows }));
  return cells;
}

/** Cells of a checked sheet, as its page carried them. They are checked again. */
function cellsIn(text: string): string[][] {
  let cells: unknown;
  try {
    cells = JSON.parse(text);
  } catch {
    cells = null;
  }
  const rows = Array.isArray(cells) ? cells : [];
  return rows.filter((row) => Array.isArray(row)).map((row: unknown[]) => row.map(String));
}
