import pc from "picocolors";
import type { CommandResult } from "./command-result.ts";
import type { CliDeps } from "./deps.ts";
import { say } from "./language.ts";
import { type Table, tableLines } from "./table.ts";

/** Prints an answer: data for programs, words and a table for people. Colour only where somebody looks. */
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
/** Colours, and whatever else moves a terminal or hides in a text: names and reasons are other people's words. */
const control = /\p{Cc}\[[\d;]*m|(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** What may be printed: nothing but colours commands the terminal, and those only where somebody looks. */
export function clean(text: string, stream: NodeJS.WritableStream): string {
  const watched = "isTTY" in stream && stream.isTTY === true;
  return text.replace(control, (sign) => (watched && colour.test(sign) ? sign : ""));
}

function tableOf(table: Table, out: NodeJS.WritableStream): string {
  if (table.rows.length === 0) return pc.dim(say("（无）", "(none)"));
  return tableLines(table, columnsOf(out)).join("\n");
}

/** Columns of the terminal that shows it; undefined where none does. */
const columnsOf = (out: NodeJS.WritableStream): number | undefined =>
  "isTTY" in out && out.isTTY === true && "columns" in out && typeof out.columns === "number" && out.columns > 0
    ? out.columns
    : undefined;

/** Cents are bigint, which JSON has no form for. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
