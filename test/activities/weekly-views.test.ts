import { expect, test } from "vitest";
import { writeWeekly } from "../../activities/weekly-views.ts";
import { saveView } from "../../client/desk/saved-views.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Db, Prisma, Tx } from "../../prisma/client.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
/** A Monday at 08:00 in Shanghai, and a day that is a Monday in no time zone. */
const monday = new Date("2031-03-10T00:00:00Z");
const wednesday = new Date("2031-03-12T00:00:00Z");
const organization = await found(db, monday, { language: "zh-CN" });
const context = { db, now: () => monday, calendar: chinaCalendar(), flush: async () => undefined };

/** The same client, which records the texts of its statements. */
function watched(heard: string[]): Db {
  const through = <T extends Db | Tx>(client: T): T =>
    new Proxy(client, {
      get(target, name) {
        if (name === "$transaction")
          return (work: (tx: Tx) => unknown) => db.$transaction((tx) => work(through(tx)) as Promise<unknown>);
        const own: unknown = Reflect.get(target, name);
        if (name !== "$queryRaw" && name !== "$executeRaw") return own;
        return (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
          heard.push("raw" in query ? query.join("?") : query.sql);
          return (target[name] as (...given: unknown[]) => unknown)(query, ...values);
        };
      },
    });
  return through(db);
}
const statements = async (now: Date): Promise<string[]> => {
  const heard: string[] = [];
  await writeWeekly({ db: watched(heard) }, now);
  return heard;
};
const about = (heard: readonly string[], table: string): number => heard.filter((text) => text.includes(table)).length;

test("a planner reads all organizations for weekly mails only on the day of these, and only if anybody wants one", async () => {
  expect(await statements(wednesday)).toEqual([]);
  expect(about(await statements(monday), "organization")).toBe(0);
});

test("the courier is woken once for any number of mails", async () => {
  const personId = organization.person("authority");
  for (const name of ["整改", "逾期", "待审核"])
    await saveView(context, { name, query: "/board?duty=29", weekly: true, personId });
  const heard = await statements(monday);
  expect(about(heard, "into direct_message")).toBe(3);
  expect(about(heard, "into nudge")).toBe(1);
  expect(await db.directMessage.count()).toBe(3);
});
