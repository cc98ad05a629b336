import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import type { EngineView } from "../client/audit/engine-view.ts";
import type { Relay } from "./relay.ts";
import { ensureSchedules } from "./schedules.ts";

/** Workflows that are asked about at one time. */
const inFlight = 40;
/** Ids that a page of the list brings. */
const page = 1_000;
/** Fewer are asked about one by one: the list is behind the engine by a moment. */
const few = 300;
const answerMs = 5_000;

/** The engine as an audit sees it. @param zone the city's own, by which planners run */
export function engineView(client: Client, relay: Pick<Relay, "flush">, zone: string): EngineView {
  const within = <T>(work: () => Promise<T>): Promise<T> => client.connection.withDeadline(Date.now() + answerMs, work);
  return {
    async missing(workflowIds) {
      const unknown = new Set(workflowIds);
      if (unknown.size > few) for (const id of await listed(client)) unknown.delete(id);
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

/** What runs, as the engine lists it; nothing where it cannot list (Temporal's time-skipping test server). */
async function listed(client: Client): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"', pageSize: page }))
      ids.push(workflowId);
    return ids;
  } catch (error) {
    if (isUnimplemented(error)) return [];
    throw error;
  }
}

/** gRPC's UNIMPLEMENTED, on the error or on what it was caused by. */
function isUnimplemented(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === 12 || (cause !== undefined && isUnimplemented(cause));
}
