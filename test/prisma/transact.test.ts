import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase, dropDatabase, withDatabase } from "../../local/database.ts";
import { connect, type Db, Prisma, type Statements, transact } from "../../prisma/client.ts";

const name = `transact_${process.pid}`;
let db: Db;

beforeAll(async () => {
  db = connect(await createDatabase(inject("templateUrl"), name), { connections: 2 });
  await db.$executeRaw`create table told (id text primary key, at timestamptz not null)`;
});
afterAll(async () => {
  await db.$disconnect();
  await dropDatabase(inject("templateUrl"), name);
});

const at = new Date("2031-03-03T01:02:03.456Z");

/** A value of every type in the tables, and null; parameters of every kind that statements use. */
const everything = (tx: Statements): Promise<Record<string, unknown>[]> =>
  tx.$queryRaw`
    select 'word 督办' as text, ${"O'Neil"} || '' as parameter, 7::int as int, 9007199254740993::int8 as int8, count(*) as count,
      12.50::numeric as numeric, true as bool, ${false}::bool as bool_given, null::text as absent, ${null}::text as absent_given,
      ${at}::timestamptz as at, '2031-03-03 09:00:00+08'::timestamptz as whole, '0099-01-01 00:00:00.5+00'::timestamptz as ancient,
      '2031-03-03'::date as day, ${'{"a":[1,{"b":null}]}'}::jsonb as json, 'null'::jsonb as json_null,
      array['a','b,"c'] as words, ${["x", 'y"z']}::text[] as words_given, '{}'::text[] as none,
      array['督办', null, 'NULL', '{', 'a\\b'] as odd, array['x', 'y'] as plain,
      '\\x00ff'::bytea as bytes, 1.5::float8 as float, 3::int2 as int2 ${Prisma.sql`, ${2}::int + 1 as nested`}
    from generate_series(1, 3)`;

describe("a transaction by the PostgreSQL driver", () => {
  test("reads every type as Prisma does", async () => {
    const plain = (rows: Record<string, unknown>[]) =>
      rows.map((row) => ({ ...row, bytes: [...(row.bytes as Uint8Array)], numeric: String(row.numeric) }));
    const byDriver = await transact(db, everything);
    expect(plain(byDriver)).toEqual(plain(await db.$transaction((tx) => everything(tx))));
    // The second execution of a statement that was described at the first.
    for (let n = 0; n < 2; n++)
      expect(plain(await transact(db, everything, { keepPlans: true }))).toEqual(plain(byDriver));
    expect(byDriver[0]).toMatchObject({
      at,
      day: new Date("2031-03-03"),
      int8: 9007199254740993n,
      count: 3n,
      nested: 3,
    });
  });

  test("reads instants in a session with another zone", async () => {
    const [row] = await transact(db, async (tx) => {
      await tx.$executeRaw`set local time zone 'Asia/Shanghai'`;
      return tx.$queryRaw<{ at: Date }[]>`select ${at}::timestamptz as at`;
    });
    expect(row?.at).toEqual(at);
  });

  test("is committed entirely or not at all, and leaves its connection usable", async () => {
    for (let n = 0; n < 5; n++)
      await expect(
        transact(db, async (tx) => {
          expect(await tx.$executeRaw`insert into told values (${"a"}, ${at}), ('b', ${at})`).toBe(2);
          throw new Error("of its own");
        }),
      ).rejects.toThrow("of its own");
    await expect(transact(db, (tx) => tx.$queryRaw`select * from nothing`)).rejects.toMatchObject({ code: "42P01" });
    expect(await db.$queryRaw`select * from told`).toEqual([]);
    await transact(db, (tx) => tx.$executeRaw`insert into told values ('a', ${at})`);
    expect(await db.$queryRaw`select * from told`).toEqual([{ id: "a", at }]);
  });

  test("fails if its connection breaks, and the next one uses another", async () => {
    await expect(
      transact(db, async (tx) => {
        const [{ pid } = { pid: 0 }] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await db.$queryRaw`select pg_terminate_backend(${pid}::int)`;
        return tx.$queryRaw`select 1`;
      }),
    ).rejects.toMatchObject({ code: "LOST_SERVER" });
    expect(await transact(db, (tx) => tx.$queryRaw`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  test("keeps its plans for the next one if requested, and discards them when a table has changed", async () => {
    const alone = connect(withDatabase(inject("templateUrl"), name), { connections: 1 });
    const all = (): Promise<unknown[]> =>
      transact(alone, (tx) => tx.$queryRaw`select * from kept`, { keepPlans: true });
    const kept = async (): Promise<number> => {
      const [row] = await alone.$queryRaw<{ n: number }[]>`
        select count(*)::int as n from pg_prepared_statements where statement = 'select * from kept'`;
      return row?.n ?? 0;
    };
    await db.$executeRaw`create table kept as select 'a' as id`;
    try {
      await transact(alone, (tx) => tx.$queryRaw`select * from kept`);
      expect(await kept()).toBe(0);
      const before = await all();
      expect(await all()).toEqual(before);
      expect(await kept()).toBe(1);
      await db.$executeRaw`alter table kept add column by text`;
      await expect(all()).rejects.toMatchObject({ code: "0A000" });
      expect(await all()).toEqual(before.map((row) => ({ ...(row as object), by: null })));
    } finally {
      await alone.$disconnect();
    }
  });

  test("does not plan for the current values if it keeps one plan for all", async () => {
    const alone = connect(withDatabase(inject("templateUrl"), name), { connections: 1 });
    await db.$executeRaw`create table listed (id text primary key)`;
    await db.$executeRaw`insert into listed select n::text from generate_series(1, 1000) n`;
    try {
      // For a list of one PostgreSQL would make a new plan each time, since it assumes that an unknown list has ten elements.
      for (let n = 0; n < 8; n++)
        await transact(alone, (tx) => tx.$queryRaw`select id from listed where id = any(${[`${n}`]}::text[])`, {
          keepPlans: true,
        });
      const [plans] = await alone.$queryRaw<{ kept: number; made: number }[]>`
        select generic_plans::int as kept, custom_plans::int as made from pg_prepared_statements where statement like '%from listed where%'`;
      expect(plans).toEqual({ kept: 8, made: 0 });
      expect(await alone.$queryRaw`show plan_cache_mode`).toEqual([{ plan_cache_mode: "auto" }]);
    } finally {
      await alone.$disconnect();
    }
  });
});
