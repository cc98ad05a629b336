import pg from "pg";
import type { Connections } from "./busy.ts";
import { Prisma } from "./generated/client.ts";

/**
 * What a statement needs, whether it stands alone or in a transaction: Prisma's client has it, and so has what {@link transact}
 * gives. Values are parameters, never text.
 */
export interface Statements {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T>;
  /** @returns how many rows were written */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
}

/** The server was lost in the middle of a transaction: what became of it is not known, and says nothing about what it was for. */
export class LostServerError extends Error {
  readonly code = "LOST_SERVER";
  override readonly name = "LostServerError";
}

/** How a transaction asks. */
export interface TransactOptions {
  /**
   * Connections keep how its statements are carried out, for the next time: for the same few statements again and again, each on a few
   * rows. A plan that is kept is made for any values, so that it is none for lists of thousands. @default false
   */
  keepPlans?: boolean;
}

/**
 * Of its kept statements PostgreSQL takes the plan for any values, and never makes one for those at hand: for a list of one it did so
 * each time, since it takes an unknown list for one of ten.
 */
const beginKept = "begin; set local plan_cache_mode = force_generic_plan";

/** A transaction that is still open then has lost its server: it is given up, as Prisma's are; milliseconds. */
const longest = 120_000;

/**
 * One transaction by the driver itself. Prisma reads rows by way of its own tables of types and a second copy of each; where a page
 * has a thousand of them that is dearer than what the page is about. The same statements give the same values in both.
 */
export async function transact<T>(
  pool: Pick<Connections, "connect">,
  work: (tx: Statements) => Promise<T>,
  { keepPlans = false }: TransactOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let tooLong = false;
  const fail = (error: Error): void => {
    broken ??= error;
  };
  client.on("error", fail);
  const timer = setTimeout(() => {
    tooLong = true;
    fail(new Error(`a transaction was not through after ${longest / 1_000} s`));
    // Ends what waits for an answer that does not come.
    void client.end().catch(() => undefined);
  }, longest);
  try {
    await client.query(keepPlans ? beginKept : "begin");
    const result = await work(statementsOf(client, keepPlans));
    await client.query("commit");
    return result;
  } catch (error) {
    if (!broken) await client.query("rollback").catch(fail);
    // What it has kept is of tables that are others now: the next transaction has another connection.
    if (isOutdated(error)) broken ??= error;
    if (!broken || tooLong || isOutdated(error)) throw error;
    throw new LostServerError("the server was lost in the middle of a transaction", { cause: error });
  } finally {
    clearTimeout(timer);
    client.off("error", fail);
    client.release(broken);
  }
}

/** A migration has changed what a kept plan gives (`feature_not_supported`). */
const isOutdated = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code === "0A000" && error.message.includes("cached plan");

/** Names under which connections keep plans, by the texts of the statements; of more texts than these none is kept. */
const names = new Map<string, string>();
const mostNames = 200;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = `kept-${names.size}`;
  names.set(text, name);
  return name;
}

/** Statements that stand alone, or, of a client, in the transaction that it has open. */
export function statementsOf(client: Pick<Connections, "query">, keepPlans = false): Statements {
  const run = (query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) => {
    const { text, values: given } = "raw" in query ? Prisma.sql(query, ...values) : query;
    const name = keepPlans ? nameOf(text) : undefined;
    return client.query({ ...(name && { name }), text, values: given.map(parameter), types });
  };
  return {
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await run(query, values)).rowCount ?? 0,
  };
}

/** The driver would write an instant in local time. */
const parameter = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

const { builtins, getTypeParser } = pg.types;
/** Of `text[]`; the driver does not name it. */
const textArray: number = 1009;

/** As Prisma reads them: whole numbers of eight bytes, decimals, days at midnight UTC. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: (text) => new Prisma.Decimal(text),
  [builtins.DATE]: (text) => new Date(text),
  [builtins.TIMESTAMPTZ]: instant,
  [textArray]: words,
};

const types = {
  getTypeParser: ((oid: number, format: "text" | "binary") =>
    (format !== "binary" && parsers[oid]) ||
    getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

const readWords = getTypeParser(textArray);

/** `{a,b}`: words that need no quotes are told apart by commas alone. */
function words(text: string): string[] {
  if (/["\\{]|NULL/.test(text.slice(1))) return readWords(text) as string[];
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

const readInstant = getTypeParser(builtins.TIMESTAMPTZ);

/** `2031-03-03 09:00:00.123+00`, as a session in UTC writes it, in the form that the engine of JavaScript reads quickest. */
function instant(text: string): Date {
  if (!text.endsWith("+00") || text[10] !== " ") return readInstant(text) as Date;
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
