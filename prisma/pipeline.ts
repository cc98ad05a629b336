import pg from "pg";
import { Prisma } from "./generated/client.ts";
import { parameter, types } from "./values.ts";

/** What a statement gave. */
interface Answer {
  rows: unknown[];
  /** How many rows were written or read. */
  count: number;
  /** What was done: `COMMIT`, `ROLLBACK`, `UPDATE 1`. */
  command: string;
}

/** A column as an answer of the server names it, and how it is read. */
interface Column {
  name: string;
  read(text: string): unknown;
}

/** A statement as a connection keeps it. */
interface Kept {
  /** Empty: it is kept until the next of that kind. */
  name: string;
  /** Undefined until the server has described them; null: it gives no rows. */
  columns: readonly Column[] | null | undefined;
}

interface Asked {
  text: string;
  values: readonly unknown[];
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** The part of the driver's connection that writes messages. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[]; valueMapper(value: unknown): unknown }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: object): void;
  sync(): void;
}

/** Statements of a connection that keep their plans, by their texts. Of more texts than these none is kept. */
class Keeping {
  readonly #known = new Map<string, Kept>();
  #names = 0;

  of(text: string): { kept: Kept; isNew: boolean } {
    const known = this.#known.get(text);
    if (known) return { kept: known, isNew: false };
    if (this.#known.size >= mostKept) return { kept: { name: "", columns: undefined }, isNew: true };
    // A name is used once: whether the server knows one whose statement has failed is not known.
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
 * Several statements as one message: the server answers them one after the other, and all at once. A statement sees what those before
 * it have written. What follows one that fails is not carried out, and fails with it.
 */
export class Batch implements pg.Submittable {
  readonly #asked: readonly Asked[];
  readonly #kept: { kept: Kept; isNew: boolean }[] = [];
  readonly #answers: Answer[] = [];
  #keeping: Keeping | undefined;
  #rows: unknown[] = [];
  #unreadable: unknown;
  #settled = false;
  /** Called when its connection has nothing more of it to do. @param failed why that is not to be used again */
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
        // What a kept statement gives was described when it was new; where a table is another, the server refuses it.
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
    // Whether the server has heard of what came after is not known.
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

/** Most statements of one message. */
const mostAtOnce = 64;

/**
 * Statements of one transaction, or of one page of a few rows: those that are asked for before any of them is awaited go to the server as
 * one message, in their order, and their plans are kept by the connection. A journey costs program and database more than most
 * statements of an act.
 */
export class Pipeline {
  readonly together = true;
  readonly #send: (batch: pg.Submittable) => unknown;
  #waiting: Asked[] = [];
  #sending = false;
  #closed = false;

  /** @param send gives a message to a connection */
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
      // After all that can go on without an answer has gone on.
      process.nextTick(() => this.#flush());
    });
  }

  /** From now on nothing is carried out; what has not been sent fails. */
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
