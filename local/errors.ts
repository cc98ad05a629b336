import type { Text } from "../config.ts";

/**
 * Errors of the embedded servers:
 * - `RUNNING` an instance is already running · `NO_ENGINE` no Temporal server was found · `ENGINE` the Temporal server did not start ·
 * - `NO_DATABASE` the embedded PostgreSQL is not installed correctly · `DATABASE` PostgreSQL did not start ·
 * - `PLACE` a folder cannot be used · `LOST` a server ended and could not be restarted · `TIMEOUT` something took too long.
 */
export type LocalErrorCode =
  | "RUNNING"
  | "NO_ENGINE"
  | "ENGINE"
  | "NO_DATABASE"
  | "DATABASE"
  | "PLACE"
  | "LOST"
  | "TIMEOUT";

/** A text for the terminal, in both languages. */
export const t = (zh: string, en: string): Text => ({ zh, en });

/** A text that is the same in both languages: a name, or the output of a tool that prints English only. */
export const same = (text: string): Text => t(text, text);

/** The embedded servers cannot do what was requested. The message says what to do about it. */
export class LocalError extends Error {
  override readonly name: string = "LocalError";
  readonly code: LocalErrorCode;
  readonly words: Text;
  constructor(code: LocalErrorCode, words: Text, options?: ErrorOptions) {
    super(words.en, options);
    this.code = code;
    this.words = words;
  }
}

/** Says how a server ended, from the text of its end (`ended by SIGKILL`). */
export const endedIn = (how: string): Text =>
  t(
    how
      .replace(/^ended by (\S+)$/, "被$1终止")
      .replace(/^ended with code (.+)$/, "已退出（代码$1）")
      .replace(/^did not start: /, "未能启动："),
    how,
  );

/** The reason in both languages if the error has them. */
export const reasonIn = (error: unknown): Text => (error instanceof LocalError ? error.words : same(reason(error)));

/** The message of anything thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
