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
/** An open transaction, Prisma's or the driver's ({@link transact}), or a client whose statements stand alone. */
export type Tx = Statements;
export { BusyError } from "./busy.ts";
export { goesAlong, LostServerError, Prisma, type Statements };

/** The connections below a client of Prisma: those who go by the driver share them. */
const pools = new WeakMap<Db, Connections>();

/** Whoever waits for an answer is told after so many milliseconds that no connection is free. */
const mostWait = 5_000;

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
  const pool = poolOf(url, connections, { Client: OpensSoon });
  let client: Db | undefined;
  return byDriver(
    patient(pool),
    () => (client ??= clientOf(pool)),
    () => client?.$disconnect() ?? pool.end(),
  );
}

/** A connection that a server does not open soon, as one behind a pooler that has none left, is given up. */
class OpensSoon extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super({ ...config, connectionTimeoutMillis: mostWait });
  }
}

export interface DriverOptions extends TransactOptions {
  /** Somebody waits: where no connection becomes free in time it is said ({@link BusyError}). @default false: it is waited for */
  soon?: boolean;
}

/**
 * The same client, whose statements go by the driver: for pages, which are made of many that each read a little. Of a client that
 * {@link connect} did not make, itself.
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
  // Each statement stands alone here: whether one that is not awaited has failed would never be known.
  const own: Readonly<Record<string | symbol, unknown>> = {
    ...{ $queryRaw, $executeRaw, $transaction, $disconnect: disconnect },
    together: undefined,
  };
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

function poolOf(url: string, connections: number, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections, idleTimeoutMillis: 30_000, ...more });
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
  return pool ? statementsOf(pool) : db;
}

/** Connections of readers whom nobody knows. */
export interface Visitors extends Statements {
  close(): Promise<void>;
}

/**
 * A small pool of its own for whoever comes from outside to read: however many come, they take none of the connections by which work
 * is done. They write nothing, none of their statements takes long, and who would wait long for a connection is told so.
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
 * One transaction of statements alone: {@link transactIn}. For pages of many rows; elsewhere `db.$transaction` is as good. Of a client
 * whose transactions are parts of one that is open (records/savepoint.ts) it is such a part.
 */
export function transact<T>(db: Db, work: (tx: Statements) => Promise<T>, options: TransactOptions = {}): Promise<T> {
  const pool = pools.get(db);
  return pool ? transactIn(pool, work, options) : db.$transaction(work);
}
