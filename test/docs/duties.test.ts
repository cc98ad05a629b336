import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderDuties } from "../../docs/make-duties.ts";
import { allDuties, dutyPacks, statutory } from "../../domain/packs/index.ts";

it("docs/duties.md is what the packs say (else run `npx tsx docs/make-duties.ts`)", () => {
  expect(readFileSync(new URL("../../docs/duties.md", import.meta.url), "utf8")).toBe(renderDuties());
});

it("the table has a row for each duty and each deadline, and no cell breaks it", () => {
  const rows = renderDuties()
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(allDuties.length + 2 * dutyPacks.length + statutory.length + 2);
  for (const row of rows) expect([12, 6]).toContain(row.split("|").length - 1);
});
