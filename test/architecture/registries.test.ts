import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { firstSteps, procedureOf, workflowOf } from "../../domain/procedures/kinds.ts";
import { isDeclared } from "../../domain/procedures/steps.ts";
import { sourceFiles } from "../support/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Files that are started by name: by npm, by a tool, or as a process. */
const started =
  /^(bin\/(duban\.js|build\.d\.ts|package\.js|sbom\.js)|deploy\/(healthy\.js|temporal\/[a-z]+\.sh)|\w+\.config\.ts|bench\/(run\.js|processes\/[\w-]+-process\.ts)|(docs|examples)\/make-[\w-]+\.ts|prisma\/(diff\.ts|generate\.js))$|^examples\/api-client\/client\.ts$/;

/** The file that imports most others of the same folder. */
function registryOf(file: string, imports: ReadonlyMap<string, readonly string[]>): string {
  const folder = dirname(file);
  const count = (imported: readonly string[]): number => imported.filter((one) => dirname(one) === folder).length;
  return [...imports].reduce((a, b) => (count(b[1]) > count(a[1]) ? b : a))[0];
}

describe("no registration is forgotten:", () => {
  it("every file is imported or started by another", () => {
    const files = sourceFiles([""], /\.(ts|[cm]?js|py|sh)$/).filter((file) => !file.startsWith("test/"));
    const imports = new Map(
      files.map((file) => [
        file,
        [...read(file).matchAll(/["'](\.{1,2}\/[^"']+\.(?:ts|js))["']/g)]
          .map(([, to = ""]) => normalize(join(dirname(file), to)))
          .filter((to) => to !== file),
      ]),
    );
    const named = new Set([...imports.values()].flat());
    const forgotten = files
      .filter((file) => !named.has(file) && !started.test(file))
      .map((file) => `${file}: nothing imports it; ${registryOf(file, imports)} imports most of its neighbours`);
    expect(forgotten, forgotten.join("\n")).toEqual([]);
  });

  it("every workflow that a procedure names is exported by workflows/index.ts", () => {
    const exported = [...read("workflows/index.ts").matchAll(/^export \{ (\w+) \}/gm)].map(([, name]) => name);
    const workflows = allDuties.flatMap((duty) => workflowOf(duty) ?? []);
    expect([...new Set(workflows)].filter((name) => !exported.includes(name))).toEqual([]);
  });

  it("every step that a case opens with, or that each of many has, is one of its procedure", () => {
    const unknown = allDuties.flatMap((duty) =>
      [null, ...duty.events]
        .flatMap((event) => firstSteps(duty, event))
        .filter((step) => !isDeclared(duty.kind, step))
        .map((step) => `${duty.number}: ${step}`),
    );
    const ofMany = [...new Set(allDuties.map(({ kind }) => kind))].flatMap((kind) =>
      Object.values(procedureOf(kind).steps)
        .flatMap(({ each }) => each?.step ?? [])
        .filter((step) => !isDeclared(kind, step))
        .map((step) => `${kind}: ${step}`),
    );
    expect([...unknown, ...ofMany]).toEqual([]);
  });
});
