import { LRUCache } from "lru-cache";
import sharp from "sharp";
import { Semaphore } from "../../domain/semaphore.ts";

/** Longest side in pixels: beside a verdict, and viewed alone. */
export const pictureSizes = { small: 320, large: 1600 } as const;
export type PictureSize = keyof typeof pictureSizes;

/** A photo of 48 megapixels decodes to 200 MB. A larger picture is a decompression bomb, or not from a phone. */
const mostPixels = 50_000_000;
/** A page with ten photos requests them all at once; at most two are read and decoded at the same time. */
const slots = new Semaphore(2);

// Decoded data is not cached, and a picture uses one core.
sharp.cache(false);
sharp.concurrency(1);

/** Media types that can be decoded; the content was checked when the file was submitted. */
export const isShown = (mime: string): boolean => /^image\/(jpeg|png|webp|gif|avif|tiff)$/.test(mime);

const kept = new LRUCache<string, Buffer>({ maxSize: 32 * 1024 * 1024, sizeCalculation: (bytes) => bytes.length });

/**
 * Re-encodes a picture as JPEG: upright, at most `size`, without metadata (place, time, device).
 * @param key identifies its bytes: the result is cached for a while
 * @param read reads the bytes when it is this picture's turn; null: the file no longer exists
 * @returns null: the bytes cannot be decoded (HEIC, or a damaged file)
 */
export async function pictureOf(
  key: string,
  read: () => Promise<Uint8Array | null>,
  size: PictureSize,
): Promise<Buffer | null> {
  const name = `${key}/${size}`;
  const known = kept.get(name);
  if (known) return known;
  const widest = pictureSizes[size];
  return slots.take(async () => {
    const meanwhile = kept.get(name);
    if (meanwhile) return meanwhile;
    const bytes = await read();
    if (!bytes) return null;
    const made = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", animated: false })
      .rotate()
      .resize({ width: widest, height: widest, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#fff" })
      .jpeg({ quality: size === "small" ? 72 : 82, mozjpeg: true })
      .toBuffer()
      .catch(() => null);
    if (made) kept.set(name, made);
    return made;
  });
}
