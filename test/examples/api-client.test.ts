import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { describe as description, typesOf, typesPath } from "../../docs/make-api.ts";

it("the client's types match the description (regenerate them with npx tsx docs/make-api.ts)", async () => {
  expect(readFileSync(typesPath, "utf8")).toBe(typesOf(await description()));
});
