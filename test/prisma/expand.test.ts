import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { contractionsOf, markOf, matterOf } from "./expand.ts";

/** The last migration before several versions ran side by side; those before it were applied while nothing ran. */
const before = "20261222090000_formula_place";
const names = readdirSync("prisma/migrations").filter((name) => /^\d{14}_/.test(name));
const sqlOf = (name: string): string => readFileSync(`prisma/migrations/${name}/migration.sql`, "utf8");

describe("a migration keeps the previous version working", () => {
  it.each(names.filter((name) => name > before))("%s", (name) => {
    expect(matterOf(sqlOf(name))).toEqual([]);
  });

  it("a contracting migration names a released version", () => {
    const numbers = (version: string): number => version.split(".").reduce((sum, one) => sum * 1_000 + Number(one), 0);
    const unreleased = (sql: string): boolean => numbers(markOf(sql) ?? "0") > numbers(manifest.version);
    expect(names.filter((name) => name > before && unreleased(sqlOf(name)))).toEqual([]);
    expect(unreleased("-- contract: 9999.0.0\ndrop table x")).toBe(true);
  });

  it("migrations of earlier versions that did not are reported", () => {
    const found = names.filter((name) => name <= before && contractionsOf(sqlOf(name)).length > 0);
    expect(found).toEqual(
      expect.arrayContaining([
        "20261127000000_waiting",
        "20261210000001_names",
        "20261215000001_addresses",
        "20261218090000_report_duties",
      ]),
    );
  });
});

describe("a statement that removes something is reported", () => {
  it.each([
    ['DROP TABLE "draft"', "takes it away"],
    ['ALTER TABLE "task" DROP COLUMN "due_at", ADD COLUMN "x" INTEGER', "takes a column away"],
    ["alter table task drop due_at", "takes a column away"],
    ["alter table task rename to work", "gives another name"],
    ['ALTER TABLE "task" RENAME COLUMN "a" TO "b"', "gives another name"],
    ['ALTER TABLE "task" ALTER COLUMN "a" SET DATA TYPE BIGINT', "changes a type"],
    ["alter table task alter a type numeric(10, 2) using a::numeric", "changes a type"],
    ["alter table task alter column a set not null", "takes no null"],
    ['ALTER TABLE "task" ADD COLUMN "a" INTEGER NOT NULL', "expects a value"],
    ["alter type task_state rename value 'open' to 'begun'", "gives another name"],
  ])("%s", (sql, why) => {
    expect(matterOf(`-- a comment; drop table x;\n${sql};`)).toEqual([expect.stringContaining(why)]);
    expect(matterOf(`-- contract: 0.4.0\n${sql};`)).toEqual([expect.stringContaining("update schema_floor")]);
    expect(matterOf(`-- contract: 0.4.0\n${sql};\nUPDATE "schema_floor" SET "version" = '0.4.0';`)).toEqual([]);
  });

  it.each([
    'ALTER TABLE "task" ADD COLUMN "a" INTEGER, ADD COLUMN "b" TEXT NOT NULL DEFAULT \'\'',
    'ALTER TABLE "task" DROP CONSTRAINT "task_a_fkey", ALTER COLUMN "a" DROP NOT NULL',
    'CREATE TABLE "x" ("a" INTEGER NOT NULL); ALTER TABLE "x" ADD COLUMN "b" INTEGER NOT NULL; ALTER TABLE "x" ALTER COLUMN "a" SET NOT NULL',
    "CREATE FUNCTION f() RETURNS trigger AS $$ begin drop table x; end $$ LANGUAGE plpgsql",
    "insert into x values ('alter table task drop column a; drop table b')",
    "drop index task_a_idx",
    "alter table t alter column a set default 5",
    "alter table t add constraint c check (a > 0)",
  ])("and what adds is not: %s", (sql) => {
    expect(matterOf(sql)).toEqual([]);
    expect(matterOf(`-- contract: 0.3.0\n${sql}`)).toEqual([expect.stringContaining("contracts nothing")]);
  });
});
