import { CommanderError } from "commander";
import pc from "picocolors";
import { ReasonedError } from "../domain/errors.ts";
import { type Cause, cause, causeText, isHeading } from "../domain/reasons/index.ts";
import type { Text } from "../domain/terms.ts";
import type { TimeErrorCode } from "../domain/time/time-error.ts";
import type { CliDeps } from "./deps.ts";
import { localized, say } from "./language.ts";
import { clean } from "./output.ts";
import { UsageError } from "./usage.ts";

/** What the shell is told. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

/** Exit code of each error's code; every other error has failed (1). */
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
  LOST: exitCodes.unreachable,
};

/** Codes of `TimeError` (domain/time) and of `LocalError` (local). */
const timeCodes: readonly string[] = ["DATE", "TIME", "ZONE", "CALENDAR", "TERM"] satisfies TimeErrorCode[];
const serviceCodes = ["RUNNING", "NO_ENGINE", "ENGINE", "NO_DATABASE", "DATABASE", "PLACE", "LOST", "TIMEOUT"];

/** Codes of Node, Prisma and PostgreSQL, numbers of gRPC and kinds of Prisma's adapter, for one that is away, goes away or does not answer. */
const away =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|P1001|P1002|P1008|P1017|57P0[123]|08\d{3}|4|14)$/;
/** Lines that a person reads; a program reads all of them. */
const mostLines = 40;

/** An error as a program reads it (docs/cli.md). */
interface ErrorOutput {
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

/** Says what went wrong on standard error. @returns the exit code */
export function reportError(error: unknown, json: boolean, { err }: Pick<CliDeps, "err">): number {
  // Help and version end a command and are no errors; a noun without its verb has its help printed.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (json) printError(err, errorOutput("USAGE", [cause("usage", { fault: error.message })]));
    return exitCodes.usage;
  }
  const { code, causes, missing } = partsOf(error);
  if (json) printError(err, errorOutput(code, causes, missing));
  else {
    const lines = causes.flatMap((one) => localized(causeText(one)).split("\n"));
    const more = lines.length - mostLines;
    const shown = [
      ...lines.slice(0, mostLines),
      ...(more > 0 ? [say(`……另有${more}项（--json列出全部）`, `… and ${more} more (--json tells all)`)] : []),
    ];
    err.write(`${clean(pc.red(say("错误", "error")), err)}${say("：", ": ")}${clean(shown.join("\n"), err)}\n`);
    for (const one of missing) err.write(`  - ${clean(localized(one), err)}\n`);
    if (error instanceof UsageError) err.write(`${say("（加--help查看用法）", "(add --help for what it takes)")}\n`);
  }
  return byCode[code] ?? exitCodes.failed;
}

interface Parts {
  code: string;
  causes: readonly Cause[];
  missing: readonly Text[];
}

/** What went wrong: of an error that has a reason its own, of every other its words. */
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
  return { code, causes: [causeOf(code, error.message)], missing: [] };
}

/** Of an error without a reason of its own: by its code. */
function causeOf(code: string, fault: string): Cause {
  if (code === "CONFIG") return cause("settings-unusable", { fault });
  if (code === "PORT") return cause("port-unusable", { fault });
  if (code === "MONEY") return cause("amount-unusable", { fault });
  if (timeCodes.includes(code)) return cause("time-unusable", { fault });
  return serviceCodes.includes(code) ? cause("service-failed", { code, fault }) : cause("failed", { fault });
}

function errorOutput(code: string, causes: readonly Cause[], missing: readonly Text[] = []): ErrorOutput {
  const all = causes.map((one) => ({ reason: one.reason, values: one.values, message: localized(causeText(one)) }));
  const [first] = all;
  // What only counts the others is none of them.
  const problems = all.filter((one) => !isHeading(one));
  return {
    code,
    reason: first?.reason ?? "failed",
    values: first?.values ?? { fault: "" },
    message: all.map(({ message }) => message).join("\n"),
    ...(all.length > 1 && { problems }),
    ...(missing.length > 0 && { missing: missing.map(localized) }),
  };
}

/** Cents are bigint, which JSON has no form for. */
const printError = (err: NodeJS.WritableStream, error: ErrorOutput): void =>
  void err.write(
    `${JSON.stringify({ error }, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))}\n`,
  );

/** Whether it, or what caused it, is a connection that failed; Prisma keeps its adapter's error in `meta`. */
function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, kind, cause, errors, meta } = error as Readonly<Record<string, unknown>>;
  if (away.test(String(code)) || away.test(String(kind))) return true;
  const adapter = typeof meta === "object" && meta !== null && "driverAdapterError" in meta && meta.driverAdapterError;
  return [cause, adapter, ...(Array.isArray(errors) ? errors : [])].some((inner) => isAway(inner, depth + 1));
}

/** What was the matter: Prisma keeps the words of the connection that failed beside its own, and of several addresses each has its own. */
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
