import type pg from "pg";

/** No connection is free, or a statement would exceed its time limit. Nothing was done. */
export class BusyError extends Error {
  readonly code = "BUSY";
  override readonly name = "BusyError";
}

/** The part of a connection pool that is used. */
export interface Connections {
  connect(): Promise<pg.PoolClient>;
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** PostgreSQL has no connection left (`too_many_connections`), or cancelled the statement (`query_canceled`). */
const busyCodes: readonly unknown[] = ["53300", "57014"];
/** The driver has no error code for a connection that was not opened in time; this is its message. */
const notOpened = "timeout expired";
/** Prisma's code for a transaction that did not start or did not end in time. */
const transactionFailed = "P2028";

/**
 * Returns the same pool with a limit on the wait for a free connection.
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
        // As the pool does: a connection on which something failed is not reused.
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
  // If the connection becomes free later, it is returned unused.
  wanted.then(
    (unused) => unused.release(),
    () => undefined,
  );
  throw new BusyError(`no connection to the database became free in ${ms / 1_000} s`);
}

/**
 * Turns failures caused by overload into {@link BusyError}.
 * @param work calls `begun` when its transaction is open; a later failure is not caused by overload
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
