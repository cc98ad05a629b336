import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Connections, heardBusy, patient } from "./busy.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import {
  goesAlong,
  LostServerError,
  pipelined,
  type Statements,
  statementsOf,
  type TransactOptions,
  transact as transactIn,
} from "./transact.ts";

/** A pool of connections to PostgreSQL. */
export type Db = PrismaClient;
/** An open transaction, Prisma's or the driver's ({@link transact}), or a client that runs each statement on its own. */
export type Tx = Statements;
export { BusyError } from "./busy.ts";
export { goesAlong, LostServerError, Prisma, type Statements };

/** The connection pool below a Prisma client; statements that bypass Prisma share it. */
const pools = new WeakMap<Db, Connections>();

/** Maximum wait for a free connection when somebody waits for the response, milliseconds. */
const mostWait = 5_000;

/** @param url `postgresql://user:password@host:port/database` */
export function connect(url: string, { connections = 10 } = {}): Db {
  const pool = poolOf(url, connections);
  const db = clientOf(pool);
  pools.set(db, pool);
  return db;
}

/**
 * Returns a client for short-lived programs. Prisma's engine takes longer to load than most commands take to run, so it is loaded only when a
 * model or a transaction is first used. Statements use the driver, which returns the same values (transact.ts).
 */
export function connectBriefly(url: string, { connections = 4 } = {}): Db {
  const pool = poolOf(url, connections, { Client: OpensSoon });
  let client: Db | undefined;
  return byDriver(
    patient(pool),
    () => (client ??= clientOf(pool)),
    () => client?.$disconnect() ?? pool.end(),
  );
}

/** Gives up a connection that the server does not open in time, for example behind a pooler that has none left. */
class OpensSoon extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super({ ...config, connectionTimeoutMillis: mostWait });
  }
}

export interface DriverOptions extends TransactOptions {
  /** Throws {@link BusyError} if no connection becomes free in time. @default false: waits without limit */
  soon?: boolean;
}

/**
 * Returns the same client, whose statements bypass Prisma and use the driver. For pages, which issue many statements that each read a little.
 * Returns a client that {@link connect} did not create unchanged.
 */
export function readingByDriver(db: Db, { soon = false, ...options }: DriverOptions = {}): Db {
  const pool = pools.get(db);
  if (!pool) return db;
  return byDriver(
    soon ? patient(pool, mostWait) : pool,
    () => db,
    () => db.$disconnect(),
    { soon, ...options },
  );
}

function byDriver(
  pool: Connections,
  client: () => Db,
  disconnect: () => Promise<void>,
  { keepPlans = false, soon = false }: DriverOptions = {},
): Db {
  const $transaction = <T>(work: (tx: Tx) => Promise<T>, options?: object): Promise<T> =>
    heardBusy((begun) => {
      const begins = (tx: Tx): Promise<T> => {
        begun();
        return work(tx);
      };
      return client().$transaction(begins, soon ? { maxWait: mostWait, ...options } : options);
    });
  const { $queryRaw, $executeRaw } = keepPlans ? pipelined(pool) : statementsOf(pool);
  // A statement that is not awaited would fail unnoticed, since each statement stands alone here.
  const own: Readonly<Record<string | symbol, unknown>> = {
    ...{ $queryRaw, $executeRaw, $transaction, $disconnect: disconnect },
    together: undefined,
  };
  const db = new Proxy({} as Db, {
    get(_target, name) {
      if (Object.hasOwn(own, name)) return own[name];
      // These names are read from any object that is awaited or printed.
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      const value: unknown = Reflect.get(client(), name);
      return typeof value === "function" ? value.bind(client()) : value;
    },
  });
  pools.set(db, pool);
  return db;
}

function poolOf(url: string, connections: number, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections, idleTimeoutMillis: 30_000, ...more });
  endQuietly(pool);
  return pool;
}

/**
 * Ignores errors of idle connections: the pool replaces them when needed, and no caller waits for them. A connection that the server ends
 * while the pool hands it over has no listener at that moment; its next statement fails, and the process continues.
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

/** Returns statements that each stand alone and use the driver: one round trip each. */
export function standalone(db: Db): Statements {
  const pool = pools.get(db);
  return pool ? statementsOf(pool) : db;
}

/** Connections for anonymous visitors. */
export interface Visitors extends Statements {
  close(): Promise<void>;
}

/**
 * Opens a small pool for anonymous visitors, so that they never take connections from the rest of the program, however many they are. Its
 * sessions are read-only, statements have a time limit, and {@link BusyError} is thrown instead of a long wait for a connection.
 */
export function connectVisitors(url: string, { connections = 3 } = {}): Visitors {
  const pool = poolOf(url, connections, {
    onConnect: (client) =>
      client.query(
        `set statement_timeout = ${mostWait}; set default_transaction_read_only = on`,
      ) as unknown as undefined,
  });
  const { $queryRaw, $executeRaw } = statementsOf(patient(pool, mostWait));
  return {
    $queryRaw: (query, ...values) => heardBusy(() => $queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => heardBusy(() => $executeRaw(query, ...values)),
    close: () => pool.end(),
  };
}

/**
 * Runs one transaction of statements: {@link transactIn}. For pages of many rows; elsewhere `db.$transaction` is as good. On a client inside an
 * open transaction (records/savepoint.ts) it becomes a part of that transaction.
 */
export function transact<T>(db: Db, work: (tx: Statements) => Promise<T>, options: TransactOptions = {}): Promise<T> {
  const pool = pools.get(db);
  return pool ? transactIn(pool, work, options) : db.$transaction(work);
}
