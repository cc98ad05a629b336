import { AsyncLocalStorage } from "node:async_hooks";
import type { LanguageCode, Text } from "../domain/terms.ts";
import { textIn } from "../domain/words.ts";

const language = new AsyncLocalStorage<LanguageCode>();

/** Runs a command in a language: whatever it prints, however deep, is in this one. */
export const withLanguage = <T>(code: LanguageCode, work: () => T): T => language.run(code, work);

/** The language of the command that is running. Outside of one there is none: a text is made when it is printed, never when a file is loaded. */
export function currentLanguage(): LanguageCode {
  const code = language.getStore();
  if (code === undefined) throw new Error("a text was asked for outside of a command");
  return code;
}

/** A text of the command line; both languages are given, so that none can be forgotten. */
export const say = (zh: string, en: string): string => textIn({ zh, en }, currentLanguage());

/** A text of the catalogue or of a record. */
export const localized = (text: Text): string => textIn(text, currentLanguage());

/** A text of the catalogue in its own words; in English they stand behind the Chinese ones, which the law knows. */
export const both = ({ zh, en }: Text): string => (en === "" || zh === en ? zh : say(zh, `${zh} · ${en}`));

/** A name, and what is said of it. */
export const labelled = (name: string, said: string): string => `${name}${say("：", ": ")}${said}`;

/** Values one after the other. */
export const listed = (values: readonly string[]): string => values.join(say("、", ", "));

/**
 * The language of a terminal: what `--lang` says, else the locale's.
 * @param given of `--lang`; a locale's name such as `zh_CN.UTF-8` is read too
 * @returns undefined: it is none that the program speaks
 */
export function languageGiven(given: string): LanguageCode | undefined {
  if (/^zh([-_.@]|$)/i.test(given)) return "zh-CN";
  return /^(en|c|posix)([-_.@]|$)/i.test(given) ? "en" : undefined;
}

/** The line under a table that leaves rows out; none where it shows them all. */
export const rowsBeyond = (rows: number, limit: number): string[] =>
  rows > limit ? [say(`另有${rows - limit}行；用--limit列出更多。`, `${rows - limit} more; --limit shows them.`)] : [];
