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
  /** Number of responses by status; 0: no response. */
  statuses: Record<string, number>;
  /** Milliseconds from the time at which each request was due to its response. */
  ms: number[];
}

/** Requests public pages at a fixed rate, however long responses take. Half of the requests are conditional, with the version from before. */
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
    // The multiplier keeps neighbouring pages of the list apart.
    asked.push(one((n * 7_919) % 1_000_003, at));
  }
  await Promise.all(asked);
  agent.destroy();
  return visited;
}

serve({ visit });
