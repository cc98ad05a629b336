import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";
import { NativeConnection, Worker } from "@temporalio/worker";
import { beforeAll, expect, inject, test } from "vitest";
import { startTemporal } from "../../local/temporal.ts";
import { installRuntime } from "../../worker/runtime.ts";
import {
  type CaseFacts,
  nudgeSignal,
  type StepRequest,
  type StepResult,
  type StepState,
  searchAttributes,
} from "../../workflows/protocol.ts";
import { atEnd } from "../support/ending.ts";
import { record } from "../support/histories.ts";
import { eventually } from "../support/timeouts.ts";

/** Number of events after which the server suggests a new run; 4,096 by default. */
const suggested = 40;
const taskQueue = "long";
const facts: CaseFacts = {
  ...{
    caseId: "long",
    organizationId: "o",
    duty: "20",
    kind: "HZ",
    state: "open",
    openedAt: 0,
    endsAt: null,
    parentId: null,
  },
  ...{ dates: {}, choices: {}, counts: {} },
};
const closed: StepResult = {
  taskId: "t",
  state: "closed",
  settledAt: 0,
  date: null,
  findings: 0,
  dates: {},
  choices: {},
};
const settled = new Map<string, StepResult>();
const looks = new Map<string, number>();
let client: Client;

beforeAll(async () => {
  installRuntime("ERROR");
  const home = await mkdtemp(join(tmpdir(), "duban-long-"));
  atEnd(() => rm(home, { recursive: true, force: true }));
  await chmod(home, 0o755);
  const limit = ["--dynamic-config-value", `limit.historyCount.suggestContinueAsNew=${suggested}`];
  const server = await startTemporal({
    home,
    log: () => undefined,
    searchAttributes,
    ui: false,
    durable: false,
    extraArgs: limit,
  });
  atEnd(() => server.stop());
  const connection = await Connection.connect({ address: server.address });
  atEnd(() => connection.close());
  client = new Client({ connection });
  const native = await NativeConnection.connect({ address: server.address });
  atEnd(() => native.close());
  const worker = await Worker.create({
    ...{ connection: native, taskQueue, workflowBundle: { codePath: inject("workflowBundle") } },
    activities: {
      loadCase: async () => facts,
      async requestStep({ step, key = step }: StepRequest): Promise<StepState> {
        looks.set(key, (looks.get(key) ?? 0) + 1);
        return { caseState: "open", result: settled.get(key) ?? null };
      },
      settleCase: async (_ref: unknown, outcome: string) => outcome,
    },
  });
  const running = worker.run();
  atEnd(async () => {
    worker.shutdown();
    await running;
  });
});

test("a case that is woken repeatedly continues as new at its position, with the same attributes", async () => {
  const kind = defineSearchAttributeKey("DubanKind", SearchAttributeType.KEYWORD);
  const handle = await client.workflow.start("hazard", {
    ...{ workflowId: "case-long", taskQueue, args: [{ caseId: "long" }] },
    typedSearchAttributes: [{ key: kind, value: "HZ" }],
  });
  /** Wakes it a number of times, each time after it has looked. */
  const wake = async (key: string, times: number): Promise<void> => {
    for (let n = 0; n < times; n++) {
      const before = looks.get(key) ?? 0;
      await client.workflow.getHandle("case-long").signal(nudgeSignal);
      await eventually(async () => (looks.get(key) ?? 0) > before);
    }
  };
  await eventually(async () => looks.has("take-up"));
  await wake("take-up", 12);
  settled.set("take-up", { ...closed, choices: { nature: "incident" } });
  await client.workflow.getHandle("case-long").signal(nudgeSignal);
  // Two steps wait concurrently.
  await eventually(async () => looks.has("measures") && looks.has("report-authority"));
  await wake("measures", 12);
  settled.set("report-authority", closed);
  settled.set("measures", closed);
  settled.set("close", { ...closed, state: "accepted" });
  await client.workflow.getHandle("case-long").signal(nudgeSignal);
  expect(await handle.result()).toBe("closed");

  const last = await client.workflow.getHandle("case-long").describe();
  expect(last.typedSearchAttributes.get(kind)).toBe("HZ");
  expect(last.typedSearchAttributes.get(defineSearchAttributeKey("DubanState", SearchAttributeType.KEYWORD))).toBe(
    "closed",
  );
  const runs = client.workflow.list({ query: "WorkflowId = 'case-long'" });
  const lengths: number[] = [];
  await eventually(async () => {
    lengths.length = 0;
    for await (const run of runs) lengths.push(run.historyLength);
    return lengths.length > 2;
  });
  await record("hazard-continued", client.workflow.getHandle("case-long", handle.firstExecutionRunId));
  for (const length of lengths) expect(length).toBeLessThan(2 * suggested);
});
