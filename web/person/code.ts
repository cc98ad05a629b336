import { type Context, Hono } from "hono";
import { codeChannels, sendAccessCode, tryAccessCode } from "../../client/registry/access-codes.ts";
import { type Channel, channels as everyChannel, type LanguageCode } from "../../domain/terms.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { findAccessCode } from "../../records/roster/access-codes.ts";
import { peopleById } from "../../records/roster/people.ts";
import type { Reader } from "../../records/views/pages.ts";
import { instantWords } from "../http/format-date.ts";
import { layout } from "../http/layout.ts";
import type { Site } from "../http/site.ts";
import { type CodeProblem, codePage, masked, proofTitle } from "./code-page.ts";
import { readerOfLink } from "./link-reader.ts";
import { proofOf, rememberDevice } from "./proof.ts";

/** A page of a link that requires proof of identity: shows the page that sends an access code instead. */
export async function requestProof(
  site: Site,
  c: Context,
  { code, reader, back }: { code: string; reader: Reader; back: string },
): Promise<Response> {
  return show(site, c, { code, reader, back, of: null, problem: null, status: 401 });
}

interface Shown {
  code: string;
  reader: Reader;
  back: string;
  /** Id of the code that was sent. */
  of: string | null;
  problem: CodeProblem | null;
  status: 200 | 401 | 422 | 429;
}

async function show(site: Site, c: Context, { code, reader, back, of, problem, status }: Shown): Promise<Response> {
  const { context, channels = everyChannel } = site.deps;
  const language = site.language(c, reader.language);
  const [person] = await peopleById(context.db, [reader.id]);
  const ways = (person ? codeChannels(person, channels) : []).map((way) => ({ ...way, masked: masked(way) }));
  const known = of ? await findAccessCode(context.db, of) : null;
  const live = known?.personId === reader.id && known.usedAt === null && known.expiresAt > context.now();
  const body = codePage({
    language,
    proof: proofOf(site, code, back),
    ways,
    sent: of && live ? { of, token: site.token("device", code, of), ...wayOf(known, ways) } : null,
    problem: problem ?? (of && !live ? "over" : null),
  });
  const page = layout(site.frame(c, language), { title: textIn(proofTitle, language), body });
  return c.html(page, status) as Response;
}

/** The channel over which a code was sent. */
function wayOf({ channel }: { channel: Channel }, ways: readonly { channel: Channel; masked: string }[]) {
  return { channel, masked: ways.find((one) => one.channel === channel)?.masked ?? "" };
}

/** Pages below a link to which the code page may return. */
const backs = /^(?:all|handover|hazard|overdue\/[0-9a-z]{1,40})$/;
const backOf = (given: string | undefined): string => (given && backs.test(given) ? given : "");

/** Proof of identity by an access code to the link owner's own address; the device is then remembered. GET shows, POST sends and checks. */
export function codeRoutes(site: Site): Hono {
  const { context, secretKey, channels = everyChannel } = site.deps;
  const routes = new Hono();

  routes.get("/t/:code/code", async (c) => {
    const found = await readerOfLink(site, c);
    if (found instanceof Response) return found;
    return show(site, c, {
      ...found,
      back: backOf(c.req.query("back")),
      of: c.req.query("of") ?? null,
      problem: null,
      status: 200,
    });
  });

  routes.post("/t/:code/code", async (c) => {
    const found = await readerOfLink(site, c);
    if (found instanceof Response) return found;
    const { code, reader } = found;
    const form = await site.form(c, (field) => site.token("code", code, field("key")));
    if (form instanceof Response) return form;
    const key = (form.fields.get("key") ?? "").trim();
    const back = backOf(form.fields.get("back"));
    const channel = everyChannel.find((one) => one === form.fields.get("channel"));
    const asked = await sendAccessCode(
      context,
      { id: key, personId: reader.id, ...(channel && { channel }) },
      channels,
    );
    if (asked === "sent")
      return c.redirect(`/t/${code}/code?of=${key}${back && `&back=${encodeURIComponent(back)}`}`, 303);
    const problem = asked === "nowhere" ? null : { often: at(asked.again, site.language(c, reader.language)) };
    if (problem) c.header("Retry-After", "3600");
    return show(site, c, { code, reader, back, of: null, problem, status: problem ? 429 : 422 });
  });

  routes.post("/t/:code/device", async (c) => {
    const found = await readerOfLink(site, c);
    if (found instanceof Response) return found;
    const { code, reader } = found;
    const form = await site.form(c, (field) => site.token("device", code, field("of")));
    if (form instanceof Response) return form;
    const of = (form.fields.get("of") ?? "").trim();
    const back = backOf(form.fields.get("back"));
    // Chinese keyboards also produce full-width digits.
    const digits = (form.fields.get("code") ?? "").normalize("NFKC").replace(/\D/g, "");
    const tried = await tryAccessCode(context, { id: of, personId: reader.id, code: digits, secretKey });
    if (typeof tried === "object" && "token" in tried) {
      rememberDevice(site, c, reader.id, tried.token);
      return c.redirect(`/t/${code}${back && `/${back}`}`, 303);
    }
    site.miss(c);
    return show(site, c, { code, reader, back, of, problem: tried, status: tried === "over" ? 429 : 422 });
  });
  return routes;
}

const at = (instant: Date, language: LanguageCode): string => instantWords(instant, zone, language);
