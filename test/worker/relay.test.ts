import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import { beforeAll, describe, expect, test } from "vitest";
import { roundId, wakeRound } from "../../domain/ids.ts";
import type { Db } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import { createRelay } from "../../worker/relay.ts";
import { freshDatabase } from "../support/database.ts";

let db: Db;

beforeAll(async () => {
  ({ db } = await freshDatabase());
});

/** An engine that does not respond for some workflows. */
function engine(silent: ReadonlySet<string>, running: ReadonlySet<string> = new Set()) {
  const signalled: string[] = [];
  const told: string[] = [];
  const taskTimeouts = new Map<string, number | undefined>();
  const client = {
    connection: { withDeadline: (_deadline: number, send: () => unknown) => send() },
    workflow: {
      signalWithStart: async (
        _type: string,
        { workflowId, workflowTaskTimeout }: { workflowId: string; workflowTaskTimeout?: number },
      ) => {
        if (silent.has(workflowId)) throw new Error("deadline exceeded");
        signalled.push(workflowId);
        taskTimeouts.set(workflowId, workflowTaskTimeout);
      },
      getHandle: (workflowId: string) => ({
        signal: async () => {
          if (silent.has(workflowId)) throw new Error("deadline exceeded");
          if (!running.has(workflowId)) throw new WorkflowNotFoundError("no such workflow", workflowId, undefined);
          told.push(workflowId);
        },
      }),
    },
  };
  return { signalled, told, taskTimeouts, client: client as unknown as Client };
}

describe("nudges", () => {
  test("that an overloaded engine accepted are signalled once, at once, even if a neighbour failed", async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `drill-${String(n).padStart(2, "0")}`);
    const wakes = ids.map((workflowId) => ({ workflowId, workflowType: "drill", taskQueue: "rounds", args: [] }));
    await db.$transaction((tx) => nudge(tx, wakes, new Date()));
    const silent = new Set(["drill-07"]);
    const { signalled, client } = engine(silent);
    const flush = () => createRelay({ db, client, log: () => undefined }).flush();
    await flush();
    expect([...signalled].sort()).toEqual(ids.filter((id) => id !== "drill-07"));
    silent.clear();
    await flush();
    expect([...signalled].sort()).toEqual(ids);
    expect(await db.nudge.count()).toBe(0);
  });

  test("of a round have its lost workflow tasks dispatched again within the 10 seconds in which a herd continues", async () => {
    await db.$transaction((tx) => nudge(tx, [wakeRound(roundId("22a", 0))], new Date()));
    const { taskTimeouts, client } = engine(new Set());
    await createRelay({ db, client, log: () => undefined }).flush();
    expect([...taskTimeouts.values()]).toEqual([5_000]);
  });

  test("that start nothing are signalled to running workflows only; merged with one that starts, the workflow is started", async () => {
    const wake = (workflowId: string, starts: boolean) => ({
      ...{ workflowId, workflowType: "drill", taskQueue: "rounds", args: [], starts },
    });
    const write = (...wakes: ReturnType<typeof wake>[]) => db.$transaction((tx) => nudge(tx, wakes, new Date()));
    await write(
      wake("drill-runs", false),
      wake("drill-absent", false),
      wake("drill-silent", false),
      wake("drill-begins", false),
    );
    await write(wake("drill-begins", true));
    const silent = new Set(["drill-silent"]);
    const { signalled, told, client } = engine(silent, new Set(["drill-runs", "drill-silent"]));
    const flush = () => createRelay({ db, client, log: () => undefined }).flush();
    await flush();
    expect({ signalled, told }).toEqual({ signalled: ["drill-begins"], told: ["drill-runs"] });
    expect((await db.nudge.findMany()).map(({ workflowId }) => workflowId)).toEqual(["drill-silent"]);
    silent.clear();
    await flush();
    expect(told).toEqual(["drill-runs", "drill-silent"]);
    expect(await db.nudge.count()).toBe(0);
  });
});
