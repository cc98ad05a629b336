import type { Context } from "hono";
import { Semaphore } from "../../domain/semaphore.ts";
import { filePart, type StoredFile } from "../../records/files.ts";
import { type PictureSize, pictureOf, pictureSizes } from "./picture.ts";
import type { Site } from "./site.ts";
import { streamed } from "./stream-file.ts";

/** Bytes of a file in memory for one download. */
const partBytes = 64 * 1024;
/** Maximum number of parts read at the same time, so that downloads use few connections of the pool, however many there are. */
const slots = new Semaphore(3);

/** Address of a picture made from a file, in a given size. */
export const pictureAddress = (file: string, size: PictureSize): string => `${file}?picture=${size}`;

/**
 * A submitted file as a download. It is always sent as an attachment, whatever its type. With `?picture=small` or `large`, a picture re-encoded from
 * it is sent instead, and none of its own bytes.
 */
export async function download(site: Site, c: Context, file: StoredFile): Promise<Response> {
  const { context, log } = site.deps;
  const size = (Object.keys(pictureSizes) as PictureSize[]).find((one) => one === c.req.query("picture"));
  const parts = partsOf(file, (from, length) => slots.take(() => filePart(context.db, file, from, length)));
  if (size) return picture(c, file, parts, size);
  const plain = file.name.replace(/[^\w.-]+/g, "_");
  return c.body(streamed(c, parts, { log }), 200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(file.size),
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
  }) as Response;
}

/** Parts of a file in order; null: no more. */
function partsOf(
  { size }: StoredFile,
  read: (from: number, length: number) => Promise<Uint8Array | null>,
): () => Promise<Uint8Array | null> {
  let at = 0;
  return async () => {
    if (at >= size) return null;
    const part = await read(at, partBytes);
    if (!part || part.length !== Math.min(partBytes, size - at)) throw new Error("the file is gone");
    at += part.length;
    return part;
  };
}

async function picture(
  c: Context,
  { key, size: bytes }: StoredFile,
  next: () => Promise<Uint8Array | null>,
  size: PictureSize,
): Promise<Response> {
  const whole = async (): Promise<Uint8Array> => {
    const all = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (let part = await next(); part; part = await next()) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  const shown = await pictureOf(key, whole, size);
  if (!shown) return c.body(null, 404);
  // Not copied: all readers of a picture are sent the same bytes.
  return c.body(shown as Buffer<ArrayBuffer>, 200, {
    "Content-Type": "image/jpeg",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    // Only readers of the page know its address; a phone need not fetch it twice.
    "Cache-Control": "private, max-age=3600",
  }) as Response;
}
