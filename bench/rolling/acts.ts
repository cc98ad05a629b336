import { setTimeout as pause } from "node:timers/promises";
import { createToken } from "../../client/api/tokens.ts";
import type { Db } from "../../prisma/client.ts";
import { percentile } from "../machine.ts";
import { contextOf } from "../public-city.ts";
import type { Answer, Balancer } from "./balancer.ts";

/** A token is allowed ten requests a second; together they are allowed more than is asked for. */
const perToken = 5;

/** Programs by which the acts are done. */
export async function writeTokens(db: Db, perSecond: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let n = 0; n < Math.ceil(perSecond / perToken); n++) {
    const { token } = await createToken(contextOf(db), {
      name: `bench ${n}`,
      scopes: ["tasks:read", "tasks:write"],
      actor: "administrator",
    });
    tokens.push(token);
  }
  return tokens;
}

export interface Acted {
  asked: number;
  /** Answers by status; 0: none came. */
  statuses: Record<string, number>;
  refused: number;
  /** Sent again, since the portal had gone or the connection broke. */
  again: number;
  p50: number;
  p99: number;
  most: number;
}

/** Reports of progress at a steady pace, each another one, however long answers take. */
export function startActs(
  balancer: Balancer,
  { tokens, tasks, perSecond }: { tokens: readonly string[]; tasks: readonly string[]; perSecond: number },
): { stop(): Promise<Acted> } {
  let going = true;
  const answers: Promise<Answer>[] = [];
  const one = (n: number): Promise<Answer> =>
    balancer.post(
      `/api/v1/tasks/${tasks[n % tasks.length]}/report`,
      { status: "on-track", reason: `第${n}次反馈` },
      { Authorization: `Bearer ${tokens[n % tokens.length]}`, "Idempotency-Key": `bench-${n}` },
    );
  const loop = async (): Promise<void> => {
    const began = performance.now();
    for (let n = 0; going; n++) {
      const at = began + (n * 1_000) / perSecond;
      if (at > performance.now()) await pause(at - performance.now());
      answers.push(one(n));
    }
  };
  const looping = loop();
  return {
    async stop() {
      going = false;
      await looping;
      const all = await Promise.all(answers);
      const statuses: Record<string, number> = {};
      for (const { status } of all) statuses[status] = (statuses[status] ?? 0) + 1;
      const ms = all.map((answer) => answer.ms);
      return {
        asked: all.length,
        statuses,
        refused: all.filter(({ status }) => status < 200 || status > 299).length,
        again: all.reduce((sum, { again }) => sum + again, 0),
        p50: Math.round(percentile(ms, 50)),
        p99: Math.round(percentile(ms, 99)),
        most: Math.round(Math.max(...ms)),
      };
    },
  };
}

/** Acts that are on record. */
export async function recorded(db: Db): Promise<number> {
  return db.event.count({ where: { verb: "report" } });
}
