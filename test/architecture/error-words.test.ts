import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Whoever reads an error reads its reason and its values, never its words: these may change, and are in two languages. */
const reads = [
  /\.(?:test|exec)\([^()]*\b(?:message|problems?)\b/,
  /\b(?:message|problem)\??\.(?:match|matchAll|search|replace|replaceAll|startsWith|endsWith|includes)\(/,
];
const readers = ["web", "cli", "client"];

function messageReads(text: string): string[] {
  return text.split("\n").filter((line) => reads.some((one) => one.test(line)));
}

test("no file of web, cli or client searches for words in an error's message", () => {
  const files = execFileSync(
    "git",
    ["ls-files", ...readers.map((folder) => `${folder}/**/*.ts`), ...readers.map((folder) => `${folder}/*.ts`)],
    {
      encoding: "utf8",
    },
  );
  const found = files
    .split("\n")
    .filter(Boolean)
    .flatMap((file) => messageReads(readFileSync(file, "utf8")).map((line) => `${file}: ${line.trim()}`));
  expect(found).toEqual([]);
});

test("a file that does is reported", () => {
  for (const line of [
    "if (/go round in a circle/.test(error.message)) return;",
    "const days = /a day from (.*)/.exec(problem);",
    'error.problems.some((problem) => problem.startsWith("contact:"))',
    "error.message.match(/x/)",
  ])
    expect(messageReads(line)).toEqual([line]);
});
