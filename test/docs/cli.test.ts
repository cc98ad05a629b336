import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cliPage } from "../../docs/make-cli.ts";

test("docs/cli.md lists every reason (regenerate it with: npx tsx docs/make-cli.ts)", () => {
  expect(readFileSync("docs/cli.md", "utf8")).toBe(cliPage());
});
