import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import type { Site } from "./site.ts";

/** The cookie of a board session: a token of its own, not the code of the link. */
export const sessionCookie = "duban-session";

/** In seconds: the maximum that browsers allow (400 days). */
const longest = 400 * 86_400;

export function setSessionCookie(site: Site, c: Context, token: string, expiresAt: Date): void {
  const { context, publicUrl } = site.deps;
  const left = Math.floor((expiresAt.getTime() - context.now().getTime()) / 1000);
  const maxAge = Math.min(longest, Math.max(60, left));
  const secure = publicUrl.startsWith("https:");
  setCookie(c, sessionCookie, token, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge });
}

export const clearSessionCookie = (c: Context): unknown => deleteCookie(c, sessionCookie, { path: "/" });
