import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "../support/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = ["domain", "workflows", "records", "activities", "client", "cli", "web", "worker"];

const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Lines of the program outside `home` that match a pattern, each with its file. */
function elsewhere(pattern: RegExp, home: readonly string[], folders: readonly string[] = program): string[] {
  return sourceFiles(folders)
    .filter((path) => !home.some((one) => path === one || path.startsWith(`${one}/`)))
    .flatMap((path) =>
      textOf(path)
        .split("\n")
        .filter((line) => pattern.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
}

describe("one rule in one place:", () => {
  test("whether something is held, who is away and who has left is decided in records/roster/held.ts and domain/roster/held.ts", () => {
    const home = ["records/roster/held.ts", "domain/roster/held.ts"];
    // An absence that has not ended yet, and one that is ended, are asked for as such.
    const absence = ["records/roster/absences.ts"];
    const held =
      /\bfrom_at <= \$\{|\buntil_at is null or (?:\w\.)?until_at|\bleft_at is (?:not )?null or|\bleft_at [<>]=? \$\{/;
    expect(elsewhere(held, home)).toEqual([]);
    expect(elsewhere(/\buntil_at > \$\{/, [...home, ...absence])).toEqual([]);
    expect("(until_at is null or until_at > x)").toMatch(held);
    expect("where (p.left_at is null or p.left_at > x)").toMatch(held);
  });

  test("whether something is late is decided in domain/tasks/lateness.ts and records/tasks/lateness.ts", () => {
    const home = ["domain/tasks/lateness.ts", "records/tasks/lateness.ts"];
    const compared =
      /\bdue_at < \$\{now\}|\b(?:due|dueAt) < (?:\w+\.)?now\b|\bnow(?:\(\))? >=? (?:[\w.]+\.)?(?:due|dueAt)\b/;
    expect(elsewhere(compared, home)).toEqual([]);
    expect("  late: line.dueAt < now,").toMatch(compared);
  });

  test("who stands in for whom, and who is above the doer, is decided in domain/tasks/role-chain.ts", () => {
    const home = ["domain/tasks/role-chain.ts", "domain/escalation/policy.ts"];
    const chain = /(?:secretariat["'],\s*["'])?legal-representative["'],\s*["']supervisory-board["'],\s*["']authority/;
    expect(sourceFiles(program).filter((path) => !home.includes(path) && chain.test(textOf(path)))).toEqual([]);
    expect("role in ('secretariat', 'legal-representative', 'supervisory-board', 'authority', 'registrar')").toMatch(
      chain,
    );
  });

  test("the identity of a sent rung is formatted and parsed in domain/escalation/rung-id.ts", () => {
    const home = ["domain/escalation/rung-id.ts"];
    const built = /dueRevision\}:|\.step\.split\(":"\)|(?:step|rung)\.endsWith\(":|\bstep like [$'"`]|\(n\.step,/;
    expect(elsewhere(built, home, [...program, "bench"])).toEqual([]);
    expect('const [, ladder = ""] = line.step.split(":");').toMatch(built);
  });

  test("the city's zone is named in domain/time/zones.ts", () => {
    // What a zone is called in a language, and an example in the API's document, are no choice of it.
    const home = ["domain/time/zones.ts", "domain/messages/languages/writing.ts", "web/api/schemas.ts"];
    const named = /"Asia\/Shanghai"/;
    expect(elsewhere(named, home)).toEqual([]);
    expect('const zone = "Asia/Shanghai";').toMatch(named);
  });

  test("no code tests which language a text is in: a language lists, joins and dates (domain/messages/languages)", () => {
    const home = ["domain/messages/languages"];
    const asked = /[=!]== *"(?:en|zh-CN)"|case "(?:en|zh-CN)":|"(?:en|zh-CN)" *[=!]==/;
    expect(elsewhere(asked, home)).toEqual([]);
    expect('const en = language === "en";').toMatch(asked);
  });

  test("a rule that stands in SQL too names its predicate, and a test in test/records compares them", () => {
    const compared = sourceFiles(["test/records"]).map(textOf);
    const predicates = sourceFiles(["records"]).flatMap((path) =>
      [...textOf(path).matchAll(/\bSQL of `(\w+)`/g)].map(([, name = ""]) => ({ path, name })),
    );
    const isCompared = (name: string): boolean =>
      compared.some((text) => new RegExp(`^import [^;]*\\b${name}\\b[^;]*/domain/`, "m").test(text));
    expect(predicates.map(({ name }) => name)).toContain("termBegan");
    expect(predicates.filter(({ name }) => !isCompared(name)).map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
    expect(isCompared("statutoryBoard")).toBe(false);
  });
});
