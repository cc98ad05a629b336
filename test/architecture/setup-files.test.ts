import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("a setup file keeps and exports nothing: it is evaluated anew for each test file, and what imports it is not", () => {
  const [, list = ""] = /setupFiles: \[(.*)\]/.exec(read("vitest.config.ts")) ?? [];
  const files = [...list.matchAll(/"([^"]+)"/g)].map(([, file = ""]) => file);
  expect(files).not.toEqual([]);
  for (const file of files) expect(read(file).match(/^(export|let|const|var) .*/gm) ?? [], file).toEqual([]);
});
