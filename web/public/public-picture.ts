import { LRUCache } from "lru-cache";
import sharp from "sharp";
import { colours, faces } from "../../domain/design/tokens.ts";
import { Semaphore } from "../../domain/semaphore.ts";
import { html } from "../http/html.ts";

/** In pixels: the size that chats and social networks expect of a preview picture. */
const size = { width: 1200, height: 630, edge: 72 } as const;
const letter = 64;
const lineHeight = 84;
const mostLines = 3;

export interface SharePicture {
  /** Name of the organization. */
  name: string;
  /** Title above it: the kind of page. */
  title: string;
  /** `按时公开`, `12/12`. */
  label: string;
  value: string;
}

const kept = new LRUCache<string, Buffer>({ maxSize: 8 * 1024 * 1024, sizeCalculation: (bytes) => bytes.length });
/** Pictures are made one at a time, so that requests for many use one core. */
const slots = new Semaphore(1);

/** The preview picture of a public page as PNG. All its text is also on the page. */
export async function sharePicture(shown: SharePicture): Promise<Buffer> {
  const key = JSON.stringify(shown);
  const known = kept.get(key);
  if (known) return known;
  return slots.take(async () => {
    const made = await sharp(Buffer.from(drawing(shown)))
      .png({ compressionLevel: 9, palette: true })
      .toBuffer();
    kept.set(key, made);
    return made;
  });
}

function drawing({ name, title, label, value }: SharePicture): string {
  const { width, height, edge } = size;
  const lines = linesOf(name, width - 2 * edge);
  const foot = height - edge;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${faces}"><rect width="${width}" height="${height}" fill="${colours.card.light}"/><rect width="${width}" height="16" fill="${colours.brand.light}"/>
<rect x="${edge}" y="${edge}" width="76" height="76" rx="16" fill="${colours.brand.light}"/><path d="M${edge + 19} ${edge + 40}l12 12 26-28" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/>
<text x="${edge + 100}" y="${edge + 52}" font-size="40" fill="${colours.soft.light}">${title}</text>
${lines.map((line, n) => html`<text x="${edge}" y="${edge + 190 + n * lineHeight}" font-size="${letter}" font-weight="700" fill="${colours.ink.light}">${line}</text>`)}
<text x="${edge}" y="${foot}" font-size="44" fill="${colours.soft.light}">${label}</text><text x="${width - edge}" y="${foot}" font-size="60" font-weight="700" text-anchor="end" fill="${colours.brand.light}">${value}</text></svg>`
    .text;
}

/** Approximate width in the system's font. */
const widthOf = (sign: string): number => letter * (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(sign) ? 1 : 0.6);

/** Breaks a name into lines; what does not fit is cut. */
export function linesOf(name: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let wide = 0;
  for (const sign of name) {
    if (wide + widthOf(sign) > width) {
      if (lines.length === mostLines - 1) return [...lines, `${[...line].slice(0, -1).join("")}…`];
      lines.push(line);
      line = "";
      wide = 0;
    }
    line += sign;
    wide += widthOf(sign);
  }
  return [...lines, line];
}

/** A drawn character: one byte for each pixel, light to dark. */
export interface Raster {
  width: number;
  height: number;
  ink: Uint8Array;
}

/** Whether a character without a straight left edge was really drawn: a missing glyph is a box, or nothing. */
export function isDrawn({ width, height, ink }: Raster): boolean {
  const dark = (x: number, y: number): boolean => (ink[y * width + x] ?? 0) > 96;
  const xs = Array.from({ length: width }, (_, x) => x);
  const ys = Array.from({ length: height }, (_, y) => y);
  const [left] = xs.filter((x) => ys.some((y) => dark(x, y)));
  const rows = ys.filter((y) => xs.some((x) => dark(x, y)));
  if (left === undefined || rows.length === 0) return false;
  return rows.filter((y) => dark(left, y) || dark(left + 1, y)).length < rows.length * 0.6;
}

let faced: Promise<boolean> | undefined;

/** Whether this machine has a font with Chinese characters. Without one the picture would show boxes, and none is offered. */
export function hasFaces(): Promise<boolean> {
  faced ??= drawSign("永").then(isDrawn, () => false);
  return faced;
}

export async function drawSign(sign: string): Promise<Raster> {
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><text x="16" y="72" font-size="64" font-family="${faces}">${sign}</text></svg>`;
  const { data, info } = await sharp(Buffer.from(svg.text))
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, ink: data };
}
