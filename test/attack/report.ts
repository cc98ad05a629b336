import { cpus } from "node:os";
import type { Outcome } from "./line.ts";

const from = "<!-- attack: written by npm run attack -->";
const to = "<!-- /attack -->";
const head = ["|Attack|Tried|Succeeded|Promised|Figures|Seconds|Run|", "|-|-:|-:|-|-|-:|-|"];

/**
 * The page with what came of a run in its table.
 * @param whole the run tried every line: no row of an earlier one stays
 */
export function withOutcomes(page: string, outcomes: readonly Outcome[], at: Date, whole: boolean): string {
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  if (start < 0 || end < start) throw new Error(`docs/security.md has no ${from} before ${to}`);
  const rows = new Map(whole ? [] : rowsOf(page.slice(start, end)));
  for (const [attack, row] of rowsOf(tableOf(outcomes, at))) rows.set(attack, row);
  const table = [...head, ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)].join("\n");
  return `${page.slice(0, start)}${from}\n${table}\n${page.slice(end)}`;
}

/** The table of a run: for docs/security.md, and for who ran it. */
export function tableOf(outcomes: readonly Outcome[], at: Date): string {
  const run = `${at.toISOString().slice(0, 10)}, Node.js ${process.versions.node}, ${cpus().length} cores, seed`;
  const rows = outcomes.map(
    (one) =>
      `|${one.attack}|${figure(one.tried)}|${one.succeeded.length}|${one.pass}|${one.notes.join("; ")}|${one.took}|${run} ${one.seed}|`,
  );
  return [...head, ...rows].join("\n");
}

/** Rows of a table by their attack, which is the first cell. */
const rowsOf = (table: string): [string, string][] =>
  table
    .split("\n")
    .filter((line) => line.startsWith("|") && !head.includes(line))
    .map((line) => [line.split("|")[1] ?? "", line]);

const figure = (n: number): string => n.toLocaleString("en-US");
