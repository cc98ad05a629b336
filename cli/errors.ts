import { CommanderError } from "commander";
import pc from "picocolors";
import { ReasonedError } from "../domain/errors.ts";
import { causeOf, type ErrorOutput, errorOutput, jsonOf } from "../domain/reasons/error-output.ts";
import { type Cause, cause, causeText } from "../domain/reasons/index.ts";
import type { Text } from "../domain/terms.ts";
import type { CliDeps } from "./deps.ts";
import { localized, say } from "./language.ts";
import { clean } from "./output.ts";
import { UsageError } from "./usage.ts";

/** Exit codes. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

/** Exit code by error code; all other errors have 1 (failed). */
const byCode: Readonly<Record<string, number>> = {
  USAGE: exitCodes.usage,
  BAD_INPUT: exitCodes.usage,
  CONSENT: exitCodes.usage,
  CONFIG: exitCodes.usage,
  POLICY: exitCodes.usage,
  CAMPAIGN: exitCodes.usage,
  MONEY: exitCodes.usage,
  DATE: exitCodes.usage,
  TIME: exitCodes.usage,
  ZONE: exitCodes.usage,
  PORT: exitCodes.usage,
  PLACE: exitCodes.usage,
  ENOENT: exitCodes.usage,
  EISDIR: exitCodes.usage,
  EACCES: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  UNKNOWN_DUTY: exitCodes.notFound,
  UNKNOWN_POLICY: exitCodes.notFound,
  REFUSED: exitCodes.refused,
  RUNNING: exitCodes.refused,
  UNREACHABLE: exitCodes.unreachable,
  BUSY: exitCodes.unreachable,
  LOST: exitCodes.unreachable,
};

/**
 * Error codes of Node.js, Prisma, PostgreSQL and gRPC, and kinds of Prisma's adapter errors, for a server that is unreachable, shutting down or not
 * responding.
 */
const away =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|P1001|P1002|P1008|P1017|57P0[123]|08\d{3}|4|14)$/;
/** Maximum number of lines of an error for people; `--json` has all of them. */
const mostLines = 40;

/** Prints an error to standard error. @returns the exit code */
export function reportError(error: unknown, json: boolean, { err }: Pick<CliDeps, "err">): number {
  // Help and version end a command by an exception but are no errors; a noun without a verb prints its help.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (json) printError(err, errorOutput("USAGE", [cause("usage", { fault: error.message })], [], localized));
    return exitCodes.usage;
  }
  const { code, causes, missing } = partsOf(error);
  if (json) printError(err, errorOutput(code, causes, missing, localized));
  else {
    const lines = causes.flatMap((one) => localized(causeText(one)).split("\n"));
    const more = lines.length - mostLines;
    const shown = [
      ...lines.slice(0, mostLines),
      ...(more > 0 ? [say(`……另有${more}项（--json列出全部）`, `… and ${more} more (--json lists all)`)] : []),
    ];
    err.write(`${clean(pc.red(say("错误", "error")), err)}${say("：", ": ")}${clean(shown.join("\n"), err)}\n`);
    for (const one of missing) err.write(`  - ${clean(localized(one), err)}\n`);
    if (error instanceof UsageError) err.write(`${say("（加--help查看用法）", "(add --help for what it takes)")}\n`);
  }
  return byCode[code] ?? exitCodes.failed;
}

/** The error of one of several acts: as data, as a line, and its exit code. */
export function failureOf(error: unknown): { output: ErrorOutput; line: string; exitCode: number } {
  const { code, causes, missing } = partsOf(error);
  const output = errorOutput(code, causes, missing, localized);
  const line = causes.map((one) => localized(causeText(one))).join(say("；", "; "));
  return { output, line, exitCode: byCode[code] ?? exitCodes.failed };
}

interface Parts {
  code: string;
  causes: readonly Cause[];
  missing: readonly Text[];
}

/** Parts of an error: its reason if it has one, otherwise its message. */
function partsOf(error: unknown): Parts {
  if (!(error instanceof Error))
    return { code: "FAILED", causes: [cause("failed", { fault: String(error) })], missing: [] };
  if (error instanceof ReasonedError) {
    const missing = "missing" in error && Array.isArray(error.missing) ? (error.missing as readonly Text[]) : [];
    return { code: error.code, causes: error.causes, missing };
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "FAILED";
  if (!(code in byCode) && isAway(error))
    return { code: "UNREACHABLE", causes: [cause("no-answer", { fault: faultOf(error) })], missing: [] };
  return { code, causes: [causeOf(code, error.message, chineseOf(error))], missing: [] };
}

/** The Chinese message of a settings or server error. */
function chineseOf(error: Error): string | undefined {
  const words = "words" in error ? (error.words as Partial<Text> | undefined) : undefined;
  return typeof words?.zh === "string" ? words.zh : undefined;
}

const printError = (err: NodeJS.WritableStream, error: ErrorOutput): void =>
  void err.write(`${jsonOf({ error })}
`);

/** Whether the error or one of its causes is a failed connection; Prisma keeps its adapter's error in `meta`. */
function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, kind, cause, errors, meta } = error as Readonly<Record<string, unknown>>;
  if (away.test(String(code)) || away.test(String(kind))) return true;
  const adapter = typeof meta === "object" && meta !== null && "driverAdapterError" in meta && meta.driverAdapterError;
  return [cause, adapter, ...(Array.isArray(errors) ? errors : [])].some((inner) => isAway(inner, depth + 1));
}

/** The message of a failed connection. Prisma keeps it beside its own; with several addresses each has one. */
function faultOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  const own = error.message || (first instanceof Error ? first.message : "");
  return adapterFault(error) || own.trim().split("\n").at(-1) || error.name;
}

function adapterFault(error: unknown): string | undefined {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalMessage?: unknown } } } };
  const words = meta?.driverAdapterError?.cause?.originalMessage;
  return typeof words === "string" ? words : undefined;
}
