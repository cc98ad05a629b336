import { AsyncLocalStorage } from "node:async_hooks";
import type { LanguageCode, Text } from "../domain/terms.ts";
import { textIn } from "../domain/words.ts";

const language = new AsyncLocalStorage<LanguageCode>();

/** Runs a command in a language; everything that it prints, at any depth, is in this language. */
export const withLanguage = <T>(code: LanguageCode, work: () => T): T => language.run(code, work);

/** The language of the running command. Outside of a command there is none: texts are made when they are printed, never when a file is loaded. */
export function currentLanguage(): LanguageCode {
  const code = language.getStore();
  if (code === undefined) throw new Error("a text was asked for outside of a command");
  return code;
}

/** A text of the command line; both languages are required. */
export const say = (zh: string, en: string): string => textIn({ zh, en }, currentLanguage());

/** A text of the catalogue or of a record. */
export const localized = (text: Text): string => textIn(text, currentLanguage());

/** A text of the catalogue. In English it follows the Chinese original, which is the one in the statute. */
export const both = ({ zh, en }: Text): string => (en === "" || zh === en ? zh : say(zh, `${zh} · ${en}`));

/** A name with its explanation. */
export const labelled = (name: string, said: string): string => `${name}${say("：", ": ")}${said}`;

/** A list of values. */
export const listed = (values: readonly string[]): string => values.join(say("、", ", "));

/**
 * Parses the language of a terminal: the value of `--lang`, otherwise the locale.
 * @param given a language code, or the name of a locale such as `zh_CN.UTF-8`
 * @returns undefined: the program does not have this language
 */
export function languageGiven(given: string): LanguageCode | undefined {
  if (/^zh([-_.@]|$)/i.test(given)) return "zh-CN";
  return /^(en|c|posix)([-_.@]|$)/i.test(given) ? "en" : undefined;
}

/** The line under a table that leaves rows out; empty if it shows all. */
export const rowsBeyond = (rows: number, limit: number): string[] =>
  rows > limit ? [say(`另有${rows - limit}行；用--limit列出更多。`, `${rows - limit} more; --limit shows them.`)] : [];
