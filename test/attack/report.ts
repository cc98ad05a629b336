import { cpus } from "node:os";
import type { Outcome } from "./line.ts";

/** A run of all lines. */
export interface Attacked {
  outcomes: readonly Outcome[];
  seed: number;
  at: Date;
  /** Seconds. */
  took: number;
}

const from = "<!-- attack: written by npm run attack -->";
const to = "<!-- /attack -->";

/** The page with the table of a run where the one of the last run stood. */
export function withTable(page: string, attacked: Attacked): string {
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  const table = `${from}\n${tableOf(attacked)}\n${to}`;
  if (start < 0 || end < start) return `${page}\n${table}\n`;
  return page.slice(0, start) + table + page.slice(end + to.length);
}

function tableOf({ outcomes, seed, at, took }: Attacked): string {
  const rows = [...outcomes]
    .sort((a, b) => (a.attack < b.attack ? -1 : 1))
    .map(
      (one) =>
        `|${one.attack}|${figure(one.tried)}|${one.succeeded.length}|${one.pass}|${one.notes.join("; ")}|${one.took}|`,
    );
  const held = outcomes.filter(({ succeeded }) => succeeded.length === 0).length;
  return [
    `Run on ${at.toISOString().slice(0, 10)} with Node.js ${process.versions.node} on ${cpus().length} cores (${process.platform}), seed ${seed}: ${held} of ${outcomes.length} lines held, in ${Math.round(took)} s.`,
    "",
    "|Attack|Tried|Succeeded|Promised|Figures|Seconds|",
    "|-|-:|-:|-|-|-:|",
    ...rows,
  ].join("\n");
}

const figure = (n: number): string => n.toLocaleString("en-US");
