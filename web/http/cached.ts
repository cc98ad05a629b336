import { createHash } from "node:crypto";
import type { Context } from "hono";
import { LRUCache } from "lru-cache";
import { newId } from "../../records/rows.ts";

/** Part of every tag: after a restart the program may word a page differently. */
const start = newId();
/** In milliseconds, rounded down to a second, the resolution of the header. */
const startedAt = Math.floor(Date.now() / 1_000) * 1_000;

const kept = new LRUCache<string, string>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (page) => page.length * 2 + 1,
});

export interface Cached {
  /** Everything on which the response depends besides the program. */
  version: readonly (string | number)[];
  /** When its content last changed, if known. */
  modifiedAt?: Date;
  /** The response contains texts of the program, which change with it. @default true */
  worded?: boolean;
}

/**
 * Responds by version: a client that has the current version receives 304, and a response rendered for a version is reused. Caches store it and
 * revalidate it each time.
 * @param make renders the whole response with its own headers
 */
export async function cached(
  c: Context,
  { version, modifiedAt, worded = true }: Cached,
  make: () => Promise<Response>,
): Promise<Response> {
  const tag = `"${createHash("sha256")
    .update(JSON.stringify([worded ? start : "", ...version]))
    .digest("base64url")
    .slice(0, 27)}"`;
  const modified = modifiedAt && new Date(worded ? Math.max(modifiedAt.getTime(), startedAt) : modifiedAt);
  // A page that sets a cookie must not be stored in shared caches.
  c.header("Cache-Control", c.req.query("lang") === undefined ? "public, no-cache" : "private, no-cache");
  c.header("Vary", "Cookie");
  c.header("ETag", tag);
  if (modified) c.header("Last-Modified", modified.toUTCString());
  return holds(c, tag, modified) ? (c.body(null, 304) as Response) : make();
}

/** The same for a page; the rendered page is kept for a while. */
export function cachedPage(c: Context, about: Cached, make: () => Promise<string>): Promise<Response> {
  return cached(c, about, async () => {
    const key = JSON.stringify(about.version);
    const page = kept.get(key) ?? (await make());
    kept.set(key, page);
    return c.html(page) as Response;
  });
}

/** Whether the client's version is the current one (RFC 9110, section 13.2.2). */
function holds(c: Context, tag: string, modified: Date | undefined): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined) return tags.split(",").some((one) => [tag, "*"].includes(one.trim().replace(/^W\//, "")));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return modified !== undefined && since >= Math.floor(modified.getTime() / 1_000) * 1_000;
}
