import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kinds } from "../../domain/terms.ts";

const situations = ["normal course", "silence", "returned", "cancelled", "moved", "gate refused", "triggered twice"];
const rows = readFileSync(new URL("../../docs/stories.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map((line) => line.split("|").slice(1, -1));

it("docs/stories.md has each situation of each kind, with a story or the reason why there is none", () => {
  const listed = new Set(rows.map(([kind, situation]) => `${kind} ${situation}`));
  expect([...listed].sort()).toEqual(kinds.flatMap((kind) => situations.map((one) => `${kind} ${one}`)).sort());
  for (const [kind, situation, , file, ...more] of rows) {
    expect([kind, situation, more]).toEqual([kind, situation, []]);
    if (situation === "normal course" || situation === "silence") expect(file, `${kind} ${situation}`).not.toBe("");
  }
});

it("and each story in it exists", () => {
  for (const [, , story = "", file = ""] of rows) {
    if (file === "") expect(story).toMatch(/^cannot be: \w/);
    else expect(readFileSync(new URL(`../stories/${file}`, import.meta.url), "utf8"), file).toContain(`"${story}"`);
  }
});
