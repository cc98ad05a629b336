import type { Text } from "../terms.ts";

/** A text in both languages. */
export const t = (zh: string, en: string): Text => ({ zh, en });
