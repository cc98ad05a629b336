import pc from "picocolors";
import type { CommandResult } from "./command-result.ts";
import type { CliDeps } from "./deps.ts";
import { say } from "./language.ts";
import { type Table, tableLines } from "./table.ts";

/** Prints a result: as JSON, or as words and a table. Colours only on a terminal. */
export function printResult(answer: CommandResult, json: boolean, { out }: Pick<CliDeps, "out">): void {
  if (json) {
    out.write(`${JSON.stringify(answer.data, plain, 2)}\n`);
    return;
  }
  if (answer.first) out.write(`${clean(answer.first, out)}\n`);
  if (answer.table) out.write(`${clean(tableOf(answer.table, out), out)}\n`);
  if (answer.text) out.write(`${clean(answer.text, out)}\n`);
}

const colour = /^\p{Cc}\[[\d;]*m$/u;
/** Control and bidirectional characters, and colour codes: names and reasons were entered by others and must not control the terminal. */
const control = /\p{Cc}\[[\d;]*m|(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Removes control characters from a text; colour codes remain only on a terminal. */
export function clean(text: string, stream: NodeJS.WritableStream): string {
  const watched = "isTTY" in stream && stream.isTTY === true;
  return text.replace(control, (sign) => (watched && colour.test(sign) ? sign : ""));
}

function tableOf(table: Table, out: NodeJS.WritableStream): string {
  if (table.rows.length === 0) return pc.dim(say("（无）", "(none)"));
  return tableLines(table, columnsOf(out)).join("\n");
}

/** Width of the terminal in columns; undefined: not a terminal. */
const columnsOf = (out: NodeJS.WritableStream): number | undefined =>
  "isTTY" in out && out.isTTY === true && "columns" in out && typeof out.columns === "number" && out.columns > 0
    ? out.columns
    : undefined;

/** Converts bigint (fen), which JSON does not support, to text. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
