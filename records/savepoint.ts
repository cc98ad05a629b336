import { type Db, goesAlong, type Tx } from "../prisma/client.ts";

/**
 * A database client whose transactions are savepoints of an open transaction: a part that fails is rolled back alone, and nothing is committed before
 * the whole is.
 */
export function within(tx: Tx): Db {
  const db: Db = new Proxy(tx as Db, {
    get(target, name) {
      if (name === "$transaction") return (work: (part: Tx) => Promise<unknown>) => partOf(tx, () => work(db));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return db;
}

async function partOf<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await goesAlong(tx, tx.$executeRaw`savepoint part`);
  try {
    const done = await work();
    await goesAlong(tx, tx.$executeRaw`release savepoint part`);
    return done;
  } catch (error) {
    await tx.$executeRaw`rollback to savepoint part`;
    await tx.$executeRaw`release savepoint part`;
    throw error;
  }
}
