import { Worker } from "@temporalio/worker";
import { beforeAll, expect, inject, test } from "vitest";
import { startTestServer } from "../../local/temporal-test-server.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { nudgeSignal } from "../../workflows/protocol.ts";
import { atEnd } from "../support/ending.ts";
import { eventually } from "../support/timeouts.ts";

type Env = Awaited<ReturnType<typeof startTestServer>>;

let env: Env;
/** Result of each look of a round: milliseconds until the next one; null: nothing is to come. */
let looks: (number | null)[] = [];
let looked = 0;

beforeAll(async () => {
  installRuntime("ERROR");
  env = await startTestServer(inject("testServer"));
  atEnd(() => env.teardown());
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: "waits",
    workflowBundle: { codePath: inject("workflowBundle") },
    activities: {
      async advance({ now }: { now: number }) {
        const ms = looks[looked] ?? null;
        looked += 1;
        return { nextAt: ms === null ? null : now + ms };
      },
    },
  });
  const running = worker.run();
  atEnd(async () => {
    worker.shutdown();
    await running;
  });
});

/** Runs a round that sleeps, nudges it when it does, and returns what happened to its timers. */
async function nudgedWhileAsleep(id: string, sleepsMs: number): Promise<string[]> {
  looks = [sleepsMs, null];
  looked = 0;
  const handle = await env.client.workflow.start("round", { workflowId: id, taskQueue: "waits", args: [{ id }] });
  const timers = async (): Promise<string[]> =>
    ((await handle.fetchHistory()).events ?? []).flatMap(
      ({ timerStartedEventAttributes, timerFiredEventAttributes, timerCanceledEventAttributes }) => [
        ...(timerStartedEventAttributes ? ["started"] : []),
        ...(timerFiredEventAttributes ? ["fired"] : []),
        ...(timerCanceledEventAttributes ? ["cancelled"] : []),
      ],
    );
  await eventually(async () => (await timers()).includes("started"));
  await handle.signal(nudgeSignal);
  await handle.result();
  expect(looked).toBe(2);
  return timers();
}

test("a nudge wakes a round from a long sleep, at once", async () => {
  expect(await nudgedWhileAsleep("long", 3_600_000)).toEqual(["started", "cancelled"]);
});

test("a timer that is about to fire is left to run out: cancelling it then would cost the engine a step", async () => {
  expect(await nudgedWhileAsleep("short", 1_500)).toEqual(["started", "fired"]);
});
