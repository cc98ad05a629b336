import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../stories/", import.meta.url));
/** Lines of a story's body: what is longer is two stories, or has data that stand beside it. */
const longest = 60;

/** Each test of a file with the number of lines between its first and its last. */
function bodies(text: string): { title: string; lines: number }[] {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const [, indent] = /^( *)(?:test|it)(?:\.each)?\(/.exec(line) ?? [];
    if (indent === undefined) return [];
    const length = lines
      .slice(start + 1)
      .findIndex((one) => one.startsWith(`${indent})`) || one.startsWith(`${indent}}`));
    return [{ title: line.trim(), lines: length }];
  });
}

test("no story is longer than can be read at once", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const long = files.flatMap((name) =>
    bodies(readFileSync(`${folder}${name}`, "utf8"))
      .filter(({ lines }) => lines > longest)
      .map(({ title, lines }) => `${name}: ${lines} lines: ${title.slice(0, 100)}`),
  );
  expect(long).toEqual([]);
});

test("one that is would be named", () => {
  const body = Array.from({ length: 61 }, () => "  await city.settled();").join("\n");
  expect(bodies(`test("tells a long tale", async () => {\n${body}\n});\n`)).toEqual([
    { title: 'test("tells a long tale", async () => {', lines: 61 },
  ]);
});
