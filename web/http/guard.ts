import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { isLoopback } from "../../domain/loopback.ts";

/** Content policy: only our own style sheet and forms; no scripts. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** Content policy of the page that shows an e-mail in a frame. */
export const framingPolicy = `${policy}; frame-src 'self'`;

/**
 * Content policy of pages with a script of ours: a sheet, whose script saves what is typed and sends the form; the board, whose script suggests what
 * is searched for.
 */
export const scriptPolicy = `${policy}; script-src 'self'; connect-src 'self'`;

const sharing = "Cross-Origin-Resource-Policy";

/** Headers of every response. A page may set its own content policy; a response that does not declare itself public is private. */
export function headers(publicUrl: string): MiddlewareHandler {
  // Two years in seconds, as browsers' preload lists require; only over HTTPS, because it cannot be revoked.
  const https = publicUrl.startsWith("https://") && "max-age=63072000; includeSubDomains";
  const common = secureHeaders({ strictTransportSecurity: https });
  return async (c, next) => {
    // A badge or picture that other sites embed sets these headers itself, and they are kept.
    let shared: string | null = null;
    await common(c, async () => {
      await next();
      shared = c.res.headers.get(sharing);
    });
    const { headers } = c.res;
    if (shared !== null) headers.set(sharing, shared);
    if (!headers.has("Content-Security-Policy")) c.header("Content-Security-Policy", policy);
    if (!headers.has("Cache-Control")) {
      c.header("Cache-Control", "no-store");
      c.header("X-Robots-Tag", "noindex");
    }
  };
}

/**
 * Whether a request's host is this portal, by PUBLIC_URL or as this machine itself. Otherwise a page of another site, whose name resolves to this
 * address (DNS rebinding), would act with the visitor's rights.
 */
export function isOwnHost(c: Context, publicUrl: string): boolean {
  const named = c.req.header("host") ?? new URL(c.req.url).host;
  if (named === new URL(publicUrl).host) return true;
  return URL.canParse(`http://${named}`) && isLoopback(new URL(`http://${named}`).hostname);
}

/**
 * Whether a form was sent by one of our own pages, as far as the browser tells. Old browsers send no header, and ours send `Origin: null` because the
 * referrer is suppressed; these are recognized by the token in each form.
 */
export function isOwnPost(c: Context, publicUrl: string): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site) return site === "same-origin" || site === "none";
  const origin = c.req.header("origin");
  if (!origin || origin === "null") return true;
  return origin === new URL(publicUrl).origin || origin === new URL(c.req.url).origin;
}

/** Token that proves that a form came from a page shown to the holder of `subject` (a code, a session): HMAC over it and the purpose. */
export function formToken(secretKey: string, ...subject: readonly string[]): string {
  return createHmac("sha256", secretKey)
    .update(JSON.stringify(["form", ...subject]))
    .digest("base64url")
    .slice(0, 32);
}

export function isToken(given: string | undefined, expected: string): boolean {
  // Compared by bytes: a character beyond ASCII has several.
  const [one, other] = [Buffer.from(given ?? ""), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
