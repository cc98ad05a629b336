import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import type { EngineView } from "../client/audit/engine-view.ts";
import type { Relay } from "./relay.ts";
import { ensureSchedules } from "./schedules.ts";

/** Maximum number of workflows queried at the same time. */
const inFlight = 40;
/** Number of workflows in a page of the list. */
const page = 1_000;
/** Up to this many are queried one by one, because the list lags behind the engine. */
const few = 300;
const answerMs = 5_000;

/** The engine as an audit sees it. @param zone the city's zone, by which planners run */
export function engineView(client: Client, relay: Pick<Relay, "flush">, zone: string): EngineView {
  const within = <T>(work: () => Promise<T>): Promise<T> => client.connection.withDeadline(Date.now() + answerMs, work);
  return {
    async missing(workflowIds) {
      const unknown = new Set(workflowIds);
      if (unknown.size > few) for (const { workflowId } of (await listedRuns(client)) ?? []) unknown.delete(workflowId);
      const missing = new Set<string>();
      const left = [...unknown];
      for (let from = 0; from < left.length; from += inFlight)
        await Promise.all(
          left.slice(from, from + inFlight).map(async (id) => {
            if (!(await within(() => runs(client, id)))) missing.add(id);
          }),
        );
      return missing;
    },
    running: () => listedRuns(client),
    async terminate(workflowIds, why) {
      for (let from = 0; from < workflowIds.length; from += inFlight)
        await Promise.all(
          workflowIds.slice(from, from + inFlight).map(async (id) => {
            try {
              await within(() => client.workflow.getHandle(id).terminate(why));
            } catch (error) {
              if (!(error instanceof WorkflowNotFoundError)) throw error;
            }
          }),
        );
    },
    async scheduledShards() {
      const shards = new Set<number>();
      try {
        for await (const { scheduleId } of client.schedule.list({ pageSize: page })) {
          const [, shard] = /^plan-(\d+)$/.exec(scheduleId) ?? [];
          if (shard !== undefined) shards.add(Number(shard));
        }
        return shards;
      } catch (error) {
        if (isUnimplemented(error)) return null;
        throw error;
      }
    },
    async schedule(shards) {
      await ensureSchedules(client, shards, zone);
    },
    async flush() {
      await relay.flush();
    },
  };
}

async function runs(client: Client, workflowId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name === "RUNNING";
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Running workflows according to the engine's list; null: it cannot list (Temporal's time-skipping test server). */
async function listedRuns(client: Client): Promise<{ workflowId: string; startedAt: Date }[] | null> {
  const runs: { workflowId: string; startedAt: Date }[] = [];
  try {
    for await (const { workflowId, startTime } of client.workflow.list({
      query: 'ExecutionStatus = "Running"',
      pageSize: page,
    }))
      runs.push({ workflowId, startedAt: startTime });
    return runs;
  } catch (error) {
    if (isUnimplemented(error)) return null;
    throw error;
  }
}

/** Whether an error or its cause is gRPC UNIMPLEMENTED. */
function isUnimplemented(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === 12 || (cause !== undefined && isUnimplemented(cause));
}
