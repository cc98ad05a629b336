import { Agent, get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./serve.ts";

export interface Visit {
  url: string;
  paths: readonly string[];
  seconds: number;
  perSecond: number;
}
export interface Visited {
  /** Answers by status; 0: none came. */
  statuses: Record<string, number>;
  /** Of each answer, from the time at which it was to be asked for; milliseconds. */
  ms: number[];
}

/** Visitors of the public pages, so many a second however long answers take. Half of them have the page from before and ask whether it is still so. */
async function visit({ url, paths, seconds, perSecond }: Visit): Promise<Visited> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const tags = new Map<string, string>();
  const visited: Visited = { statuses: {}, ms: [] };
  const began = performance.now();
  const one = (n: number, at: number): Promise<void> =>
    new Promise((resolve) => {
      const path = paths[n % paths.length] ?? "/org";
      const tag = n % 2 === 0 ? tags.get(path) : undefined;
      const done = (status: number): void => {
        visited.statuses[status] = (visited.statuses[status] ?? 0) + 1;
        visited.ms.push(performance.now() - at);
        resolve();
      };
      get(`${url}${path}`, { agent, headers: tag ? { "If-None-Match": tag } : {} }, (answer) => {
        if (answer.headers.etag) tags.set(path, answer.headers.etag);
        answer.resume().on("end", () => done(answer.statusCode ?? 0));
        answer.on("error", () => done(0));
      }).on("error", () => done(0));
    });
  const asked: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n++) {
    const at = began + (n * 1_000) / perSecond;
    if (at > performance.now()) await pause(at - performance.now());
    // Neighbours in the list of pages are not asked for in a row.
    asked.push(one((n * 7_919) % 1_000_003, at));
  }
  await Promise.all(asked);
  agent.destroy();
  return visited;
}

serve({ visit });
