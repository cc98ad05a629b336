import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sourceFiles } from "../support/source-files.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const glossary = read("docs/glossary.md");
const rows = glossary
  .split("\n## Words that are not used")[0]
  ?.split("\n")
  .filter((line) => line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| word"))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );

it("the glossary has every model of the database", () => {
  const words = rows?.flatMap(([word = ""]) => word.toLowerCase().split(", ")) ?? [];
  const models = [...read("prisma/schema.prisma").matchAll(/^model (\w+)/gm)].map(([, name = ""]) =>
    name.replace(/Row$/, "").replace(/[A-Z]/g, (letter, at) => `${at > 0 ? " " : ""}${letter.toLowerCase()}`),
  );
  const named = (model: string): boolean => words.some((word) => word === model || word.endsWith(` ${model}`));
  expect(models.filter((model) => !named(model))).toEqual([]);
});

it("each word occurs once, with its Chinese and a meaning in both languages", () => {
  const words = rows?.flatMap(([word = ""]) => word.split(", ")) ?? [];
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  for (const row of rows ?? []) {
    expect(row, row[0] ?? "").toHaveLength(4);
    const [, chinese = "", english = "", meaning = ""] = row;
    expect(english, row[0] ?? "").toMatch(/^[A-Z].*[.…]$/);
    expect(chinese + meaning, row[0] ?? "").toMatch(/^[\p{Script=Han}].*。$/u);
  }
});

it("no source file uses a word that the glossary excludes", () => {
  const folders = [
    "activities",
    "bench",
    "bin",
    "cli",
    "client",
    "domain",
    "local",
    "records",
    "web",
    "worker",
    "workflows",
  ];
  const quaint = new RegExp(
    [
      ...["telegram", "\\bcarriers?\\b", "\\bpatience\\b", "twice is once", "at most so many", "coverId", "coverKey"],
      ...["takeUp", "toldThrough", "tellings?\\b", "\\baskers\\b", "askerOf", "heardAt", "heardFrom"],
    ].join("|"),
    "i",
  );
  const found = sourceFiles(folders).filter((file) => quaint.test(read(file)));
  expect(found, found.join("\n")).toEqual([]);
});

it.each(["README.md", "README.zh-CN.md", "docs/contributing.md"])("%s links the glossary", (page) => {
  expect(read(page)).toContain("glossary.md");
});
