import { isLocalDate } from "./dates.ts";
import type { Ask } from "./duty.ts";
import { MoneyError, parseYuan } from "./money.ts";

/** What a form sent, by the names of its asks: as text, whatever the type. A `list` has one entry a line. */
export type RawSubmission = Readonly<Record<string, string>>;

/** A file that a submission carries. */
export interface SubmittedFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

/** A submission as it is stored: text, dates and numbers; money in cents as text; lists as arrays. */
export type Result = Record<string, string | number | string[]>;

export interface Problem {
  /** Name of the ask. */
  ask: string;
  value: string;
  expected: string;
}

const longest = 20_000;
const mostEntries = 2_000;

/** Reads a submission by its form. Never throws: whatever is wrong is a problem that names the ask, the value and what was expected. */
export function readSubmission(
  asks: readonly Ask[],
  raw: RawSubmission,
  files: readonly SubmittedFile[] = [],
): { result: Result; problems: Problem[] } {
  const result: Result = {};
  const problems: Problem[] = [];
  const known = new Set(asks.map((ask) => ask.name));
  for (const [name, value] of Object.entries(raw))
    if (!known.has(name)) problems.push({ ask: name, value, expected: `one of ${[...known].join(", ")}` });
  for (const ask of asks) {
    const value = Object.hasOwn(raw, ask.name) ? (raw[ask.name] ?? "").trim() : "";
    if (ask.type === "file") {
      if (ask.required && files.length === 0)
        problems.push({ ask: ask.name, value: "", expected: "at least one file" });
      continue;
    }
    if (value === "") {
      if (ask.required) problems.push({ ask: ask.name, value: "", expected: expectedOf(ask) });
      continue;
    }
    const read = value.length > longest ? undefined : readValue(ask, value);
    if (read === undefined) problems.push({ ask: ask.name, value: value.slice(0, 80), expected: expectedOf(ask) });
    else result[ask.name] = read;
  }
  return { result, problems };
}

function readValue(ask: Ask, value: string): Result[string] | undefined {
  switch (ask.type) {
    case "date":
      return isLocalDate(value) ? value : undefined;
    case "number":
      return /^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
    case "money":
      return cents(value);
    case "choice":
      return ask.options?.some((option) => option.value === value) ? value : undefined;
    case "list":
    case "findings": {
      const entries = value
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean);
      return entries.length <= mostEntries ? entries : undefined;
    }
    default:
      return value;
  }
}

function cents(value: string): string | undefined {
  try {
    return parseYuan(value).toString();
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** What is expected of an answer, in the words of an error. */
export function expectedOf(ask: Ask): string {
  switch (ask.type) {
    case "date":
      return "a day that exists, YYYY-MM-DD";
    case "number":
      return "a number such as 12 or 3.5";
    case "money":
      return "yuan with at most two decimals, such as 12345.60";
    case "choice":
      return `one of ${(ask.options ?? []).map((option) => option.value).join(", ")}`;
    case "list":
    case "findings":
      return `one entry a line, at most ${mostEntries}`;
    case "file":
      return "a file";
    default:
      return `a text of at most ${longest} characters`;
  }
}
