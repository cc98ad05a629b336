import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { isLoopback } from "../../domain/loopback.ts";

/** Nothing but our own stylesheet and forms; no script at all but on a sheet and the board. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** The page of an e-mail shows it in a frame. */
export const framingPolicy = `${policy}; frame-src 'self'`;

/** A page with a script of ours: a sheet, which keeps what is typed and sends the form; the board, which suggests what is searched for. */
export const scriptPolicy = `${policy}; script-src 'self'; connect-src 'self'`;

const sharing = "Cross-Origin-Resource-Policy";

/** Headers of every answer. A page may have a policy of its own for content; whatever is not said to be public is private. */
export function headers(publicUrl: string): MiddlewareHandler {
  // Two years, as browsers' lists ask; only where people come by https, for it cannot be taken back.
  const https = publicUrl.startsWith("https://") && "max-age=63072000; includeSubDomains";
  const common = secureHeaders({ strictTransportSecurity: https });
  return async (c, next) => {
    // A badge or a picture that others show on pages of their own says so itself, and keeps it.
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
 * Whether a request names this portal: by PUBLIC_URL, or by this machine itself. A page of somebody else's, whose name leads here
 * (DNS rebinding), would have the visitor's own rights.
 */
export function isOwnHost(c: Context, publicUrl: string): boolean {
  const named = c.req.header("host") ?? new URL(c.req.url).host;
  if (named === new URL(publicUrl).host) return true;
  return URL.canParse(`http://${named}`) && isLoopback(new URL(`http://${named}`).hostname);
}

/**
 * Whether a form was sent by one of our own pages, as far as the browser says it. Old browsers say nothing, and ours send
 * `Origin: null` because no referrer is told; the token in each form is what they are known by.
 */
export function isOwnPost(c: Context, publicUrl: string): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site) return site === "same-origin" || site === "none";
  const origin = c.req.header("origin");
  if (!origin || origin === "null") return true;
  return origin === new URL(publicUrl).origin || origin === new URL(c.req.url).origin;
}

/** Proof that a form came from a page that was shown to who holds `subject` (a code, a session): HMAC over it and the purpose. */
export function formToken(secretKey: string, ...subject: readonly string[]): string {
  return createHmac("sha256", secretKey)
    .update(JSON.stringify(["form", ...subject]))
    .digest("base64url")
    .slice(0, 32);
}

export function isToken(given: string | undefined, expected: string): boolean {
  // By bytes: a sign beyond ASCII has more of them than it has letters.
  const [one, other] = [Buffer.from(given ?? ""), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
