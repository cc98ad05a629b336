import type pg from "pg";

/** No connection is free, or a statement would take longer than its reader may wait: nothing was done. */
export class BusyError extends Error {
  readonly code = "BUSY";
  override readonly name = "BusyError";
}

/** What is asked of a pool of connections. */
export interface Connections {
  connect(): Promise<pg.PoolClient>;
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** PostgreSQL has as many connections as it takes (`too_many_connections`); it cancelled the statement (`query_canceled`). */
const busyCodes: readonly unknown[] = ["53300", "57014"];
/** The driver gives no code where a connection was not opened in time; these are its words for it. */
const notOpened = "timeout expired";
/** Prisma's, where a transaction has not begun in time, or is not over in time. */
const transactionFailed = "P2028";

/**
 * The same pool, for somebody who waits: a connection that does not become free in time is no longer waited for.
 * @param ms @default Infinity
 */
export function patient(pool: Connections, ms = Number.POSITIVE_INFINITY): Connections {
  const connect = (): Promise<pg.PoolClient> => heardBusy(() => soonest(pool.connect(), ms));
  return {
    connect,
    async query(config) {
      const client = await connect();
      let failed: Error | undefined;
      try {
        return await client.query(config);
      } catch (error) {
        failed = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        // As the pool does: one on which something failed is not used again.
        client.release(failed);
      }
    },
  };
}

async function soonest(wanted: Promise<pg.PoolClient>, ms: number): Promise<pg.PoolClient> {
  if (ms === Number.POSITIVE_INFINITY) return wanted;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  const client = await Promise.race([wanted, late]).finally(() => clearTimeout(timer));
  if (client) return client;
  // When it comes after all, it goes back unused.
  wanted.then(
    (unused) => unused.release(),
    () => undefined,
  );
  throw new BusyError(`no connection to the database became free in ${ms / 1_000} s`);
}

/**
 * Says of what failed because too much is being done at once that it did.
 * @param work calls `begun` once its transaction is open: what fails in it later is another matter
 * @throws {BusyError}
 */
export async function heardBusy<T>(work: (begun: () => void) => Promise<T>): Promise<T> {
  let open = false;
  try {
    return await work(() => {
      open = true;
    });
  } catch (error) {
    if (open || !isBusy(error)) throw error;
    throw new BusyError("too much is being done at once", { cause: error });
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof BusyError) return false;
  if (error.message === notOpened) return true;
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { kind?: unknown } } } };
  return (
    busyCodes.includes(code) ||
    code === transactionFailed ||
    meta?.driverAdapterError?.cause?.kind === "TooManyConnections"
  );
}
