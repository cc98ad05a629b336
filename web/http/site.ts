import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { pageContext } from "../../client/reading.ts";
import { type LanguageCode, languageCodes, type Text } from "../../domain/terms.ts";
import type { PortalDeps } from "../deps.ts";
import { FormError } from "./form-error.ts";
import { formToken, isOwnPost, isToken } from "./guard.ts";
import { type Frame, plainPage } from "./layout.ts";
import {
  type FieldOf,
  type Form,
  type FormRules,
  mostFileBytes,
  mostFiles,
  mostFilesBytes,
  mostParts,
  readForm,
  shortForm,
} from "./multipart.ts";
import { RateLimit, type Visitor, visitorBehind } from "./rate-limit.ts";
import { bodyOf } from "./request-body.ts";
import { type Lease, Room, type Sender } from "./room.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const day = 86_400_000;
const mega = 1024 * 1024;
const languageCookie = "duban-language";

/** What all pages share. */
export class Site {
  readonly deps: PortalDeps;
  readonly misses: RateLimit;
  /** Limits sent public forms. */
  readonly posts: RateLimit;
  /** Limits attempts to send public forms, counted before the body is read. */
  readonly attempts: RateLimit;
  /** Limits the hazards that a person reports in a day, and the bytes of their photos. */
  readonly reports: RateLimit;
  readonly reportBytes: RateLimit;
  /** Limits the requests for a calendar feed. */
  readonly feeds: RateLimit;
  readonly visitor: Visitor;
  readonly #room = new Room();
  readonly #leases = new WeakMap<Request, Lease>();
  constructor(deps: PortalDeps) {
    this.deps = { ...deps, context: pageContext(deps.context) };
    this.misses = new RateLimit(deps.context.now);
    this.posts = new RateLimit(deps.context.now, { allowed: 10, window: 3_600_000 });
    this.attempts = new RateLimit(deps.context.now, { allowed: 60, window: 3_600_000 });
    this.reports = new RateLimit(deps.context.now, { allowed: 30, window: day });
    this.reportBytes = new RateLimit(deps.context.now, { allowed: 200 * 1024 * 1024, window: day });
    this.feeds = new RateLimit(deps.context.now, { allowed: 60, window: 3_600_000 });
    this.visitor = visitorBehind(deps.trustProxy ?? []);
  }

  /** The language of a page: `?lang=` (stored in a cookie), otherwise the cookie, the reader's own, the browser's, and at last Chinese. */
  language(c: Context, own?: LanguageCode): LanguageCode {
    const asked = languageCodes.find((code) => code === c.req.query("lang"));
    if (asked) {
      setCookie(c, languageCookie, asked, { path: "/", maxAge: 31_536_000, httpOnly: true, sameSite: "Lax" });
      return asked;
    }
    const kept = languageCodes.find((code) => code === getCookie(c, languageCookie));
    return kept ?? own ?? fromBrowser(c.req.header("accept-language"));
  }

  frame(c: Context, language: LanguageCode, places?: Frame["places"]): Frame {
    const { clock, sandbox } = this.deps;
    return {
      language,
      here: currentPath(c),
      ...(places && { places }),
      ...(sandbox && { sandbox }),
      ...(clock && { clock: { now: clock.now(), token: this.token("clock") } }),
    };
  }

  token(...subject: string[]): string {
    return formToken(this.deps.secretKey, ...subject);
  }

  /** A page with one message in both languages. */
  plain(
    c: Context,
    status: 200 | 400 | 401 | 403 | 404 | 408 | 413 | 429 | 500 | 503,
    title: Text,
    ...lines: readonly Text[]
  ): Response {
    return c.html(plainPage(this.frame(c, this.language(c)), title, lines), status) as Response;
  }

  /** The same page for a code that is unknown, expired, revoked or of a person who has left. */
  noLink(c: Context): Response {
    return this.plain(
      c,
      404,
      t("这个链接打不开", "This link does not open"),
      t(
        "链接可能不完整、已过期或已停用。请打开最近一封督办邮件或短信里的链接；仍然打不开的，请联系本机构秘书处或管理员。",
        "It may be incomplete, expired or withdrawn. Please open the link in the newest message; if that does not help either, ask your organization's secretariat or the administrator.",
      ),
    );
  }

  /** Response: no database connection became free. What a form submitted before that may still have been stored. */
  busy(c: Context): Response {
    return this.later(
      c,
      5,
      t("现在办理的人太多", "Too much is being done just now"),
      t(
        "请过几秒钟重新打开页面。刚才提交的内容如果没有保存，请再提交一次。",
        "Please open the page again in a few seconds. If what you sent has not been saved, please send it once more.",
      ),
    );
  }

  /** Response 503: the same request can be repeated after some seconds. */
  private later(c: Context, seconds: number, title: Text, line: Text): Response {
    c.header("Retry-After", String(seconds));
    return this.plain(c, 503, title, line);
  }

  notFound(c: Context): Response {
    return this.plain(
      c,
      404,
      t("没有这个页面", "There is no such page"),
      t("请检查网址。", "Please check the address."),
    );
  }

  /** Response for an address that has sent public forms too often, checked before the body is read; null: not limited */
  tooMany(c: Context): Response | null {
    const visitor = this.visitor(c);
    const blocked = this.posts.blocked(visitor) || this.attempts.blocked(visitor);
    this.attempts.count(visitor);
    if (!blocked) return null;
    c.header("Retry-After", "3600");
    return this.plain(
      c,
      429,
      t("提交次数太多", "Too many at once"),
      t("请一小时后再试，或者直接联系本机构。", "Please try again in an hour, or get in touch with the organization."),
    );
  }

  /** Response for an address that has tried too many wrong codes; null: not limited */
  blocked(c: Context): Response | null {
    if (!this.misses.blocked(this.visitor(c))) return null;
    c.header("Retry-After", "60");
    return this.plain(
      c,
      429,
      t("尝试次数太多", "Too many tries"),
      t("请一分钟后再试。", "Please try again in a minute."),
    );
  }

  miss(c: Context): void {
    this.misses.count(this.visitor(c));
  }

  foreign(c: Context): Response {
    return this.plain(
      c,
      403,
      t("没有执行", "Nothing was done"),
      t(
        "这次操作不是从本页面的按钮发出的。请重新打开页面，再按一次按钮。",
        "This did not come from a button on our page. Please open the page again and press the button there.",
      ),
    );
  }

  /** Reserves memory for the body of a request until it has been answered. */
  lease(c: Context, sender: Sender): Lease {
    const lease = this.#room.lease(sender);
    this.#leases.set(c.req.raw, lease);
    return lease;
  }

  /** Releases the memory of a request's body after the response. */
  readonly releases: MiddlewareHandler = async (c, next) => {
    try {
      await next();
    } finally {
      this.#leases.get(c.req.raw)?.release();
    }
  };

  /**
   * Reads a form that one of our pages sent.
   * @param token the token that the page gave its form; a function if it follows from the form's fields, such as its key
   * @param rules limits of the route; what exceeds them is not kept
   * @returns the form, or the response that refuses it
   */
  async form(c: Context, token: string | ((field: FieldOf) => string), rules = shortForm): Promise<Form | Response> {
    if (!isOwnPost(c, this.deps.publicUrl)) return this.foreign(c);
    const proves = (field: FieldOf): boolean =>
      isToken(field("token"), typeof token === "string" ? token : token(field));
    const lease = this.lease(c, rules.sender);
    try {
      return await readForm(bodyOf(c), { ...rules, proves }, lease);
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      return this.unread(c, error.code, rules);
    }
  }

  /** Response to a form that could not be read; nothing was done. */
  private unread(c: Context, code: FormError["code"], rules: FormRules): Response {
    switch (code) {
      case "FORM":
        return this.plain(
          c,
          400,
          t("没有收到完整的内容", "It did not arrive whole"),
          t("请返回上一页再试一次。", "Please go back and try once more."),
        );
      case "FORM_TOKEN":
        return this.foreign(c);
      case "FORM_SLOW":
        return this.plain(
          c,
          408,
          t("网络太慢，内容没有收完", "The connection is too slow"),
          t(
            "这次的内容没有提交。请在网络较好的地方再试，或减少文件。",
            "Nothing was taken. Please try again where the connection is better, or send fewer files.",
          ),
        );
      case "FORM_ROOM":
        return this.later(
          c,
          30,
          t("现在提交的人太多", "Too much is being sent just now"),
          t(
            "这次的内容没有提交。请返回上一页，半分钟后再试。",
            "Nothing was taken. Please go back and try again in half a minute.",
          ),
        );
      case "FORM_FIELDS":
        return this.plain(
          c,
          413,
          t("填写项太多", "It has too many fields"),
          t(
            `一次最多${mostParts}个填写项，这次的内容没有提交。请返回上一页，分几次提交。`,
            `At most ${mostParts} fields at a time; nothing was taken. Please go back and send it in parts.`,
          ),
        );
      default:
        return this.plain(
          c,
          413,
          t("内容太大", "It is too large"),
          rules.files > 0
            ? t(
                `一次最多${mostFiles}个文件，每个不超过${mostFileBytes / mega} MB，合计不超过${mostFilesBytes / mega} MB。请返回上一页，减少或压缩文件后再试。`,
                `At most ${mostFiles} files of ${mostFileBytes / mega} MB each, ${mostFilesBytes / mega} MB together. Please go back and send fewer or smaller files.`,
              )
            : t(
                "这次的内容没有提交。请返回上一页，缩短文字后再试。",
                "Nothing was taken. Please go back, shorten the text and try again.",
              ),
        );
    }
  }
}

/** Path and query of a page, for links to itself. Two leading slashes would be another host. */
export function currentPath(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  const path = pathname.replace(/^[/\\]{2,}/, "/");
  return c.req.method === "POST" ? path : path + search;
}

function fromBrowser(header: string | undefined): LanguageCode {
  const first = header?.split(",")[0]?.trim().toLowerCase() ?? "";
  return first.startsWith("en") ? "en" : "zh-CN";
}
