import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderDuties } from "../../docs/make-duties.ts";
import { allDuties, dutyPacks, statutory } from "../../domain/catalogue/packs/index.ts";

it("docs/duties.md matches the packs (regenerate it with `npx tsx docs/make-duties.ts`)", () => {
  expect(readFileSync(new URL("../../docs/duties.md", import.meta.url), "utf8")).toBe(renderDuties());
});

it("the table has a row for each duty and each deadline, and no cell breaks it", () => {
  const rows = renderDuties()
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(2 * (allDuties.length + dutyPacks.length) + 2 + statutory.length + 2);
  for (const row of rows) expect([12, 6, 4]).toContain(row.split("|").length - 1);
});

/** A pattern for each string of a source that can be a title; `%s` stands for a value of the table of `each`. */
const titlesIn = (source: string): RegExp[] =>
  [...source.matchAll(/"([^"\n]{15,})"/g)].map(([, title = ""]) => {
    const literal = title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${literal.replaceAll("%s", ".+")}$`);
  });

it("an existing story has run each row of the guideline and of statutes to its end (test/stories/rows.jsonl)", () => {
  const runs = readFileSync(new URL("../stories/rows.jsonl", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line): { duty: string; file: string; story: string } => JSON.parse(line));
  const sources = new Map(
    [...new Set(runs.map(({ file }) => file))].map((file) => [
      file,
      readFileSync(new URL(`../stories/${file}`, import.meta.url), "utf8"),
    ]),
  );
  const ran = new Set(runs.map(({ duty }) => duty));
  expect(allDuties.map(({ number }) => number).filter((number) => !ran.has(number))).toEqual([]);
  for (const { file, story } of runs) {
    const words = story.split(" > ").at(-1) ?? "";
    expect(
      titlesIn(sources.get(file) ?? "").some((title) => title.test(words)),
      `${file}: ${words}`,
    ).toBe(true);
  }
});
