import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tableOf } from "../support/lines/report.ts";
import { tortures } from "./report.ts";

it("the page in the docs shows every line as held, with the number of attempts that held", () => {
  const docs = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const rows = docs.split("\n").filter((line) => /^\|.*\|\d{4}-\d\d-\d\d, Node\.js .*\|$/.test(line));
  expect(docs).toContain("<!-- torture: written by npm run torture -->");
  expect(rows.length).toBeGreaterThanOrEqual(25);
  for (const row of rows) {
    const [, , of, tried, failed] = row.split("|");
    expect([of, tried], row).toEqual([expect.stringMatching(/^(all|[\d,]+)$/), expect.stringMatching(/^[1-9][\d,]*$/)]);
    expect(failed, row).toBe("0");
  }
});

it("reports what was lost, doubled and in doubt, and how soon it continued", () => {
  const figures = { lost: 0, doubled: 0, inDoubt: 36, recovery: 2.94 };
  const line = { name: "killed", pass: "0 lost", n: 1_400, fast: 1, tried: 40, failed: [], notes: ["a note"] };
  const table = tableOf(
    tortures,
    [{ ...line, figures, seed: 7, took: 12, load: 1.5 }],
    new Date("2026-11-28T00:00:00Z"),
  );
  expect(table).toContain("|killed|1,400|40|0|0|0|36|2.9|0 lost|a note|12|2026-11-28, Node.js");
  expect(table).toMatch(/ cores, load 1\.5, seed 7\|$/);
});
