import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Kind } from "../../domain/simulation/alike.ts";
import { type PlainRules, plainRules } from "../../domain/simulation/plain-rules.ts";
import type { SimulationRules, Span } from "../../domain/simulation/scenario.ts";
import { type Share, type Shares, shareOf } from "../../domain/simulation/summary.ts";
import type { Zone } from "../../domain/terms.ts";

/** What a thread is started with. */
export interface ThreadStart {
  rules: PlainRules;
  span: Span;
  zone: Zone;
}

/** Number of profile groups given to a thread at a time. They are neighbours, because groups with the same people share computations. */
const batch = 24;

/** Most objects of a simulation are short-lived: a larger young generation means that fewer of them are copied. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

interface Threads {
  /** Maximum number of threads. @default the number of processors */
  threads?: number;
  /** What each thread runs: `bin/simulation-thread.ts`, built or transpiled. @default the file beside this one */
  entry?: URL;
}

/** Simulates profile groups in several threads, or in this one if there are few. @param progress is called with the share that is done, 0 to 1 */
export function sharesInThreads(
  rules: SimulationRules,
  span: Span,
  progress: (done: number) => void,
  { threads = availableParallelism(), entry = besideThis() }: Threads = {},
): Shares {
  return async (kinds, zone) => {
    const many = Math.min(threads, Math.ceil(kinds.length / batch));
    if (many > 1) {
      const workerData: ThreadStart = { rules: plainRules(rules, kinds), span, zone };
      const start = (): Worker => new Worker(entry, { workerData, resourceLimits });
      return inThreads(kinds, Array.from({ length: many }, start), progress);
    }
    return kinds.map((kind, index) => {
      progress(index / kinds.length);
      return shareOf(kind, rules, span, zone);
    });
  };
}

async function inThreads(
  kinds: readonly Kind[],
  workers: readonly Worker[],
  progress: (done: number) => void,
): Promise<readonly Share[]> {
  const found: Share[] = [];
  let done = 0;
  const left = stretches(kinds.length, workers.length);
  const run = (worker: Worker, own: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let from = 0;
      const give = (): void => {
        const next = nextOf(left, own);
        if (!next) {
          resolve();
          return;
        }
        from = next.from;
        worker.postMessage(kinds.slice(next.from, next.to));
      };
      worker.on("message", (shares: readonly Share[]) => {
        for (const [index, share] of shares.entries()) found[from + index] = share;
        done += shares.length;
        progress(done / kinds.length);
        give();
      });
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`a thread of the simulation ended with ${code}`)));
      give();
    });
  try {
    await Promise.all(workers.map(run));
    return found;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

interface Stretch {
  from: number;
  to: number;
}

/** Gives each thread a contiguous range, so that neighbours, which share computations, are computed by one thread. */
const stretches = (all: number, threads: number): Stretch[] =>
  Array.from({ length: threads }, (_, n) => ({
    from: Math.floor((all * n) / threads),
    to: Math.floor((all * (n + 1)) / threads),
  }));

/** The next batch of a thread's own range; when that is finished, the last batch of the longest remaining one. */
function nextOf(left: Stretch[], own: number): Stretch | undefined {
  const length = ({ from, to }: Stretch): number => to - from;
  const mine = left[own] as Stretch;
  if (length(mine) > 0) {
    const from = mine.from;
    mine.from = Math.min(mine.to, from + batch);
    return { from, to: mine.from };
  }
  const longest = left.reduce((one, other) => (length(other) > length(one) ? other : one));
  if (length(longest) === 0) return undefined;
  const to = longest.to;
  longest.to = Math.max(longest.from, to - batch);
  return { from: longest.to, to };
}

/** In a build the thread's file lies beside this one; from source it is transpiled when it is loaded. */
const besideThis = (): URL =>
  new URL(
    import.meta.url.endsWith(".ts") ? "../../bin/translated-thread.js" : "./simulation-thread.js",
    import.meta.url,
  );
