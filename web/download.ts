import { createHash } from "node:crypto";
import type { Context } from "hono";
import { type PictureSize, pictureOf, pictureSizes } from "./picture.ts";

interface File {
  name: string;
  bytes: Uint8Array;
}

/** Address of a picture of a file, made anew at a size. */
export const pictureAddress = (file: string, size: PictureSize): string => `${file}?picture=${size}`;

/**
 * A file that somebody handed in: always saved, never shown, whatever it says it is. With `?picture=small` or `large` what is shown
 * is a picture that was made of it, and nothing of its own bytes.
 */
export async function download(c: Context, file: File): Promise<Response> {
  const size = (Object.keys(pictureSizes) as PictureSize[]).find((one) => one === c.req.query("picture"));
  if (size) return picture(c, file, size);
  const plain = file.name.replace(/[^\w.-]+/g, "_");
  return c.body(new Uint8Array(file.bytes), 200, {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
  });
}

async function picture(c: Context, { bytes }: File, size: PictureSize): Promise<Response> {
  const shown = await pictureOf(createHash("sha256").update(bytes).digest("hex"), bytes, size);
  if (!shown) return c.body(null, 404);
  return c.body(new Uint8Array(shown), 200, {
    "Content-Type": "image/jpeg",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    // Only who may see the page has its address; a phone need not fetch it twice.
    "Cache-Control": "private, max-age=3600",
  });
}
