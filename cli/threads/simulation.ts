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

/** Kinds that a thread is given at a time: they follow one another, for those with the same people share what is reckoned. */
const batch = 24;

/** Simulates kinds in as many threads as there are processors; a few in this one. @param progress share of all that is done, 0 to 1 */
export function sharesInThreads(
  rules: SimulationRules,
  span: Span,
  progress: (done: number) => void,
  threads = availableParallelism(),
): Shares {
  return async (kinds, zone) => {
    const many = Math.min(threads, Math.ceil(kinds.length / batch));
    if (many > 1) return inThreads(kinds, { rules: plainRules(rules, kinds), span, zone }, many, progress);
    return kinds.map((kind, index) => {
      progress(index / kinds.length);
      return shareOf(kind, rules, span, zone);
    });
  };
}

async function inThreads(
  kinds: readonly Kind[],
  start: ThreadStart,
  threads: number,
  progress: (done: number) => void,
): Promise<readonly Share[]> {
  const found: Share[] = [];
  let next = 0;
  let done = 0;
  const workers = Array.from({ length: threads }, () => startThread(start));
  const run = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let from = 0;
      const give = (): void => {
        if (next >= kinds.length) {
          resolve();
          return;
        }
        from = next;
        next += batch;
        worker.postMessage(kinds.slice(from, from + batch));
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

/** Where the program was built the thread lies beside this; as it is written it is translated on the way in. */
function startThread(workerData: ThreadStart): Worker {
  const entry = import.meta.url.endsWith(".ts") ? "../../bin/translated-thread.js" : "./simulation-thread.js";
  return new Worker(new URL(entry, import.meta.url), { workerData });
}
