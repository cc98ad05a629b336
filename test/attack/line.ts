import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** One line of the table of attacks (docs/security.md). */
export interface Line {
  /** What is tried. */
  attack: string;
  /** When the line holds. */
  pass: string;
  /** Attempts at least; "all": everything that there is of its kind. */
  n: number | "all";
  /** Attempts in `npm test`. */
  fast: number;
  /** @default 600 */
  seconds?: number;
}

/** A run of a line: what it is to try, and where it says what came of it. */
export interface Trial {
  /** Attempts asked for; of "all": the attempts of `npm test`, or infinitely many. */
  n: number;
  /** Whether it is `npm run attack`. */
  whole: boolean;
  seed: number;
  /** From 0 to below 1, by the seed. */
  random(): number;
  /** One of a list, by the seed. */
  pick<Item>(items: readonly Item[]): Item;
  /** Counts attempts, and says how far it is. */
  tried(count?: number): void;
  /** Notes an attempt that had an effect. */
  succeeded(what: string): void;
  /** Adds a figure to the report. */
  note(figure: string): void;
}

/** What the report says of a line. */
export interface Outcome extends Line {
  tried: number;
  succeeded: readonly string[];
  notes: readonly string[];
  seed: number;
  took: number;
}

const folder = process.env.ATTACK_REPORT;
const seed = Number(process.env.ATTACK_SEED ?? Date.now() % 1_000_000_007);
const tell = (line: string): void => void (folder && process.stderr.write(`${line}\n`));

/** A line of the table as a test: with its `fast` attempts in `npm test`, with all of them in `npm run attack`. */
export function attackLine(line: Line, run: (trial: Trial) => Promise<void>): void {
  const whole = folder !== undefined;
  const n = whole ? (line.n === "all" ? Number.POSITIVE_INFINITY : line.n) : line.fast;
  it(
    `${line.attack}: ${line.pass} (seed ${seed})`,
    async () => {
      const began = performance.now();
      const succeeded: string[] = [];
      const notes: string[] = [];
      const random = randomBy(seed);
      let tried = 0;
      let told = 0;
      const share = Number.isFinite(n) ? n / 10 : 500;
      tell(`${line.attack} …`);
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
          succeeded: (what) => void succeeded.push(what),
          note: (figure) => void notes.push(figure),
        });
      } catch (error) {
        // What ends a line early has not held either.
        succeeded.push(`failed: ${error instanceof Error ? error.message : error}`);
        throw error;
      } finally {
        const took = Math.round((performance.now() - began) / 100) / 10;
        tell(`  ${tried} tried, ${succeeded.length} succeeded, ${took} s`);
        const outcome: Outcome = { ...line, tried, succeeded: succeeded.slice(0, 20), notes, seed, took };
        if (folder) writeFileSync(join(folder, `${line.attack.replace(/\W+/g, "-")}.json`), JSON.stringify(outcome));
      }
      expect(succeeded.slice(0, 20)).toEqual([]);
      expect(tried).toBeGreaterThanOrEqual(Number.isFinite(n) ? n : 1);
    },
    (line.seconds ?? 600) * 1_000,
  );
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
