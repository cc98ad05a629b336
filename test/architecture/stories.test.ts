import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceFiles } from "../support/source-files.ts";

/** Maximum lines of a test's body. A longer one is split, or its data is moved out of it. */
const longest = 60;

/** Each test of a file, with the number of lines between its first and its last. */
function bodies(text: string): { title: string; lines: number }[] {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const [, indent] = /^( *)(?:test|it|chapter)(?:\.\w+)*\(/.exec(line) ?? [];
    if (indent === undefined) return [];
    const length = lines
      .slice(start + 1)
      .findIndex((one) => one.startsWith(`${indent})`) || one.startsWith(`${indent}}`));
    return [{ title: line.trim(), lines: length }];
  });
}

const all = sourceFiles(["test"], /\.test\.ts$/).map((name) => ({
  name,
  text: readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"),
}));
const stories = all.filter(({ name }) => name.startsWith("test/stories/"));

test("no test has more than 60 lines of body", () => {
  expect(all.flatMap(({ text }) => bodies(text)).length).toBeGreaterThan(1_000);
  const long = all.flatMap(({ name, text }) =>
    bodies(text)
      .filter(({ lines }) => lines > longest)
      .map(({ title, lines }) => `${name}: ${lines} lines: ${title.slice(0, 100)}`),
  );
  expect(long).toEqual([]);
});

test("no test file has more than 400 lines", () => {
  expect(all.filter(({ text }) => text.split("\n").length > 401).map(({ name }) => name)).toEqual([]);
});

test("a longer one is reported", () => {
  const body = Array.from({ length: 61 }, () => "  await city.settled();").join("\n");
  expect(bodies(`test("tells a long tale", async () => {\n${body}\n});\n`)).toEqual([
    { title: 'test("tells a long tale", async () => {', lines: 61 },
  ]);
});

test("no story uses SQL: it reads pages, commands and messages, or uses the typed client", () => {
  const sql = stories.flatMap(({ name, text }) =>
    text.split("\n").flatMap((line, at) => (/\$(query|execute)Raw/.test(line) ? [`${name}:${at + 1}`] : [])),
  );
  expect(sql).toEqual([]);
});
