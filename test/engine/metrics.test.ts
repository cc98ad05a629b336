import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { insertAudit } from "../../records/audit/audits.ts";
import { freshDatabase } from "../support/database.ts";
import type { Scraped } from "./scraped.ts";

const { db, url } = await freshDatabase();
const ops = new URL("../../docs/ops/", import.meta.url);
let text = "";

beforeAll(async () => {
  await insertAudit(db, {
    ...{ by: "nightly", tookMs: 5, gaps: { round: 1 }, found: 1, repaired: 0, leftOpen: 1 },
    ...{ at: new Date("2026-09-15T01:00:00Z"), chainsThrough: "", chainsWholeAt: null },
  });
  const given: Scraped = {
    databaseUrl: url,
    testServer: inject("testServer"),
    workflowBundle: inject("workflowBundle"),
    now: "2026-09-15T02:00:00Z",
  };
  const file = fileURLToPath(new URL("scraped.ts", import.meta.url));
  const command = ["--import", "tsx", file, JSON.stringify(given)];
  ({ stdout: text } = await promisify(execFile)(process.execPath, command, { maxBuffer: 10_000_000 }));
});

/** Names of the metrics in an expression. */
const namesIn = (words: string): string[] =>
  [...words.matchAll(/\b(?:duban|temporal|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);

/** Names of the metrics in a scrape, including those of a histogram's parts. */
const told = (): Set<string> =>
  new Set([...text.matchAll(/^(?:# TYPE )?([a-z_0-9]+)[ {]/gm)].map(([, name = ""]) => name));

test("every figure of the dashboard exists", () => {
  const { panels } = JSON.parse(readFileSync(new URL("grafana.json", ops), "utf8")) as {
    panels: { id: number; title: string; targets: { expr: string }[] }[];
  };
  expect(panels.length).toBeGreaterThan(10);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      expect(namesIn(expr), title).not.toEqual([]);
      for (const name of namesIn(expr)) expect(told(), `${title}: ${name}`).toContain(name);
    }
});

test("every figure of an alert exists, and each alert says what to do", () => {
  const rules = readFileSync(new URL("alerts.yaml", ops), "utf8")
    .split(/^ {6}- alert: /m)
    .slice(1);
  expect(rules.length).toBeGreaterThan(10);
  for (const rule of rules) {
    const [name = ""] = rule.split("\n");
    const expr = /^ {8}expr: (.+)$/m.exec(rule)?.[1] ?? "";
    expect(namesIn(expr), name).not.toEqual([]);
    for (const figure of namesIn(expr)) expect(told(), `${name}: ${figure}`).toContain(figure);
    expect(rule, name).toMatch(/^ {8}for: \d+[mh]$/m);
    expect(rule, name).toMatch(/severity: (page|ticket)/);
    expect(rule, name).toMatch(/^ {10}summary: .{20,}$/m);
    expect(rule, name).toMatch(/^ {10}action: .{20,}$/m);
  }
});

test("the docs name each of our figures", () => {
  const docs = readFileSync(new URL("../metrics.md", ops), "utf8");
  const ours = [...told()].filter((one) => one.startsWith("duban_"));
  expect(ours.length).toBeGreaterThan(10);
  for (const name of ours) expect(docs).toContain(name);
});
