import { CommanderError } from "commander";
import pc from "picocolors";
import type { Text } from "../domain/terms.ts";
import type { CliDeps } from "./deps.ts";
import { errorWords } from "./error-words.ts";
import { inTongue, say } from "./language.ts";
import { clean } from "./output.ts";

/** What the shell is told. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

/** Exit code of each error's code; every other error has failed (1). */
const byCode: Readonly<Record<string, number>> = {
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
  LOST: exitCodes.unreachable,
};

/** Codes of Node, Prisma and PostgreSQL, numbers of gRPC and kinds of Prisma's adapter, for one that is away, goes away or does not answer. */
const away =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|P1001|P1002|P1008|P1017|57P0[123]|08\d{3}|4|14)$/;
/** Lines that a person reads; a program reads all of them. */
const mostLines = 40;

interface Told {
  code: string;
  message: string;
  /** One line each: value, place and what was expected. */
  problems?: readonly string[];
  /** Conditions that lack. */
  missing?: readonly string[];
}

/** Says what went wrong on standard error. @returns the exit code */
export function reportError(error: unknown, json: boolean, { err }: Pick<CliDeps, "err">): number {
  // Commander has said it already, in its own words; help and version are no errors.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (json) err.write(`${JSON.stringify({ error: { code: "USAGE", message: error.message } })}\n`);
    return exitCodes.usage;
  }
  const told = toldOf(error);
  if (json) err.write(`${JSON.stringify({ error: told })}\n`);
  else {
    const lines = errorWords(told.message).split("\n");
    const more = lines.length - mostLines;
    const shown = [
      ...lines.slice(0, mostLines),
      ...(more > 0 ? [say(`……另有${more}项（--json列出全部）`, `… and ${more} more (--json tells all)`)] : []),
    ];
    err.write(`${clean(pc.red(say("错误", "error")), err)}${say("：", ": ")}${clean(shown.join("\n"), err)}\n`);
    for (const missing of told.missing ?? []) err.write(`  - ${clean(missing, err)}\n`);
  }
  return byCode[told.code] ?? exitCodes.failed;
}

function toldOf(error: unknown): Told {
  if (!(error instanceof Error)) return { code: "FAILED", message: String(error) };
  const { problems, missing } = error as { problems?: unknown; missing?: unknown };
  const code = "code" in error && typeof error.code === "string" ? error.code : "FAILED";
  if (!(code in byCode) && isAway(error))
    return {
      code: "UNREACHABLE",
      message: say(
        `数据库或引擎没有响应：${reasonOf(error)}`,
        `The database or the engine does not answer: ${reasonOf(error)}`,
      ),
    };
  return {
    code,
    message: error.message,
    ...(isWords(problems) && { problems }),
    ...(Array.isArray(missing) && missing.length > 0 && { missing: (missing as readonly Text[]).map(inTongue) }),
  };
}

/** Whether it, or what caused it, is a connection that failed; Prisma keeps its adapter's error in `meta`. */
function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, kind, cause, errors, meta } = error as Readonly<Record<string, unknown>>;
  if (away.test(String(code)) || away.test(String(kind))) return true;
  const adapter = typeof meta === "object" && meta !== null && "driverAdapterError" in meta && meta.driverAdapterError;
  return [cause, adapter, ...(Array.isArray(errors) ? errors : [])].some((inner) => isAway(inner, depth + 1));
}

/** A library's message begins with the statement that failed; what was the matter stands last. */
function reasonOf({ message, name }: Error): string {
  const last = message.trim().split("\n").at(-1) || name;
  return /Message: `(.*)`$/.exec(last)?.[1] ?? last;
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
