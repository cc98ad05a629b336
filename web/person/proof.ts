import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { deviceDays } from "../../client/registry/access-codes.ts";
import { findSession } from "../../records/roster/sessions.ts";
import { newId } from "../../records/rows.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import type { Site } from "../http/site.ts";
import type { Proof } from "./code-page.ts";

/** Each person has a cookie of their own, so that colleagues who share a computer do not sign each other out. */
const deviceCookie = (personId: string): string => `duban-device-${personId}`;

/** Cookie with the person whose own page opens on this device: the last who proved their identity. */
export const myCookie = "duban-my";

/** What the form that sends an access code contains. @param back page below the link to return to: `all` … */
export function proofOf(site: Site, code: string, back = ""): Proof {
  const key = newId();
  return { path: `/t/${code}/code`, key, token: site.token("code", code, key), back };
}

/**
 * Whether the visitor has proved to be the owner of the link, by an access code on this device in the last days or by a session of the board. The
 * link alone may have been forwarded.
 */
export async function isProven(site: Site, c: Context, personId: string): Promise<boolean> {
  const { db, now } = site.deps.context;
  for (const [name, kind] of [
    [deviceCookie(personId), "device"],
    [sessionCookie, "board"],
  ] as const) {
    const token = getCookie(c, name);
    const session = token ? await findSession(db, token, kind, now()) : null;
    if (session?.personId === personId) return true;
  }
  return false;
}

/** Remembers the device as the person's. */
export function rememberDevice(site: Site, c: Context, personId: string, token: string): void {
  const secure = site.deps.publicUrl.startsWith("https:");
  const maxAge = deviceDays * 86_400;
  const kept = { httpOnly: true, sameSite: "Lax", secure, maxAge } as const;
  setCookie(c, deviceCookie(personId), token, { path: "/t/", ...kept });
  setCookie(c, myCookie, token, { path: "/my", ...kept });
}
