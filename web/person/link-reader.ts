import type { Context } from "hono";
import { repeatedly } from "../../client/reading.ts";
import { findLink, markOpened } from "../../records/messages/links.ts";
import { type Reader, readerOf } from "../../records/views/pages.ts";
import type { Site } from "../http/site.ts";

/** The owner and the task of a link, or the response that there is none. */
export async function readerOfLink(
  site: Site,
  c: Context,
): Promise<{ code: string; taskId: string; reader: Reader } | Response> {
  const blocked = site.blocked(c);
  if (blocked) return blocked;
  const { db, now } = site.deps.context;
  const code = c.req.param("code") ?? "";
  const link = await findLink(repeatedly(db), code, "task", now());
  const reader = link?.personId ? await readerOf(repeatedly(db), link.personId) : null;
  if (link?.taskId && reader) {
    await markOpened(db, link.nonce, now());
    return { code, taskId: link.taskId, reader };
  }
  site.miss(c);
  return site.noLink(c);
}
