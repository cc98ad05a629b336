import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

/** Id of the request that is being served. */
const request = new AsyncLocalStorage<string>();

/** Runs `work`; everything that it logs has the request's id. */
export const withRequest = <T>(id: string, work: () => T): T => request.run(id, work);

export interface Logger {
  /** Logs a line with its data, which may contain only ids: no name, address or number. */
  line(message: string, about?: Readonly<Record<string, unknown>>): void;
}

/** Creates a log on standard error, so that a command's output stays separate. */
export function createLog(
  level: "info" | "warn" = "warn",
  destination: pino.DestinationStream = pino.destination(2),
): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const line: Logger["line"] = (message, about = {}) => {
    const id = request.getStore();
    log.warn({ ...(redacted(about) as object), ...(id !== undefined && { request: id }) }, clean(message));
  };
  return { line };
}

/** Maximum depth, length and number of entries of a logged value; the rest is cut. */
const bounds = { depth: 4, text: 300, entries: 30 };

/**
 * Redacts what is logged, in one place. Of an error only class and code remain, because its message may quote a row and its stack contains the
 * message; from texts, everything that looks like an address, a number, a link's code or a secret is removed.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return { error: value.name, ...("code" in value && { code: clean(String(value.code)) }) };
  if (typeof value === "string") return clean(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= bounds.depth) return "…";
  if (Array.isArray(value)) return value.slice(0, bounds.entries).map((one) => redacted(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, bounds.entries)
      .map(([key, one]) => [key, hidden.test(key) ? "[hidden]" : redacted(one, depth + 1)]),
  );
}

/** Names of fields whose values are never logged: stacks and messages of errors, and secrets. */
const hidden =
  /^(stack|stackTrace|cause|message|detail|query|parameters|params|values|password|secret|token|code_hash|phone|email|to|from|name)$/i;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/[^\s@"'<>()]+@[^\s@"'<>()]+\.[^\s@"'<>()]+/gu, "[address]"],
  [/(\/(?:t|s|raised|query|confirm)\/)[^\s"'?#]+/g, "$1[code]"],
  [/\b([a-z][\w+.-]*:\/\/)[^\s/@"']*@/gi, "$1[secret]@"],
  [/(?<![\w-])\+?\d(?:[\s-]?\d){9,14}(?![\w-])/g, "[number]"],
];

export function clean(text: string): string {
  let said = text.replace(/[\r\n]+/g, " ");
  for (const [pattern, instead] of patterns) said = said.replace(pattern, instead);
  return said.length > bounds.text ? `${said.slice(0, bounds.text)}…` : said;
}
