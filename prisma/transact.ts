import type pg from "pg";
import type { Connections } from "./busy.ts";
import { Prisma } from "./generated/client.ts";
import { type Batch, Pipeline } from "./pipeline.ts";
import { parameter, types } from "./values.ts";

/**
 * The interface that a statement needs, alone or in a transaction. Prisma's client and {@link transact} provide it. Values are parameters,
 * never text.
 */
export interface Statements {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T>;
  /** @returns number of rows written */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
  /** Statements that are not awaited one by one are sent together ({@link Pipeline}). */
  readonly together?: true;
}

/**
 * Issues a statement of a transaction whose result nothing depends on. If statements are sent together it is not awaited: it is sent with the next
 * one, and if it fails, the transaction fails.
 */
export async function goesAlong(tx: Statements, statement: Promise<unknown>): Promise<void> {
  if (!tx.together) await statement;
  else statement.catch(() => undefined);
}

/** The server was lost in the middle of a transaction. Its outcome is unknown; the failure says nothing about its subject. */
export class LostServerError extends Error {
  readonly code = "LOST_SERVER";
  override readonly name = "LostServerError";
}

/** Options of a transaction. */
export interface TransactOptions {
  /**
   * Connections keep the prepared statements, for transactions that run the same few statements often, each on a few rows. A kept plan is made
   * for any values, so it does not suit lists of thousands. @default false
   */
  keepPlans?: boolean;
}

/**
 * Makes PostgreSQL use the generic plan of kept statements. By default it planned again each time for a list of one, since it assumes that an
 * unknown list has ten elements.
 */
const keptPlans = "set local plan_cache_mode = force_generic_plan";

/** A transaction that is open for this long has lost its server and is given up, as in Prisma; milliseconds. */
const longest = 120_000;

/**
 * Runs one transaction with the driver. Prisma reads rows through its own type tables and copies each of them; for a page with a thousand rows
 * that costs more than its content. The same statements return the same values in both.
 */
export async function transact<T>(
  pool: Pick<Connections, "connect">,
  work: (tx: Statements) => Promise<T>,
  { keepPlans = false }: TransactOptions = {},
): Promise<T> {
  const client = await pool.connect();
  const pipeline = keepPlans ? new Pipeline((batch) => client.query(batch)) : undefined;
  let broken: Error | undefined;
  let tooLong = false;
  const fail = (error: Error): void => {
    broken ??= error;
  };
  client.on("error", fail);
  const timer = setTimeout(() => {
    tooLong = true;
    fail(new Error(`a transaction was not through after ${longest / 1_000} s`));
    // Ends a statement that waits for a response which does not come.
    void client.end().catch(() => undefined);
  }, longest);
  try {
    if (!pipeline) {
      await client.query("begin");
      const result = await work(inOrder(statementsOf(client)));
      await client.query("commit");
      return result;
    }
    // Sent with the first statement of the work; the commit is sent with the last ones that it did not await.
    const begun = Promise.all([pipeline.ask("begin"), pipeline.ask(keptPlans)]);
    begun.catch(() => undefined);
    const result = await work(pipeline);
    const [, { command }] = await Promise.all([begun, pipeline.ask("commit")]);
    // A statement that was not awaited has failed.
    if (command !== "COMMIT") throw new Error("a transaction was rolled back: a statement of it had failed");
    return result;
  } catch (error) {
    pipeline?.close();
    if (!broken) await client.query("rollback").catch(fail);
    // Its prepared statements are outdated; the next transaction gets another connection.
    if (isOutdated(error)) broken ??= error;
    if (!broken || tooLong || isOutdated(error)) throw error;
    throw new LostServerError("the server was lost in the middle of a transaction", { cause: error });
  } finally {
    clearTimeout(timer);
    pipeline?.close();
    client.off("error", fail);
    client.release(broken);
  }
}

/** Executes statements one after the other: the driver expects the next one when it has finished the one before. */
function inOrder({ $queryRaw, $executeRaw }: Statements): Statements {
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
  return {
    $queryRaw: (query, ...values) => after(() => $queryRaw(query, ...values)),
    $executeRaw: (query, ...values) => after(() => $executeRaw(query, ...values)),
  };
}

/** A migration has changed the result of a prepared statement (`feature_not_supported`). */
const isOutdated = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code === "0A000" && error.message.includes("cached plan");

/** Returns statements that each stand alone. */
export function statementsOf(client: Pick<Connections, "query">): Statements {
  const run = (query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) => {
    const { text, values: given } = "raw" in query ? Prisma.sql(query, ...values) : query;
    return client.query({ text, values: given.map(parameter), types });
  };
  return {
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await run(query, values)).rowCount ?? 0,
  };
}

/**
 * Executes the statements of one page that reads a few rows: connections keep their plans, and statements that do not wait for one another are
 * sent as one message over one connection ({@link Pipeline}). Not a transaction, but if one fails, the rest of its message fails too.
 */
export function pipelined(pool: Pick<Connections, "connect">): Statements {
  return new Pipeline(async (batch) => {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      return (batch as Batch).handleError(error);
    }
    (batch as Batch).whenDone = (failed) => client.release(failed);
    client.query(batch);
  });
}
