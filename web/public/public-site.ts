import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { writing } from "../../domain/messages/languages/writing.ts";
import { type LanguageCode, languageCodes } from "../../domain/terms.ts";
import type { Statements } from "../../prisma/client.ts";
import type { PortalDeps } from "../deps.ts";
import { type Cached, cachedPage } from "../http/cached.ts";
import { formToken } from "../http/guard.ts";
import { type Frame, layout, type Page, plainPage } from "../http/layout.ts";
import { currentPath } from "../http/site.ts";

export type PublicDeps = Pick<PortalDeps, "context" | "publicUrl"> &
  Partial<Pick<PortalDeps, "visitors" | "secretKey" | "clock" | "sandbox" | "log">>;

/** What the public pages have in common. */
export interface PublicSite extends Pick<PublicDeps, "context" | "publicUrl" | "log"> {
  db: Statements;
  /** A page in the reader's language, rendered once for each version. */
  page(c: Context, about: Cached, make: (frame: Frame) => Promise<Page>): Promise<Response>;
  /** There is no such page. */
  nothing(c: Context): Response;
}

export function publicSite(deps: PublicDeps): PublicSite {
  const { context, visitors: db = context.db, publicUrl } = deps;
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
  return { db, context, publicUrl, page, nothing, ...(deps.log && { log: deps.log }) };
}

/** Part of a version: an open campaign is shown with the minutes left. */
export const minuteOf = (now: Date): number => Math.floor(now.getTime() / 60_000);

/** Part of a version: a disclosure that is not on the platform becomes late there on a certain day. */
export const hourOf = (now: Date): number => Math.floor(now.getTime() / 3_600_000);

/** The language: `?lang=` (stored in a cookie), otherwise the cookie, otherwise Chinese. */
export function languageOf(c: Context): LanguageCode {
  const asked = languageCodes.find((code) => code === c.req.query("lang"));
  if (asked) {
    setCookie(c, "duban-language", asked, { path: "/", maxAge: 31_536_000, httpOnly: true, sameSite: "Lax" });
    return asked;
  }
  return languageCodes.find((code) => code === getCookie(c, "duban-language")) ?? "zh-CN";
}
