import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "./generated/client.ts";
import {
  LostServerError,
  type Statements,
  statementsOf,
  type TransactOptions,
  transact as transactIn,
} from "./transact.ts";

/** A pool of connections to PostgreSQL. */
export type Db = PrismaClient;
/** An open transaction, Prisma's or the driver's ({@link transact}), or a client whose statements stand alone. */
export type Tx = Statements;
export { LostServerError, Prisma, type Statements };

/** The connections below a client of Prisma: those who go by the driver share them. */
const pools = new WeakMap<Db, pg.Pool>();

/** @param url `postgresql://user:password@host:port/database` */
export function connect(url: string, { connections = 10 } = {}): Db {
  const pool = poolOf(url, connections);
  const db = clientOf(pool);
  pools.set(db, pool);
  return db;
}

/**
 * The same for a program that is over in a moment. Prisma's engine takes longer to load than most commands to run, and is loaded when a
 * model or a transaction is first used; statements go by the driver, which reads the same values (transact.ts).
 */
export function connectBriefly(url: string, { connections = 4 } = {}): Db {
  const pool = poolOf(url, connections);
  let client: Db | undefined;
  return byDriver(
    pool,
    () => (client ??= clientOf(pool)),
    () => client?.$disconnect() ?? pool.end(),
  );
}

/**
 * The same client, whose statements go by the driver: for pages, which are made of many that each read a little. Of a client that
 * {@link connect} did not make, itself.
 */
export function readingByDriver(db: Db, options: TransactOptions = {}): Db {
  const pool = pools.get(db);
  if (!pool) return db;
  return byDriver(
    pool,
    () => db,
    () => db.$disconnect(),
    options,
  );
}

function byDriver(
  pool: pg.Pool,
  client: () => Db,
  disconnect: () => Promise<void>,
  { keepPlans = false }: TransactOptions = {},
): Db {
  const statements = statementsOf(pool as Pick<pg.ClientBase, "query">, keepPlans);
  const own: Readonly<Record<string | symbol, unknown>> = { ...statements, $disconnect: disconnect };
  const db = new Proxy({} as Db, {
    get(_target, name) {
      if (Object.hasOwn(own, name)) return own[name];
      // What is asked of whatever is awaited or printed is no use of the client.
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      const value: unknown = Reflect.get(client(), name);
      return typeof value === "function" ? value.bind(client()) : value;
    },
  });
  pools.set(db, pool);
  return db;
}

function poolOf(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections, idleTimeoutMillis: 30_000 });
  endQuietly(pool);
  return pool;
}

/**
 * A connection that breaks while it is idle is replaced when it is wanted; nobody waits for it who could be told. One that the server ends
 * while it is handed over has no listener of its own at that moment: what is asked of it fails, and the process goes on.
 */
function endQuietly(pool: pg.Pool): void {
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
}

const clientOf = (pool: pg.Pool): Db =>
  new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: { maxWait: 30_000, timeout: 120_000 },
  });

/** Statements that stand alone, by the driver itself: one journey each. */
export function standalone(db: Db): Statements {
  const pool = pools.get(db);
  return pool ? statementsOf(pool as Pick<pg.ClientBase, "query">) : db;
}

/** A reader whom nobody knows would wait too long: for a connection, or for what their statement reads. */
export class BusyError extends Error {
  readonly code = "BUSY";
  override readonly name = "BusyError";
}

/** The driver gives no code where no connection became free in time; these are its words for it. */
const noneFree = "timeout exceeded when trying to connect";
/** PostgreSQL cancelled the statement. */
const cancelled = "57014";

const isBusy = (error: unknown): boolean =>
  error instanceof Error && (("code" in error && error.code === cancelled) || error.message === noneFree);

/** Connections of readers whom nobody knows. */
export interface Visitors extends Statements {
  close(): Promise<void>;
}

/**
 * A small pool of its own for whoever comes from outside to read: however many come, they take none of the connections by which work
 * is done. They write nothing, none of their statements takes long, and who would wait long for a connection is told so.
 */
export function connectVisitors(url: string, { connections = 3 } = {}): Visitors {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    onConnect: (client) =>
      client.query("set statement_timeout = 5000; set default_transaction_read_only = on") as unknown as undefined,
  });
  endQuietly(pool);
  const { $queryRaw, $executeRaw } = statementsOf(pool as Pick<pg.ClientBase, "query">);
  const heard = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw isBusy(error) ? new BusyError("too much is being read at once", { cause: error }) : error;
    }
  };
  return {
    $queryRaw: (query, ...values) => heard($queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => heard($executeRaw(query, ...values)),
    close: () => pool.end(),
  };
}

/**
 * One transaction of statements alone: {@link transactIn}. For pages of many rows; elsewhere `db.$transaction` is as good. Of a client
 * whose transactions are parts of one that is open (records/savepoint.ts) it is such a part.
 */
export function transact<T>(db: Db, work: (tx: Statements) => Promise<T>, options: TransactOptions = {}): Promise<T> {
  const pool = pools.get(db);
  return pool ? transactIn(pool, work, options) : db.$transaction(work);
}
