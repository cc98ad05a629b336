import { type Channel, channels } from "../domain/terms.ts";
import { type Db, standalone } from "../prisma/client.ts";
import { type Courier, type Finished, finishDeliveries, handOver } from "../records/messages/deliveries.ts";
import { refuseAddresses } from "../records/roster/addresses.ts";
import type { InDoubt } from "./in-doubt.ts";

/** Outcome of one delivery, with the address if that was refused. */
export interface Outcome extends Finished {
  refused?: { channel: Channel; personId: string };
}

export interface LedgerOptions {
  db: Db;
  courier: Courier;
  /** Shared by all couriers of the worker. */
  inDoubt: InDoubt;
  now(): Date;
  /** Called before outcomes are written; tests inject failures here. */
  beforeWrite?(outcomes: number): Promise<void>;
  /** Whether the activity was given up, so that nobody waits for the result. */
  givenUp(): boolean;
  /** Aborted at shutdown: deliveries that were not sent are returned to the queue. */
  stopping?: AbortSignal | undefined;
}

/** Outcomes are written, and further deliveries marked, in batches of this size, or after this time in milliseconds. */
const batch = { size: 25, every: 20 };
/** If this many or fewer are ready, more are marked: at least this many, or all that there are. */
const low = 5;
const fewest = 10;
/** Retries of a failed write, in milliseconds: delays, and total time. */
const retry = { first: 100, longest: 2_000, total: 600_000 };

/**
 * Sits between a claimed page and the providers. A delivery is marked as handed over before it is sent, and its outcome is written soon afterwards,
 * both in small batches. After a crash, the records separate what may have been sent from what cannot have been.
 */
export class Ledger<Item extends { deliveryId: string; place: number; notices: readonly { id: string }[] }> {
  private readonly queue: Item[] = [];
  private readonly ready: Item[] = [];
  private readonly outcomes: Outcome[] = [];
  private readonly waiting: ((item: Item | undefined) => void)[] = [];
  private readonly roomy: { most: number; resolve(): void; reject(error: unknown): void }[] = [];
  private readonly pages: { left: Set<string>; resolve(): void; reject(error: unknown): void }[] = [];
  /** Number of its own deliveries that are in doubt. */
  private inDoubt = 0;
  private since = 0;
  private marking = false;
  private writing = false;
  private closed = false;
  /** Ends the wait for more outcomes. */
  private wake: (() => void) | undefined;
  private failure: unknown;
  private readonly options: LedgerOptions;
  private readonly onFreed = (): void => this.look();

  constructor(options: LedgerOptions) {
    this.options = options;
    options.stopping?.addEventListener("abort", this.onFreed);
  }

  /** Adds deliveries. @returns a promise that resolves when the outcome of each is recorded */
  add(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.queue.push(...items);
    const page = new Promise<void>((resolve, reject) => {
      this.pages.push({ left: new Set(items.map(({ deliveryId }) => deliveryId)), resolve, reject });
    });
    this.look();
    return page;
  }

  /** Resolves when at most `most` deliveries are still to be sent. */
  below(most: number): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.waits() <= most) return Promise.resolve();
    return new Promise((resolve, reject) => this.roomy.push({ most, resolve, reject }));
  }

  private waits(): number {
    return this.queue.length + this.ready.length;
  }

  /** The next delivery that may be sent; undefined: there are no more. */
  take(): Promise<Item | undefined> {
    this.putBack();
    const item = this.ready.shift();
    this.look();
    if (item) return Promise.resolve(item);
    if (this.closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  done(outcome: Outcome): void {
    if (this.outcomes.length === 0) this.since = performance.now();
    this.outcomes.push(outcome);
    this.look();
  }

  /** Ends the input. */
  close(): void {
    this.closed = true;
    this.options.stopping?.removeEventListener("abort", this.onFreed);
    for (const resolve of this.waiting.splice(0)) resolve(undefined);
  }

  /** At shutdown nothing more is sent: a whole page may take longer than the process has. */
  private putBack(): void {
    if (!this.options.stopping?.aborted || this.failure !== undefined) return;
    // From here on they count as marked without a recorded outcome.
    this.inDoubt += this.queue.length;
    this.options.inDoubt.force(this.queue.length);
    const again = this.options.now();
    const detail = "the worker ended before it was handed over; it goes out now";
    for (const { deliveryId: id, notices } of [...this.ready.splice(0), ...this.queue.splice(0)]) {
      const noticeIds = notices.map((notice) => notice.id);
      this.outcomes.push({
        ...{ id, noticeIds, handed: false },
        state: "failed",
        provider: "",
        code: "CUT_OFF",
        detail,
        again,
      });
    }
  }

  private look(): void {
    if (this.failure !== undefined) return;
    this.putBack();
    for (const one of this.roomy.filter(({ most }) => this.waits() <= most)) {
      this.roomy.splice(this.roomy.indexOf(one), 1);
      one.resolve();
    }
    if (!this.marking) {
      const next = this.next();
      this.marking = next.length > 0;
      if (this.marking) void this.run(() => this.mark(next));
    }
    if (this.outcomes.length >= batch.size) this.wake?.();
    if (!this.writing && this.outcomes.length > 0) {
      this.writing = true;
      void this.run(() => this.write());
    }
  }

  /** Takes the deliveries that may be marked now. */
  private next(): Item[] {
    const wanted = Math.min(this.queue.length, batch.size);
    if (this.ready.length > low || wanted === 0) return [];
    // Marking a few at a time would cost a round trip each.
    const room = this.options.inDoubt.take(wanted, fewest, this.onFreed);
    this.inDoubt += room;
    return this.queue.splice(0, room);
  }

  private async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failure = error;
      for (const page of this.pages.splice(0)) page.reject(error);
      for (const one of this.roomy.splice(0)) one.reject(error);
      this.options.inDoubt.release(this.inDoubt);
      this.inDoubt = 0;
      this.queue.length = 0;
      this.ready.length = 0;
      this.close();
    }
  }

  /** Marks deliveries that may be sent, concurrently with the writing of outcomes, so that sending does not wait for earlier outcomes. */
  private async mark(first: Item[]): Promise<void> {
    const { db, courier, now } = this.options;
    for (let next = first; next.length > 0; next = this.next()) {
      const handed = next.map(({ deliveryId, place, notices }) => ({
        id: deliveryId,
        place,
        noticeIds: notices.map(({ id }) => id),
      }));
      const stays = await this.again(() => handOver(standalone(db), courier, handed, now()));
      if (!stays) throw new Error(`another run carries shard ${courier.shard} now: ${courier.run} was given up`);
      // A delivery that is marked and never sent is treated as one that may have been.
      if (this.failure !== undefined) return;
      this.ready.push(...next.filter(({ deliveryId }) => !stays.has(deliveryId)));
      this.putBack();
      while (this.ready.length > 0 && this.waiting.length > 0) this.waiting.shift()?.(this.ready.shift());
      this.through([...stays]);
    }
    // Set synchronously: callers from here on must see that nobody is marking.
    this.marking = false;
  }

  private async write(): Promise<void> {
    while (this.outcomes.length > 0) {
      const ripe = this.outcomes.length >= batch.size || performance.now() - this.since >= batch.every;
      if (ripe) await this.record(this.outcomes.splice(0));
      else await this.ripening();
    }
    this.writing = false;
  }

  /** Resolves when the present outcomes are to be written. */
  private async ripening(): Promise<void> {
    const left = Math.max(1, batch.every - (performance.now() - this.since));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }

  private async record(outcomes: readonly Outcome[]): Promise<void> {
    const { db, now, beforeWrite } = this.options;
    // The last deliveries in progress.
    if (beforeWrite && outcomes.length === this.inDoubt) await beforeWrite(outcomes.length);
    const refused = (channel: Channel): string[] =>
      outcomes.flatMap((one) => (one.refused?.channel === channel ? [one.refused.personId] : []));
    const statements = standalone(db);
    await this.again(async () => {
      for (const channel of channels) await refuseAddresses(statements, channel, refused(channel));
      await finishDeliveries(statements, outcomes, now());
    });
    this.through(outcomes.map(({ id }) => id));
  }

  /** Removes deliveries from those in doubt. */
  private through(ids: readonly string[]): void {
    if (this.failure !== undefined) return;
    this.inDoubt -= ids.length;
    this.options.inDoubt.release(ids.length);
    for (const id of ids) for (const page of this.pages) page.left.delete(id);
    for (const page of this.pages.filter(({ left }) => left.size === 0)) {
      this.pages.splice(this.pages.indexOf(page), 1);
      page.resolve();
    }
    this.look();
  }

  /** Retries a write. The outcome of a message is known only here: while the database is unreachable it is kept, and written later. */
  private async again<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    for (let wait = retry.first; ; wait = Math.min(retry.longest, wait * 2)) {
      try {
        return await work();
      } catch (error) {
        if (this.options.givenUp() || performance.now() - began > retry.total) throw error;
        await pause(wait);
      }
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
