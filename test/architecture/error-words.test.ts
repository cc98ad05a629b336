import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Whoever reads an error reads its reason and its values, never its words: these may change, and are in two languages. */
const reads = [
  /\.(?:test|exec)\([^()]*\b(?:message|problems?)\b/,
  /\b(?:message|problem)\??\.(?:match|matchAll|search|replace|replaceAll|startsWith|endsWith|includes)\(/,
];
const readers = ["web", "cli", "client"];

/** A reason gives its verb, its sentence and its words on a page apart: nothing is cut out of them. */
const cuts = /\.(?:test|exec|match|matchAll|search|replace|replaceAll|startsWith|endsWith|split)\(|\bRegExp\(/;

function messageReads(text: string): string[] {
  return text.split("\n").filter((line) => reads.some((one) => one.test(line)));
}
const patternUses = (text: string): string[] => text.split("\n").filter((line) => cuts.test(line));

const trackedFiles = (patterns: readonly string[]): string[] =>
  execFileSync("git", ["ls-files", ...patterns], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
const linesOf = (files: readonly string[], find: (text: string) => string[]): string[] =>
  files.flatMap((file) => find(readFileSync(file, "utf8")).map((line) => `${file}: ${line.trim()}`));

test("no file of web, cli or client searches for words in an error's message", () => {
  const files = trackedFiles(readers.flatMap((folder) => [`${folder}/**/*.ts`, `${folder}/*.ts`]));
  expect(linesOf(files, messageReads)).toEqual([]);
});

test("no pattern runs over the words of a reason in domain/reasons", () => {
  const files = trackedFiles(["domain/reasons/*.ts"]);
  expect(files).toContain("domain/reasons/index.ts");
  expect(linesOf(files, patternUses)).toEqual([]);
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

test("a pattern over a reason's words is reported", () => {
  for (const line of [
    't(zh, capital(refusesAct(reason) ? en.replace(command, "") : en));',
    'const ought = clause.test(instead) ? "" : "应为";',
    'const [verb, sentence] = en.split(": ");',
    "const command = new RegExp(verb);",
  ])
    expect(patternUses(line)).toEqual([line]);
});
