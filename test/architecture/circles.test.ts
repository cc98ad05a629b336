import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sourceFiles } from "../support/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Files that each file imports, including type imports. */
function importsByFile(): ReadonlyMap<string, readonly string[]> {
  const files = sourceFiles();
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)]
        .map(([, to = ""]) => normalize(join(dirname(file), to)))
        .filter((to) => known.has(to));
      return [file, imported];
    }),
  );
}

/** The first circle found, as the files along it; empty: there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    const since = path.indexOf(file);
    if (since >= 0) return [...path.slice(since), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test("no files import each other in a circle", () => {
  const imports = importsByFile();
  expect(imports.size).toBeGreaterThan(1_000);
  expect(circleIn(imports).join(" → ")).toBe("");
});

test("a circle is reported with its files", () => {
  const imports = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["b.ts"]],
  ]);
  expect(circleIn(imports)).toEqual(["b.ts", "c.ts", "b.ts"]);
});
