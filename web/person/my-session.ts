import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { findSession } from "../../records/roster/sessions.ts";
import { type Reader, readerOf } from "../../records/views/pages.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import type { Site } from "../http/site.ts";
import { myCookie } from "./proof.ts";

/** The reader of their own pages. */
export interface MySession {
  id: string;
  link: string | null;
  reader: Reader;
}

/** The session of a request: of a remembered device, or of the board. @returns null: none */
export async function mySession(site: Site, c: Context): Promise<MySession | null> {
  const { db, now } = site.deps.context;
  for (const [name, kind] of [
    [myCookie, "device"],
    [sessionCookie, "board"],
  ] as const) {
    const token = getCookie(c, name);
    const found = token ? await findSession(db, token, kind, now()) : null;
    const reader = found?.personId ? await readerOf(db, found.personId) : null;
    if (found && reader) return { id: found.id, link: found.link, reader };
  }
  return null;
}
