import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { schemaMatter } from "../../worker/schema-version.ts";
import { freshDatabase } from "../support/database.ts";
import { causeInEnglish } from "../support/refusals.ts";

const { db, url } = await freshDatabase();
const own = (await readdir("prisma/migrations", { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it("finds nothing wrong with the tables of its own version", async () => {
  expect(await schemaMatter(db, url)).toBeUndefined();
});

it("says that a database is older, and how it is migrated", async () => {
  const matter = causeInEnglish(await schemaMatter(db, url, [...own, "20990101000000_tomorrow"]));
  expect(matter).toContain("an older Duban than this command line (migration 20990101000000_tomorrow it has not)");
  expect(matter).toContain('"npm start"');
});

it("says that a database is newer, and how the command line is updated", async () => {
  const matter = causeInEnglish(await schemaMatter(db, url, own.slice(0, -1)));
  expect(matter).toContain(
    `a newer Duban than this command line (migration ${own.toSorted().at(-1)} it does not know)`,
  );
  expect(matter).toContain("git pull && npm ci");
});
