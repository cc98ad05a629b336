import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

/** One line of the table of attacks or faults (docs/security.md, docs/reliability.md). */
export interface Line {
  /** The attack or the fault. */
  name: string;
  /** The condition that must hold. */
  pass: string;
  /** Minimum number of attempts; "all": every item of its kind. */
  n: number | "all";
  /** Attempts in `npm test`; 0: only the table's own command runs it. */
  fast: number;
  /** @default 600 */
  seconds?: number;
}

/** Figures other than the number of attempts. */
export interface Figures {
  lost: number;
  doubled: number;
  /** Deliveries of unknown outcome after one failure. */
  inDoubt: number;
  /** Seconds from recovery until work continues. */
  recovery: number;
}

/** A run of a line: its parameters, and methods to report results. */
export interface Trial {
  /** Number of attempts requested; for "all": the attempts of `npm test`, or infinity. */
  n: number;
  /** Whether the whole line is run, or its fast part in `npm test`. */
  whole: boolean;
  seed: number;
  /** From 0 to below 1, determined by the seed. */
  random(): number;
  /** An item of a list, determined by the seed. */
  pick<Item>(items: readonly Item[]): Item;
  /** Counts attempts and reports progress. */
  tried(count?: number): void;
  /** Reports an attempt that broke the promise. */
  failed(what: string): void;
  /** Adds a note to the report. */
  note(figure: string): void;
  /** Adds the figures of one failure: sums lost and doubled, and keeps the highest of the others. */
  measure(figures: Partial<Figures>): void;
}

/** Results of a line for the report. */
export interface Outcome extends Line {
  tried: number;
  failed: readonly string[];
  notes: readonly string[];
  figures: Partial<Figures>;
  seed: number;
  took: number;
  /** Load average of the machine in the last minute. Other load makes every figure worse. */
  load: number;
}

/** Name of a table, of its command and of its environment variables. */
export type Word = "attack" | "torture";

/** Defines a line of a table as a test: with its `fast` attempts in `npm test`, with all of them in the table's own command. */
export function lineOf(word: Word): (line: Line, run: (trial: Trial) => Promise<void>) => void {
  const given = (name: string): string | undefined => process.env[`${word.toUpperCase()}_${name}`];
  const folder = given("REPORT");
  const seed = Number(given("SEED") ?? Date.now() % 1_000_000_007);
  const most = Number(given("MOST") ?? Number.POSITIVE_INFINITY);
  const tell = (line: string): void => void (folder && process.stderr.write(`${line}\n`));
  return (line, run) => {
    const whole = folder !== undefined;
    const n = whole ? Math.min(most, line.n === "all" ? Number.POSITIVE_INFINITY : line.n) : line.fast;
    it.skipIf(n === 0)(
      `${line.name}: ${line.pass} (seed ${seed})`,
      async () => {
        const began = performance.now();
        const failed: string[] = [];
        const notes: string[] = [];
        const figures: Partial<Figures> = {};
        const random = randomBy(seed);
        let tried = 0;
        let told = 0;
        const share = Number.isFinite(n) ? n / 10 : 500;
        tell(`${line.name} …`);
        try {
          await run({
            n,
            whole,
            seed,
            random,
            pick: (items) => {
              const item = items[Math.floor(random() * items.length)];
              if (item === undefined) throw new Error("there is nothing to pick from");
              return item;
            },
            tried(count = 1) {
              tried += count;
              if (tried - told < share) return;
              told = tried;
              tell(`  ${tried}${Number.isFinite(n) ? ` of ${n}` : ""}`);
            },
            failed: (what) => void failed.push(what),
            note: (figure) => void notes.push(figure),
            measure({ lost, doubled, inDoubt, recovery }) {
              if (lost !== undefined) figures.lost = (figures.lost ?? 0) + lost;
              if (doubled !== undefined) figures.doubled = (figures.doubled ?? 0) + doubled;
              if (inDoubt !== undefined) figures.inDoubt = Math.max(figures.inDoubt ?? 0, inDoubt);
              if (recovery !== undefined) figures.recovery = Math.max(figures.recovery ?? 0, recovery);
            },
          });
        } catch (error) {
          // An error that ends a line early counts as a failure.
          failed.push(`failed: ${error instanceof Error ? error.message : error}`);
          throw error;
        } finally {
          const took = Math.round((performance.now() - began) / 100) / 10;
          tell(`  ${tried} tried, ${failed.length} did not hold, ${took} s ${JSON.stringify(figures)}`);
          const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
          const outcome: Outcome = { ...line, tried, failed: failed.slice(0, 20), notes, figures, seed, took, load };
          if (folder) writeFileSync(join(folder, `${line.name.replace(/\W+/g, "-")}.json`), JSON.stringify(outcome));
        }
        expect(failed.slice(0, 20)).toEqual([]);
        expect(tried).toBeGreaterThanOrEqual(Number.isFinite(n) && line.n !== "all" ? n : 1);
      },
      (line.seconds ?? 600) * 1_000,
    );
  };
}

/** A seeded random number generator (mulberry32). */
export function randomBy(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs a job for each item, several at a time. */
export async function inLanes<Item>(
  items: Iterable<Item>,
  lanes: number,
  job: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) await job(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The numbers from 0 to below `n`. */
export function* upTo(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}
