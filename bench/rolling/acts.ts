import { setTimeout as pause } from "node:timers/promises";
import { createToken } from "../../client/api/tokens.ts";
import { reportName } from "../../domain/tasks/outlook.ts";
import type { Db } from "../../prisma/client.ts";
import { percentile } from "../machine.ts";
import { contextOf, type ToDo } from "../portal/public-city.ts";
import type { Answer, Balancer } from "./balancer.ts";

/** A program of an organization, which reports progress on a task for the person who does it. */
export interface Doer {
  token: string;
  taskId: string;
}

/** Creates programs that each act on one task, so that none comes near the rate limit of a token. */
export async function writeDoers(db: Db, tasks: readonly ToDo[]): Promise<Doer[]> {
  const doers: Doer[] = [];
  for (const { taskId, organizationId, personId } of tasks) {
    const { token } = await createToken(contextOf(db), {
      name: `bench ${taskId}`,
      organization: organizationId,
      as: personId,
      scopes: ["tasks:read", "tasks:write"],
      actor: "administrator",
    });
    doers.push({ token, taskId });
  }
  return doers;
}

export interface Acted {
  asked: number;
  /** Number of responses by status; 0: no response. */
  statuses: Record<string, number>;
  refused: number;
  /** Number of requests sent again because the portal had gone or the connection broke. */
  again: number;
  /** Number of requests repeated later because the portal responded that it was busy. */
  busy: number;
  p50: number;
  p99: number;
  most: number;
}

/** Sends progress reports, all different, at a fixed rate, however long responses take. */
export function startActs(
  balancer: Balancer,
  { doers, perSecond }: { doers: readonly Doer[]; perSecond: number },
): { stop(): Promise<Acted> } {
  let going = true;
  const answers: Promise<Answer>[] = [];
  const one = (n: number): Promise<Answer> => {
    const { token, taskId } = doers[n % doers.length] ?? { token: "", taskId: "" };
    return balancer.post(
      `/api/v1/tasks/${taskId}/report`,
      { status: "on-track", reason: `第${n}次反馈` },
      { Authorization: `Bearer ${token}`, "Idempotency-Key": `bench-${n}` },
    );
  };
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
        busy: all.reduce((sum, { busy }) => sum + busy, 0),
        p50: Math.round(percentile(ms, 50)),
        p99: Math.round(percentile(ms, 99)),
        most: Math.round(Math.max(...ms)),
      };
    },
  };
}

/** Number of acts that are recorded. */
export async function recorded(db: Db): Promise<number> {
  return db.event.count({ where: { verb: reportName("on-track") } });
}
