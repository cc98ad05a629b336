import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("setup files have no state and no exports: they are evaluated for each test file, and modules that import them are not", () => {
  const [, list = ""] = /setupFiles: \[(.*)\]/.exec(read("vitest.config.ts")) ?? [];
  const files = [...list.matchAll(/"([^"]+)"/g)].map(([, file = ""]) => file);
  expect(files).not.toEqual([]);
  for (const file of files) expect(read(file).match(/^(export|let|const|var) .*/gm) ?? [], file).toEqual([]);
});
