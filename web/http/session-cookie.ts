import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import type { Site } from "./site.ts";

/** The cookie of a session at the board: a token of its own, and not the code of the link by which it began. */
export const sessionCookie = "duban-session";

/** Browsers keep no cookie longer. */
const longest = 400 * 86_400;

export function setSessionCookie(site: Site, c: Context, token: string, expiresAt: Date): void {
  const { context, publicUrl } = site.deps;
  const left = Math.floor((expiresAt.getTime() - context.now().getTime()) / 1000);
  const maxAge = Math.min(longest, Math.max(60, left));
  const secure = publicUrl.startsWith("https:");
  setCookie(c, sessionCookie, token, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge });
}

export const clearSessionCookie = (c: Context): unknown => deleteCookie(c, sessionCookie, { path: "/" });
