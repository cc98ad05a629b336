import { NativeConnection, Worker } from "@temporalio/worker";
import { installRuntime } from "../../worker/runtime.ts";
import { workflowCode } from "../../worker/workflow-code.ts";
import type { CaseFacts, CaseRef, StepRequest, StepState } from "../../workflows/protocol.ts";
import { serve } from "./serve.ts";

export interface BareSettings {
  temporalAddress: string;
  taskQueue: string;
}

let worker: Worker | undefined;
let running: Promise<void> | undefined;
let connection: NativeConnection | undefined;
/** Cases that have requested their second task. */
const begun = new Set<string>();

/** Runs the product's drill workflows with activities that return at once and write nothing. What remains is the cost of the engine. */
async function start({ temporalAddress, taskQueue }: BareSettings): Promise<void> {
  installRuntime();
  connection = await NativeConnection.connect({ address: temporalAddress });
  const in14Days = Date.now() + 14 * 86_400_000;
  worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await workflowCode(),
    maxCachedWorkflows: 500,
    maxConcurrentActivityTaskExecutions: 6,
    reuseV8Context: true,
    activities: {
      async loadCase({ caseId }: CaseRef): Promise<CaseFacts> {
        const about = { organizationId: "bare", duty: "26", kind: "DR", state: "open" as const };
        return { caseId, ...about, openedAt: 0, endsAt: null, parentId: null, dates: {}, choices: {}, counts: {} };
      },
      async requestStep({ caseId, step }: StepRequest): Promise<StepState> {
        if (step !== "set-date") {
          begun.add(caseId);
          return { caseState: "open", result: null };
        }
        const result = { taskId: caseId, state: "closed" as const, settledAt: 0, date: in14Days, findings: 0 };
        return { caseState: "open", result: { ...result, dates: {}, choices: {} } };
      },
    },
  });
  running = worker.run();
}

async function stop(): Promise<void> {
  if (worker?.getState() === "RUNNING") worker.shutdown();
  await running;
  await connection?.close();
}

serve({ start, begun: () => begun.size }, stop);
