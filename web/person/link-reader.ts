import type { Context } from "hono";
import { repeatedly } from "../../client/reading.ts";
import { type OpenedLink, openTaskLink } from "../../records/messages/links.ts";
import type { Site } from "../http/site.ts";

/** The owner and the task of a link, or the response that there is none. */
export async function readerOfLink(site: Site, c: Context): Promise<(OpenedLink & { code: string }) | Response> {
  const blocked = site.blocked(c);
  if (blocked) return blocked;
  const { db, now } = site.deps.context;
  const code = c.req.param("code") ?? "";
  const opened = await openTaskLink(repeatedly(db), code, now());
  if (opened) return { code, ...opened };
  site.miss(c);
  return site.noLink(c);
}
