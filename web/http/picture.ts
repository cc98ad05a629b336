import { LRUCache } from "lru-cache";
import sharp from "sharp";
import { Semaphore } from "../../domain/semaphore.ts";

/** Widest side in pixels: beside a verdict, and looked at alone. */
export const pictureSizes = { small: 320, large: 1600 } as const;
export type PictureSize = keyof typeof pictureSizes;

/** A photo of 48 megapixels decodes to 200 MB; more than that is a bomb, or nothing that a phone took. */
const mostPixels = 50_000_000;
/** A page with ten photos asks for all of them at once; more than two are not read and decoded side by side. */
const turns = new Semaphore(2);

// Nothing of a decoded file stays in memory, and one picture takes one core.
sharp.cache(false);
sharp.concurrency(1);

/** Media types that can be decoded here; the bytes were looked at when the file was handed in. */
export const isShown = (mime: string): boolean => /^image\/(jpeg|png|webp|gif|avif|tiff)$/.test(mime);

const kept = new LRUCache<string, Buffer>({ maxSize: 32 * 1024 * 1024, sizeCalculation: (bytes) => bytes.length });

/**
 * A picture made anew as JPEG: upright, no larger than `size`, without the place, the time and the device that took it.
 * @param key of its bytes: what was made once is kept for a while
 * @param read reads them, once it is this picture's turn; null: they are gone
 * @returns null where the bytes are no picture that can be decoded (HEIC, or a damaged one)
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
  return turns.take(async () => {
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
