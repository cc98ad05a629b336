import { z } from "@hono/zod-openapi";

/** A text of one line. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a line has none
    .regex(/^[^\u0000-\u001f\u007f]*$/);
export const reason = z.string().trim().min(1).max(1_000);
export const key = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .openapi({ description: "The caller's own: with the same one it is done once, whenever that was." });
export const day = z.string().min(1).max(40).openapi({ description: "`YYYY-MM-DD`", example: "2026-12-31" });
export const organizationCode = z.string().min(1).max(120).openapi({ description: "Code or id." });
export const personNamed = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .openapi({ description: "Id, e-mail address or telephone number." });
export const cents = z
  .string()
  .regex(/^-?\d+$/)
  .openapi({ description: "Hundredths of a yuan.", example: "125000" });
