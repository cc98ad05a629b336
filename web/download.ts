import type { Context } from "hono";

/** A file that somebody handed in: always saved, never shown, whatever it says it is. */
export function download(c: Context, file: { name: string; bytes: Uint8Array }): Response {
  const plain = file.name.replace(/[^\w.-]+/g, "_");
  return c.body(new Uint8Array(file.bytes), 200, {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
  });
}
