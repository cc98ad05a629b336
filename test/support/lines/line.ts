import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

/** One line of a table of what the product is tried against (docs/security.md, docs/reliability.md). */
export interface Line {
  /** What is tried. */
  name: string;
  /** When the line holds. */
  pass: string;
  /** Attempts at least; "all": everything that there is of its kind. */
  n: number | "all";
  /** Attempts in `npm test`; 0: it is left to the table's own command. */
  fast: number;
  /** @default 600 */
  seconds?: number;
}

/** What counts beside attempts. */
export interface Figures {
  lost: number;
  doubled: number;
  /** Attempts of unknown outcome after one failure. */
  inDoubt: number;
  /** Seconds until work goes on after what failed is back. */
  recovery: number;
}

/** A run of a line: what it is to try, and where it says what came of it. */
export interface Trial {
  /** Attempts asked for; of "all": the attempts of `npm test`, or infinitely many. */
  n: number;
  /** Whether the whole table is tried, or a fast part of it in `npm test`. */
  whole: boolean;
  seed: number;
  /** From 0 to below 1, by the seed. */
  random(): number;
  /** One of a list, by the seed. */
  pick<Item>(items: readonly Item[]): Item;
  /** Counts attempts, and says how far it is. */
  tried(count?: number): void;
  /** Notes an attempt that broke what is promised. */
  failed(what: string): void;
  /** Adds a note to the report. */
  note(figure: string): void;
  /** What one failure cost: lost and doubled are added up, of the others the worst stays. */
  measure(figures: Partial<Figures>): void;
}

/** What the report says of a line. */
export interface Outcome extends Line {
  tried: number;
  failed: readonly string[];
  notes: readonly string[];
  figures: Partial<Figures>;
  seed: number;
  took: number;
  /** Of the machine over the last minute of it: others at work make every figure worse. */
  load: number;
}

/** A table, by the word that its command and its environment variables have. */
export type Word = "attack" | "torture";

/** A line of a table as a test: with its `fast` attempts in `npm test`, with all of them in the table's own command. */
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
          // What ends a line early has not held either.
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

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomBy(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Does a job for each item, so many at a time. */
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
