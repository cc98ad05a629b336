import type { Text } from "../terms.ts";

/** A text in both languages. */
export const t = (zh: string, en: string): Text => ({ zh, en });

/** English words as they begin a sentence. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
