import { beforeEach, expect, test } from "vitest";
import { knownRoster } from "../../client/known-roster.ts";
import { connect, type Db, type Statements, standalone } from "../../prisma/client.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";

const everywhere = { organizationIds: null, search: "", duty: "" };
let now: Date;
let db: Db;
/** Another process: a separate pool without our cache. */
let other: Db;
let asked: number;

beforeEach(async () => {
  const fresh = await freshDatabase();
  db = fresh.db;
  other = connect(fresh.url, { connections: 2 });
  atEnd(() => other.$disconnect());
  now = new Date("2026-11-24T01:00:00Z");
  asked = 0;
  await add(db, "one");
});

const add = (tx: Statements, id: string): Promise<number> => tx.$executeRaw`
  insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
  values (${id}, ${id}, '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', ${now})`;

/** Reads as a page does. */
async function organizations(): Promise<number | null> {
  const statements = standalone(db);
  const counting: Statements = {
    $queryRaw: (query, ...values) => {
      asked++;
      return statements.$queryRaw(query, ...values);
    },
    $executeRaw: (query, ...values) => statements.$executeRaw(query, ...values),
  };
  return (await knownRoster({ db, now: () => now }, counting)).organizations(everywhere);
}

test("the roster is cached until it changes, and for at most ten seconds", async () => {
  expect(await organizations()).toBe(1);
  expect(asked).toBe(2);
  expect(await organizations()).toBe(1);
  expect(asked).toBe(3);
  // Every act records the last contact; that does not change the roster.
  await db.$executeRaw`update organization set heard_at = ${now}`;
  expect(await organizations()).toBe(1);
  expect(asked).toBe(4);
  now = new Date(now.getTime() + 10_000);
  expect(await organizations()).toBe(1);
  expect(asked).toBe(6);
  now = new Date(now.getTime() - 60_000);
  await organizations();
  expect(asked).toBe(8);
});

test("a change of the roster is visible at once in every process, whenever its transaction began", async () => {
  expect(await organizations()).toBe(1);
  await add(other, "two");
  expect(await organizations()).toBe(2);
  await other.$transaction(async (tx) => {
    await add(tx, "three");
    // A transaction is open: the roster was read without it and must not be cached beyond it.
    expect(await organizations()).toBe(2);
    await add(other, "four");
    expect(await organizations()).toBe(3);
  });
  expect(await organizations()).toBe(4);
  await other
    .$transaction(async (tx) => {
      await tx.$executeRaw`update organization set closed_at = ${now} where id = 'one'`;
      throw new Error("given up");
    })
    .catch(() => undefined);
  expect(await organizations()).toBe(4);
  await other.$executeRaw`update organization set closed_at = ${now} where id = 'one'`;
  expect(await organizations()).toBe(3);
});

test("reachability is read again when an address is refused, a role ends or a person leaves", async () => {
  const reach = async (): Promise<string[]> => {
    const { doubtful, holders } = await (await knownRoster({ db, now: () => now }, db)).reach(everywhere);
    const people = (await holders(["one"])).get("one") ?? [];
    return [...doubtful.map(({ id, mute }) => `${id} ${mute}`), ...people.map((one) => `${one.role} ${one.reachable}`)];
  };
  expect(await reach()).toEqual(["one true"]);
  await db.$executeRaw`insert into person (id, name, language, shard, created_at) values ('p', '陈', 'zh-CN', 0, ${now})`;
  await db.$executeRaw`
    insert into holding (id, organization_id, person_id, role, from_at) values ('h', 'one', 'p', 'secretariat', '2026-01-01')`;
  await db.$executeRaw`insert into address (person_id, channel, value) values ('p', 'email', 'p@example.org')`;
  expect(await reach()).toEqual(["one false", "secretariat true"]);
  await db.$executeRaw`update address set state = 'refused'`;
  expect(await reach()).toEqual(["one true", "secretariat false"]);
  await db.$executeRaw`update address set state = 'ok'`;
  expect(await reach()).toEqual(["one false", "secretariat true"]);
  await db.$executeRaw`update person set left_at = ${now}`;
  expect(await reach()).toEqual(["one true"]);
  await db.$executeRaw`update person set left_at = null`;
  expect(await reach()).toEqual(["one false", "secretariat true"]);
  await db.$executeRaw`update holding set until_at = ${now}`;
  expect(await reach()).toEqual(["one true"]);
});
