import type { Text } from "../terms.ts";
import type { TimeErrorCode } from "../time/time-error.ts";
import { type Cause, cause, causeText, isHeading } from "./index.ts";

/** An error for programs: `--json` of the command line, and the HTTP API (docs/cli.md). */
export interface ErrorOutput {
  code: string;
  /** The reason, from the closed list, with its values. */
  reason: Cause["reason"];
  values: Cause["values"];
  message: string;
  /** All problems, if there are several. */
  problems?: readonly { reason: Cause["reason"]; values: Cause["values"]; message: string }[];
  /** Missing conditions. */
  missing?: readonly string[];
}

/** Codes of `TimeError` (domain/time) and `LocalError` (local). */
const timeCodes: readonly string[] = ["DATE", "TIME", "ZONE", "CALENDAR", "TERM"] satisfies TimeErrorCode[];
const serviceCodes = ["RUNNING", "NO_ENGINE", "ENGINE", "NO_DATABASE", "DATABASE", "PLACE", "LOST", "TIMEOUT"];

/**
 * The reason of an error without one of its own, from its code.
 * @param zh its message in Chinese, if it has one
 */
export function causeOf(code: string, fault: string, zh?: string): Cause {
  const said = { fault, ...(zh !== undefined && { zh }) };
  if (code === "CONFIG") return cause("settings-unusable", said);
  if (code === "PORT") return cause("port-unusable", { fault });
  if (code === "BUSY") return cause("busy");
  if (code === "MONEY") return cause("amount-unusable", { fault });
  if (timeCodes.includes(code)) return cause("time-unusable", { fault });
  return serviceCodes.includes(code) ? cause("service-failed", { code, ...said }) : cause("failed", { fault });
}

/** The output of an error. @param words a text in the reader's language */
export function errorOutput(
  code: string,
  causes: readonly Cause[],
  missing: readonly Text[],
  words: (text: Text) => string,
): ErrorOutput {
  const all = causes.map((one) => ({ reason: one.reason, values: one.values, message: words(causeText(one)) }));
  const [first] = all;
  // A heading that counts the others is not a problem itself.
  const problems = all.filter((one) => !isHeading(one));
  return {
    code,
    reason: first?.reason ?? "failed",
    values: first?.values ?? { fault: "" },
    message: all.map(({ message }) => message).join("\n"),
    ...(all.length > 1 && { problems }),
    ...(missing.length > 0 && { missing: missing.map(words) }),
  };
}

/** JSON; bigint (fen) as text, because JSON does not support it. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one));
