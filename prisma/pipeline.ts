import pg from "pg";
import { Prisma } from "./generated/client.ts";
import { parameter, types } from "./values.ts";

/** Result of a statement. */
interface Answer {
  rows: unknown[];
  /** Number of rows that were read or written. */
  count: number;
  /** The server's command tag: `COMMIT`, `ROLLBACK`, `UPDATE 1`. */
  command: string;
}

/** A column of a result, with its parser. */
interface Column {
  name: string;
  read(text: string): unknown;
}

/** A prepared statement of a connection. */
interface Kept {
  /** Empty: the unnamed statement, which the next unnamed one replaces. */
  name: string;
  /** Undefined until the server has described them; null: the statement returns no rows. */
  columns: readonly Column[] | null | undefined;
}

interface Asked {
  text: string;
  values: readonly unknown[];
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** The methods of the driver's connection that write messages. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[]; valueMapper(value: unknown): unknown }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: object): void;
  sync(): void;
}

/** Prepared statements of a connection by their text, {@link mostKept} at most. */
class Keeping {
  readonly #known = new Map<string, Kept>();
  #names = 0;

  of(text: string): { kept: Kept; isNew: boolean } {
    const known = this.#known.get(text);
    if (known) return { kept: known, isNew: false };
    if (this.#known.size >= mostKept) return { kept: { name: "", columns: undefined }, isNew: true };
    // Each name is used once: after a failure it is not known whether the server has prepared that statement.
    const kept: Kept = { name: `kept-${this.#names++}`, columns: undefined };
    this.#known.set(text, kept);
    return { kept, isNew: true };
  }

  forget(text: string): void {
    this.#known.delete(text);
  }
}

const mostKept = 200;
const keeping = new WeakMap<object, Keeping>();

function keepingOf(connection: object): Keeping {
  const known = keeping.get(connection) ?? new Keeping();
  keeping.set(connection, known);
  return known;
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;
const valueMapper = (value: unknown): unknown => prepareValue(parameter(value));

/**
 * Several statements in one message (extended query protocol, one Sync at the end). The server executes them in order, each with a snapshot of
 * its own, and sends all results at once. After a failure the server skips the rest, which fail with the same error.
 */
export class Batch implements pg.Submittable {
  readonly #asked: readonly Asked[];
  readonly #kept: { kept: Kept; isNew: boolean }[] = [];
  readonly #answers: Answer[] = [];
  #keeping: Keeping | undefined;
  #rows: unknown[] = [];
  #unreadable: unknown;
  #settled = false;
  /** Called when the connection is through with the message. @param failed the error, after which the connection must not be used again */
  whenDone: ((failed?: Error) => void) | undefined;

  constructor(asked: readonly Asked[]) {
    this.#asked = asked;
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    this.#keeping = keepingOf(connection);
    wire.stream.cork();
    try {
      for (const { text, values } of this.#asked) {
        const one = this.#keeping.of(text);
        this.#kept.push(one);
        const { name, columns } = one.kept;
        if (one.isNew) wire.parse({ name, text });
        wire.bind({ statement: name, values, valueMapper });
        // A prepared statement is described once. If a migration changes its columns, the server refuses to execute it.
        if (columns === undefined) wire.describe({ type: "P", name: "" });
        wire.execute({});
      }
    } catch (error) {
      this.#unreadable ??= error;
    } finally {
      wire.sync();
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const now = this.#now();
    if (now)
      now.columns = fields.map(({ name, dataTypeID }) => ({ name, read: types.getTypeParser(dataTypeID, "text") }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const columns = this.#now()?.columns ?? [];
    const row: Record<string, unknown> = {};
    try {
      for (let n = 0; n < columns.length; n++) {
        const { name, read } = columns[n] as Column;
        const text = fields[n] as string | null;
        row[name] = text === null ? null : read(text);
      }
    } catch (error) {
      this.#unreadable ??= error;
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const now = this.#now();
    if (now && now.columns === undefined) now.columns = null;
    const [count = ""] = /\d+$/.exec(text) ?? [];
    this.#answers.push({ rows: this.#rows, count: Number(count), command: text });
    this.#rows = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: "" });
  }

  handleReadyForQuery(): void {
    if (this.#unreadable === undefined) this.#settle(undefined);
    else this.handleError(this.#unreadable);
  }

  handleError(error: unknown): void {
    // It is not known whether the server has prepared the statements from the failed one on.
    for (let n = this.#answers.length; n < this.#asked.length; n++)
      if (this.#kept[n]?.isNew !== false) this.#keeping?.forget((this.#asked[n] as Asked).text);
    this.#settle(error);
  }

  #now(): Kept | undefined {
    return this.#kept[this.#answers.length]?.kept;
  }

  #settle(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.whenDone?.(error === undefined ? undefined : error instanceof Error ? error : new Error(String(error)));
    for (const [n, { resolve, reject }] of this.#asked.entries()) {
      const answer = this.#answers[n];
      if (answer && this.#unreadable === undefined) resolve(answer);
      else reject(error ?? new Error("the server has not answered a statement"));
    }
  }
}

/** Maximum number of statements in one message. */
const mostAtOnce = 64;

/**
 * Executes the statements of one transaction, or of one page that reads a few rows. Statements that are issued before any of them is awaited are
 * sent as one message, in order; the connection keeps their plans. A round trip costs program and database more than most statements of an act.
 */
export class Pipeline {
  readonly together = true;
  readonly #send: (batch: pg.Submittable) => unknown;
  #waiting: Asked[] = [];
  #sending = false;
  #closed = false;

  /** @param send sends a message over a connection */
  constructor(send: (batch: pg.Submittable) => unknown) {
    this.#send = send;
  }

  $queryRaw = async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T> =>
    (await this.#ask(query, values)).rows as T;

  $executeRaw = async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> =>
    (await this.#ask(query, values)).count;

  #ask(query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]): Promise<Answer> {
    const { text, values: given } = "raw" in query ? Prisma.sql(query, ...values) : query;
    return this.ask(text, given);
  }

  ask(text: string, values: readonly unknown[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error("a statement came after the end of its transaction"));
      this.#waiting.push({ text, values, resolve, reject });
      if (this.#sending) return;
      this.#sending = true;
      // When all code that can run without a result has run.
      process.nextTick(() => this.#flush());
    });
  }

  /** Rejects statements that have not been sent, and all later ones. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0))
      reject(new Error("its transaction ended before a statement was sent"));
  }

  #flush(): void {
    const batch = this.#waiting.splice(0, mostAtOnce);
    if (batch.length === 0) {
      this.#sending = false;
      return;
    }
    let left = batch.length;
    const settled = (): void => {
      left -= 1;
      if (left === 0) process.nextTick(() => this.#flush());
    };
    const asked = batch.map(
      ({ resolve, reject, ...one }): Asked => ({
        ...one,
        resolve(answer) {
          resolve(answer);
          settled();
        },
        reject(error) {
          reject(error);
          settled();
        },
      }),
    );
    this.#send(new Batch(asked));
  }
}
