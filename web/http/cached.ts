import { createHash } from "node:crypto";
import type { Context } from "hono";
import { LRUCache } from "lru-cache";
import { newId } from "../../records/rows.ts";

/** Another start may word a page otherwise. */
const start = newId();
/** Seconds are all that the header tells. */
const startedAt = Math.floor(Date.now() / 1_000) * 1_000;

const kept = new LRUCache<string, string>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (page) => page.length * 2 + 1,
});

export interface Cached {
  /** Of everything that the answer depends on, beside the program itself. */
  version: readonly (string | number)[];
  /** When what it shows last changed, where that is known. */
  modifiedAt?: Date;
  /** Its words are the program's, and change with it. @default true */
  worded?: boolean;
}

/**
 * Answers by version: whoever has the page already is told so without its being made, and what was made of a version is sent again.
 * Caches keep it and ask each time whether it still holds.
 * @param make the whole answer, with its own headers
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
  // A page that sets a cookie is for its reader alone.
  c.header("Cache-Control", c.req.query("lang") === undefined ? "public, no-cache" : "private, no-cache");
  c.header("Vary", "Cookie");
  c.header("ETag", tag);
  if (modified) c.header("Last-Modified", modified.toUTCString());
  return holds(c, tag, modified) ? (c.body(null, 304) as Response) : make();
}

/** A page that was made of a version is kept for a while. */
export function cachedPage(c: Context, about: Cached, make: () => Promise<string>): Promise<Response> {
  return cached(c, about, async () => {
    const key = JSON.stringify(about.version);
    const page = kept.get(key) ?? (await make());
    kept.set(key, page);
    return c.html(page) as Response;
  });
}

/** Whether what the visitor has is what they would get (RFC 9110, 13.2.2). */
function holds(c: Context, tag: string, modified: Date | undefined): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined) return tags.split(",").some((one) => [tag, "*"].includes(one.trim().replace(/^W\//, "")));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return modified !== undefined && since >= Math.floor(modified.getTime() / 1_000) * 1_000;
}
