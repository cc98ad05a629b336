import Table from "cli-table3";
import pc from "picocolors";
import type { Answer } from "./answer.ts";
import type { CliDeps } from "./deps.ts";

/** Prints an answer: data for programs, words and a table for people. Colour only where somebody looks. */
export function printAnswer(answer: Answer, json: boolean, { out }: Pick<CliDeps, "out">): void {
  if (json) {
    out.write(`${JSON.stringify(answer.data, plain, 2)}\n`);
    return;
  }
  if (answer.table) out.write(`${clean(tableOf(answer.table), out)}\n`);
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

function tableOf({ head, rows }: NonNullable<Answer["table"]>): string {
  if (rows.length === 0) return pc.dim("(none)");
  const table = new Table({
    head: head.map((one) => pc.bold(one)),
    style: { head: [], border: [], compact: true },
    chars,
  });
  for (const row of rows) table.push(row.map(String));
  return table.toString();
}

/** No lines: they break when a line is copied, and a narrow terminal wraps them. */
const chars = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ",
} as const;

/** Cents are bigint, which JSON has no form for. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
