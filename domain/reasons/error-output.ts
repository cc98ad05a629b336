import type { Text } from "../terms.ts";
import type { TimeErrorCode } from "../time/time-error.ts";
import { type Cause, cause, causeText, isHeading } from "./index.ts";

/** An error as a program reads it: `--json` of the command line, and the HTTP API (docs/cli.md). */
export interface ErrorOutput {
  code: string;
  /** Why: of the closed list, with its values. */
  reason: Cause["reason"];
  values: Cause["values"];
  message: string;
  /** Where several things are wrong: each of them. */
  problems?: readonly { reason: Cause["reason"]; values: Cause["values"]; message: string }[];
  /** Conditions that lack. */
  missing?: readonly string[];
}

/** Codes of `TimeError` (domain/time) and of `LocalError` (local). */
const timeCodes: readonly string[] = ["DATE", "TIME", "ZONE", "CALENDAR", "TERM"] satisfies TimeErrorCode[];
const serviceCodes = ["RUNNING", "NO_ENGINE", "ENGINE", "NO_DATABASE", "DATABASE", "PLACE", "LOST", "TIMEOUT"];

/**
 * The reason of an error without one of its own: by its code.
 * @param zh its words in Chinese, where it has them
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

/** @param words a text in the language of whoever reads it */
export function errorOutput(
  code: string,
  causes: readonly Cause[],
  missing: readonly Text[],
  words: (text: Text) => string,
): ErrorOutput {
  const all = causes.map((one) => ({ reason: one.reason, values: one.values, message: words(causeText(one)) }));
  const [first] = all;
  // What only counts the others is none of them.
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

/** As JSON: cents are bigint, which it has no form for. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one));
