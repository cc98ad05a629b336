import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { schemaMatter } from "../../worker/schema-version.ts";
import { freshDatabase } from "../support/database.ts";
import { causeInEnglish } from "../support/refusals.ts";

const { db, url } = await freshDatabase();
const own = (await readdir("prisma/migrations", { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const last = own.toSorted().at(-1);

it("the tables of the program's own version are accepted", async () => {
  expect(await schemaMatter(db, url)).toEqual({});
});

it("an older database is refused, with the command that migrates it", async () => {
  const { refuses } = await schemaMatter(db, url, {
    migrations: [...own, "20990101000000_tomorrow"],
    version: "0.3.0",
  });
  expect(causeInEnglish(refuses)).toContain(
    "an older Duban than this one (migration 20990101000000_tomorrow it has not)",
  );
  expect(causeInEnglish(refuses)).toContain('"npx duban migrate"');
});

it("one that the next version has migrated is accepted, with a note", async () => {
  const { refuses, tells } = await schemaMatter(db, url, { migrations: own.slice(0, -1), version: "0.3.0" });
  expect(refuses).toBeUndefined();
  expect(causeInEnglish(tells)).toContain(`ahead of this program (migration ${last} it does not know)`);
});

it("one that was contracted beyond what this version reads is refused", async () => {
  await db.schemaFloor.update({ where: { id: 1 }, data: { version: "0.10.0" } });
  const ofOld = (version: string) => schemaMatter(db, url, { migrations: own.slice(0, -1), version });
  expect(causeInEnglish((await ofOld("0.9.4")).refuses)).toContain(
    "it needs version 0.10.0 or later, and this is 0.9.4",
  );
  expect((await ofOld("0.10.0-beta.1")).refuses).toBeUndefined();
  expect((await ofOld("1.0.0")).refuses).toBeUndefined();
  await db.schemaFloor.update({ where: { id: 1 }, data: { version: "0.3.0" } });
});
