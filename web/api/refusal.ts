import type { Context } from "hono";
import { type RefusalStatus, statusOf } from "../../domain/api/statuses.ts";
import { ReasonedError } from "../../domain/errors.ts";
import { causeOf, errorOutput, jsonOf } from "../../domain/reasons/error-output.ts";
import { type Cause, cause } from "../../domain/reasons/index.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";

/** A response that refuses a request. */
export interface Refusal {
  status: RefusalStatus;
  body: string;
}

/** Language of error messages: Chinese if the request asks for it, otherwise English. */
const languageOf = (c: Context): LanguageCode =>
  /^zh\b/i.test(c.req.header("accept-language") ?? "") ? "zh-CN" : "en";

const words = (c: Context) => {
  const language = languageOf(c);
  return (text: Text): string => textIn(text, language);
};

/** The response to an error that the caller caused; null: the error is ours. */
export function refusalOf(c: Context, error: unknown): Refusal | null {
  if (error instanceof ReasonedError) {
    const missing = "missing" in error && Array.isArray(error.missing) ? (error.missing as readonly Text[]) : [];
    const output = errorOutput(error.code, error.causes, missing, words(c));
    return { status: statusOf(error.code, error.reason), body: jsonOf({ error: output }) };
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const status = statusOf(code);
  if (status === 500) return null;
  return { status, body: outputOf(c, code, causeOf(code, error instanceof Error ? error.message : "")) };
}

const outputOf = (c: Context, code: string, why: Cause): string =>
  jsonOf({ error: errorOutput(code, [why], [], words(c)) });

/** The response to an internal error, without details. */
export const failure = (c: Context): Refusal => ({
  status: 500,
  body: outputOf(c, "FAILED", cause("api-failed")),
});

export const answerWith = (c: Context, { status, body }: { status: number; body: string }): Response =>
  c.body(body, status as 200, { "Content-Type": "application/json" }) as Response;
