import { CommanderError } from "commander";
import pc from "picocolors";
import type { CliDeps } from "./deps.ts";

/** What the shell is told. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

/** Exit code of each error's code; every other error has failed (1). */
const byCode: Readonly<Record<string, number>> = {
  BAD_INPUT: exitCodes.usage,
  CONFIG: exitCodes.usage,
  POLICY: exitCodes.usage,
  CAMPAIGN: exitCodes.usage,
  MONEY: exitCodes.usage,
  PORT: exitCodes.usage,
  ENOENT: exitCodes.usage,
  EISDIR: exitCodes.usage,
  EACCES: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  UNKNOWN_DUTY: exitCodes.notFound,
  UNKNOWN_POLICY: exitCodes.notFound,
  REFUSED: exitCodes.refused,
  RUNNING: exitCodes.refused,
  UNREACHABLE: exitCodes.unreachable,
  ECONNREFUSED: exitCodes.unreachable,
  P1001: exitCodes.unreachable,
  P1017: exitCodes.unreachable,
};

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
    err.write(`${pc.red("error")}: ${told.message}\n`);
    for (const missing of told.missing ?? []) err.write(`  - ${missing}\n`);
  }
  return byCode[told.code] ?? exitCodes.failed;
}

function toldOf(error: unknown): Told {
  if (!(error instanceof Error)) return { code: "FAILED", message: String(error) };
  const { problems, missing } = error as { problems?: unknown; missing?: unknown };
  return {
    code: codeOf(error),
    message: error.message,
    ...(isWords(problems) && { problems }),
    ...(isWords(missing) && missing.length > 0 && { missing }),
  };
}

function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  return /ECONNREFUSED|Can't reach database/.test(error.message) ? "UNREACHABLE" : "FAILED";
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
