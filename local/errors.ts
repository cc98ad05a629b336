import type { Text } from "../config.ts";

/**
 * What can go wrong in the embedded default:
 * - `RUNNING` an instance runs already · `NO_ENGINE` no Temporal server to be found · `ENGINE` it was found and did not start ·
 * - `NO_DATABASE` the embedded PostgreSQL is not installed as it should be · `DATABASE` it did not start ·
 * - `PLACE` a folder cannot be used · `LOST` a server of ours has ended and does not come back · `TIMEOUT` something took too long.
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

/** A text for whoever reads the terminal. */
export const t = (zh: string, en: string): Text => ({ zh, en });

/** What reads the same in both: a name, or the words of a tool that speaks English alone. */
export const same = (text: string): Text => t(text, text);

/** The embedded default cannot do what was asked; its words say what to do about it. */
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

/** How a server of ours has ended, by its words (`ended by SIGKILL`). */
export const endedIn = (how: string): Text =>
  t(
    how
      .replace(/^ended by (\S+)$/, "被$1终止")
      .replace(/^ended with code (.+)$/, "已退出（代码$1）")
      .replace(/^did not start: /, "未能启动："),
    how,
  );

/** The same in both languages, where it has words of its own. */
export const reasonIn = (error: unknown): Text => (error instanceof LocalError ? error.words : same(reason(error)));

/** The words of whatever was thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
