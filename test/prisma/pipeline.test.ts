import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { connect, type Db, goesAlong, readingByDriver, type Statements, transact } from "../../prisma/client.ts";
import { Pipeline } from "../../prisma/pipeline.ts";

const name = `pipeline_${process.pid}`;
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(inject("templateUrl"), name);
  db = connect(url, { connections: 2 });
  await db.$executeRaw`create table told (id text primary key)`;
});
afterAll(async () => {
  await db.$disconnect();
  await dropDatabase(inject("templateUrl"), name);
});

/** A connection that counts the messages sent through it. */
async function withPipeline(work: (tx: Pipeline, messages: () => number) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let sent = 0;
  const pipeline = new Pipeline((batch) => {
    sent += 1;
    client.query(batch);
  });
  try {
    await work(pipeline, () => sent);
  } finally {
    await client.end();
  }
}

const all = (tx: Statements): Promise<{ id: string }[]> => tx.$queryRaw`select id from told order by id`;
const write = (tx: Statements, id: string): Promise<number> => tx.$executeRaw`insert into told values (${id})`;

describe("statements that are not awaited one by one", () => {
  test("are one message, in their order, and each sees what those before it have written", async () => {
    await withPipeline(async (tx, messages) => {
      const done = await Promise.all([write(tx, "a"), all(tx), write(tx, "b"), all(tx)]);
      expect(done).toEqual([1, [{ id: "a" }], 1, [{ id: "a" }, { id: "b" }]]);
      expect(messages()).toBe(1);
      expect(await Promise.all([all(tx), tx.$executeRaw`delete from told`])).toEqual([[{ id: "a" }, { id: "b" }], 2]);
      expect(messages()).toBe(2);
    });
  });

  test("are many messages where they are very many", async () => {
    await withPipeline(async (tx, messages) => {
      const asked = Array.from({ length: 300 }, (_, n) => tx.$queryRaw`select ${n}::int as n`);
      expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [{ n }]));
      expect(messages()).toBe(5);
    });
  });

  test("fail with one that fails before them, and can be asked again", async () => {
    await withPipeline(async (tx) => {
      const late = (): Promise<unknown> => tx.$queryRaw`select * from late`;
      for (let n = 0; n < 2; n++)
        expect(await Promise.allSettled([tx.$queryRaw`select 1 as one`, late(), all(tx)])).toMatchObject([
          { status: "fulfilled", value: [{ one: 1 }] },
          { status: "rejected", reason: { code: "42P01" } },
          { status: "rejected", reason: { code: "42P01" } },
        ]);
      expect(await all(tx)).toEqual([]);
      await db.$executeRaw`create table late (id text)`;
      expect(await Promise.all([late(), all(tx)])).toEqual([[], []]);
    });
  });

  test("cannot be given what the driver cannot write, and the connection goes on", async () => {
    await withPipeline(async (tx) => {
      const round: { self?: unknown } = {};
      round.self = round;
      await expect(Promise.all([all(tx), tx.$queryRaw`select ${round}::jsonb`])).rejects.toThrow("circular");
      expect(await all(tx)).toEqual([]);
    });
  });
});

describe("a transaction that keeps its plans", () => {
  const kept = { keepPlans: true };

  test("is rolled back where something has failed that nobody awaited, with the next statement or alone", async () => {
    const twice = (tx: Statements): Promise<void> =>
      goesAlong(tx, tx.$executeRaw`insert into told values ('x'), ('x')`);
    await expect(transact(db, (tx) => twice(tx), kept)).rejects.toMatchObject({ code: "23505" });
    const first = transact(
      db,
      async (tx) => {
        await write(tx, "y");
        await twice(tx);
        // It fails in a message of its own.
        await new Promise((resolve) => setImmediate(resolve));
        await all(tx).catch(() => undefined);
      },
      kept,
    );
    await expect(first).rejects.toThrow();
    expect(await all(db)).toEqual([]);
  });

  test("carries out nothing that comes after its end", async () => {
    let left: Statements | undefined;
    const failed = transact(
      db,
      async (tx) => {
        left = tx;
        await Promise.all([tx.$queryRaw`select * from nothing`, all(tx).then(() => write(tx, "z"))]);
      },
      kept,
    );
    await expect(failed).rejects.toMatchObject({ code: "42P01" });
    await expect(write(left as Statements, "z")).rejects.toThrow("after the end of its transaction");
    expect(await all(db)).toEqual([]);
  });

  test("that asks for nothing is one all the same", async () => {
    expect(await transact(db, async () => "nothing", kept)).toBe("nothing");
    await expect(transact(db, () => Promise.reject(new Error("of its own")), kept)).rejects.toThrow("of its own");
  });
});

test("what one page reads of a task is one message to one connection, which is free again when it failed", async () => {
  const alone = connect(url, { connections: 1 });
  try {
    const one = (): Statements => readingByDriver(alone, { keepPlans: true });
    const pid = (tx: Statements): Promise<{ pid: number }[]> => tx.$queryRaw`select pg_backend_pid() as pid`;
    const page = one();
    const [a, b] = await Promise.all([pid(page), pid(page)]);
    expect(a).toEqual(b);
    await expect(one().$queryRaw`select * from nothing`).rejects.toMatchObject({ code: "42P01" });
    expect(await pid(one())).toHaveLength(1);
  } finally {
    await alone.$disconnect();
  }
});
