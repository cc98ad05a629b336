import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Outcome } from "../support/lines/line.ts";
import { withOutcomes } from "../support/lines/report.ts";
import { attacks } from "./report.ts";

const page = "before\n<!-- attack: written by npm run attack -->\n<!-- /attack -->\nafter\n";
const at = new Date("2026-11-27T00:00:00Z");
const outcome = (attack: string, tried: number): Outcome => ({
  name: attack,
  pass: "0 accepted",
  n: tried,
  fast: 1,
  tried,
  failed: [],
  notes: [],
  figures: {},
  seed: 7,
  took: 1,
  load: 0,
});

it("the results of a run replace the page's figures; a partial run replaces only its own rows", () => {
  const first = withOutcomes(attacks, page, [outcome("b", 1_000), outcome("a", 5)], at, true);
  expect(first).toMatch(/^before\n[\s\S]*\|a\|5\|0\|[\s\S]*\|b\|1,000\|0\|[\s\S]*\nafter\n$/);
  const second = withOutcomes(attacks, first, [outcome("b", 2_000)], at, false);
  expect(second).toContain("|a|5|0|");
  expect(second).toContain("|b|2,000|0|");
  expect(second).not.toContain("|b|1,000|");
  expect(withOutcomes(attacks, second, [outcome("c", 3)], at, true)).not.toContain("|a|");
  expect(() => withOutcomes(attacks, "nothing", [], at, true)).toThrow("docs/security.md");
});

it("the page in the docs shows every line as held", () => {
  const docs = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");
  const rows = docs.split("\n").filter((line) => /^\|.*\|\d{4}-\d\d-\d\d, Node\.js .*\|$/.test(line));
  expect(rows.length).toBeGreaterThanOrEqual(20);
  for (const row of rows) expect(row.split("|")[3], row).toBe("0");
});
