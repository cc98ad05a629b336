import { expect, test } from "vitest";
import { importOrganizations } from "../../client/registry/importing.ts";
import { rosterColumns } from "../../domain/roster/roster.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Db } from "../../prisma/client.ts";
import { freshDatabase } from "../support/database.ts";

test("an import of any size is one transaction, with a timeout of half an hour instead of two minutes", async () => {
  const { db } = await freshDatabase();
  const given: unknown[] = [];
  const watched = new Proxy(db, {
    get(target, name) {
      if (name !== "$transaction") return Reflect.get(target, name);
      return (work: Parameters<Db["$transaction"]>[0], options?: { timeout?: number }) => {
        given.push(options?.timeout);
        return target.$transaction(work, options);
      };
    },
  });
  const values: Readonly<Record<string, string>> = {
    ...{ code: "GZ-1", name: "示例慈善会", type: "CHA", registration: "foundation", zone: "Asia/Shanghai" },
    ...{ district: "越秀区", party: "yes", qualified: "no", language: "zh-CN" },
    secretariat: "王芳 <wang@example.org> +1 202 555 0101",
  };
  const context = {
    ...{ db: watched, now: () => new Date("2031-03-03T01:00:00Z"), calendar: chinaCalendar() },
    flush: async () => undefined,
  };
  await importOrganizations(context, [[...rosterColumns], rosterColumns.map((column) => values[column] ?? "")]);
  expect(given).toEqual([30 * 60_000]);
  expect(await db.organization.count()).toBe(1);
});
