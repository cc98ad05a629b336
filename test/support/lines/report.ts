import { cpus } from "node:os";
import type { Outcome, Word } from "./line.ts";

/** A table of lines that a command writes to a page of the docs. */
export interface Table {
  word: Word;
  /** Page of `docs`. */
  page: string;
  head: readonly [string, string];
  /** Cells of a line between its name and the run. */
  cells(outcome: Outcome): readonly (string | number)[];
}

const marksOf = ({ word }: Table): [from: string, to: string] => [
  `<!-- ${word}: written by npm run ${word} -->`,
  `<!-- /${word} -->`,
];

/**
 * Returns the page with the results of a run in its table.
 * @param whole the run included every line, so that no earlier row is kept
 */
export function withOutcomes(
  table: Table,
  page: string,
  outcomes: readonly Outcome[],
  at: Date,
  whole: boolean,
): string {
  const [from, to] = marksOf(table);
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  if (start < 0 || end < start) throw new Error(`docs/${table.page} has no ${from} before ${to}`);
  const rows = new Map(whole ? [] : rowsOf(table, page.slice(start, end)));
  for (const [name, row] of rowsOf(table, tableOf(table, outcomes, at))) rows.set(name, row);
  const lines = [...table.head, ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)].join("\n");
  return `${page.slice(0, start)}${from}\n${lines}\n${page.slice(end)}`;
}

/** Makes the table of a run, for its page and for the person who ran it. */
export function tableOf(table: Table, outcomes: readonly Outcome[], at: Date): string {
  const run = `${at.toISOString().slice(0, 10)}, Node.js ${process.versions.node}, ${cpus().length} cores`;
  const rows = outcomes.map(
    (one) => `|${[one.name, ...table.cells(one), `${run}, load ${one.load}, seed ${one.seed}`].join("|")}|`,
  );
  return [...table.head, ...rows].join("\n");
}

/** Rows of a table by name, which is the first cell. */
const rowsOf = ({ head }: Table, table: string): [string, string][] =>
  table
    .split("\n")
    .filter((line) => line.startsWith("|") && !head.includes(line))
    .map((line) => [line.split("|")[1] ?? "", line]);

export const figure = (n: number): string => n.toLocaleString("en-US");
