import type { Client } from "@temporalio/client";
import { afterEach, expect, test } from "vitest";
import { nudge } from "../../records/nudges.ts";
import { type Listener, startListener } from "../../worker/listener.ts";
import { createRelay } from "../../worker/relay.ts";
import { keepSchedules } from "../../worker/schedules.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";

const { db, url } = await freshDatabase();

/** A process of an installation: its signals, and the shards for which it creates Schedules. */
interface Process {
  listener: Listener;
  signalled: string[];
  scheduled: string[];
  end(): Promise<void>;
}
const running = new Set<Process>();
afterEach(() => Promise.all([...running].map((one) => one.end())));

async function start(): Promise<Process> {
  const signalled: string[] = [];
  const scheduled: string[] = [];
  const client = {
    connection: { withDeadline: (_deadline: number, send: () => unknown) => send() },
    workflow: {
      signalWithStart: async (_type: string, { workflowId }: { workflowId: string }) => void signalled.push(workflowId),
    },
    schedule: { create: async ({ scheduleId }: { scheduleId: string }) => void scheduled.push(scheduleId) },
  } as unknown as Client;
  let listener: Listener | undefined;
  const leads = () => listener?.leads() ?? false;
  const relay = createRelay({ db, client, leads, log: () => undefined });
  listener = startListener(url, relay);
  await listener.ready;
  const schedules = keepSchedules({ db, client, timezone: "Asia/Shanghai", leads, everyMs: 100 }, () => undefined);
  const one: Process = {
    listener,
    signalled,
    scheduled,
    async end() {
      running.delete(one);
      await schedules.stop();
      await one.listener.stop();
    },
  };
  running.add(one);
  return one;
}

const wake = (workflowId: string) =>
  db.$transaction((tx) =>
    nudge(tx, [{ workflowId, workflowType: "round", taskQueue: "rounds", args: [] }], new Date()),
  );
const all = (processes: readonly Process[]) => processes.flatMap(({ signalled }) => signalled);

test("one of three processes relays, and each nudge is signalled once", async () => {
  const three = [await start(), await start(), await start()];
  expect(three.map(({ listener }) => listener.leads())).toEqual([true, false, false]);
  const ids = Array.from({ length: 40 }, (_, n) => `round-1-${n}`);
  for (const id of ids) await wake(id);
  await eventually(async () => (await db.nudge.count()) === 0);
  expect(all(three).sort()).toEqual([...ids].sort());
  expect(three.slice(1).flatMap(({ signalled }) => signalled)).toEqual([]);
});

test("when it ends, another takes over the nudges of the meantime", async () => {
  const [first, second] = [await start(), await start()];
  await first.end();
  await wake("round-2-1");
  await eventually(async () => second.listener.leads(), 5);
  await eventually(async () => second.signalled.includes("round-2-1"));
  expect(first.signalled).toEqual([]);
});

test("a lost connection loses the lead, and it is taken again", async () => {
  const two = [await start(), await start()];
  await db.$executeRaw`
    select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = 72707370`;
  await wake("round-3-1");
  await eventually(async () => all(two).includes("round-3-1"), 10);
  const leading = (): number => two.filter(({ listener }) => listener.leads()).length;
  await eventually(async () => leading() === 1, 10);
  expect(leading()).toBe(1);
});

test("a shard that an import adds soon has its planner's Schedule, from the leading process", async () => {
  const two = [await start(), await start()];
  await found(db, new Date(), { code: "GZ-X-1" });
  await eventually(async () => (two[0] as Process).scheduled.includes("plan-0"));
  expect((two[1] as Process).scheduled).toEqual([]);
});
