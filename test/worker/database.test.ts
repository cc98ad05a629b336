import { randomBytes } from "node:crypto";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { matterWith } from "../../worker/database.ts";
import { causeInEnglish } from "../support/refusals.ts";

/** The URL of the tests' database, with a change. */
function address(change: (url: URL) => void): string {
  const url = new URL(inject("templateUrl"));
  url.pathname = "/postgres";
  change(url);
  return url.href;
}

describe("an unusable database", () => {
  it("is named with the problem, without its password", async () => {
    const wrong = causeInEnglish(await matterWith(address((url) => (url.password = "wrong-password"))));
    expect(wrong).toMatch(/^The database "postgres" at \S+ \(DATABASE_URL\) refuses user "\w+" with this password/);
    expect(wrong).not.toContain("wrong-password");
    expect(causeInEnglish(await matterWith(address((url) => (url.pathname = "/nobodys"))))).toMatch(
      /"nobodys" .*does not exist/,
    );
    expect(causeInEnglish(await matterWith(address((url) => (url.port = "1"))))).toMatch(
      /does not answer \(.*ECONNREFUSED.*\); expected a PostgreSQL there/,
    );
  });

  it("may be without tables only if they are about to be created", async () => {
    const name = `test_${randomBytes(6).toString("hex")}`;
    const url = await createDatabase(inject("templateUrl"), name);
    onTestFinished(() => dropDatabase(inject("templateUrl"), name));
    expect(await matterWith(url, { empty: true })).toBeUndefined();
    expect(causeInEnglish(await matterWith(url))).toMatch(/holds no tables of Duban yet/);
    const migrated = await createDatabase(inject("templateUrl"), `${name}_full`, "duban_template");
    onTestFinished(() => dropDatabase(inject("templateUrl"), `${name}_full`));
    expect(await matterWith(migrated)).toBeUndefined();
  });
});
