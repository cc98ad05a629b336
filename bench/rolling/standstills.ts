import type { Client } from "@temporalio/client";

/** A task that a worker received and did not complete, and that the engine scheduled again only after a timeout. */
export interface Standstill {
  workflowId: string;
  task: "workflow" | "activity";
  /** The timeout: START_TO_CLOSE, SCHEDULE_TO_START, HEARTBEAT. */
  timeout: string;
  /** Seconds from its schedule until it was scheduled or started again. */
  seconds: number;
  at: string;
}

/** Temporal's numbers for its timeouts. */
const timeouts: Readonly<Record<number, string>> = {
  1: "START_TO_CLOSE",
  2: "SCHEDULE_TO_START",
  3: "SCHEDULE_TO_CLOSE",
  4: "HEARTBEAT",
};
type Time = { seconds?: unknown; nanos?: number | null } | null | undefined;
const ms = (time: Time): number => Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1e6;
const nameOf = (type: number | null | undefined): string => timeouts[type ?? 0] ?? "?";

/** Finds the standstills of rounds and couriers in their histories, to explain gaps between mails. */
export async function standstillsOf(client: Client, types: readonly string[], since: number): Promise<Standstill[]> {
  const found: Standstill[] = [];
  const query = types.map((type) => `WorkflowType = "${type}"`).join(" or ");
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const times = new Map((events ?? []).map((event) => [Number(event.eventId), ms(event.eventTime as Time)]));
    for (const event of events ?? []) {
      const now = ms(event.eventTime as Time);
      if (now < since) continue;
      const add = (task: Standstill["task"], scheduled: unknown, type: number | null | undefined): void => {
        const seconds = Number(((now - (times.get(Number(scheduled)) ?? now)) / 1_000).toFixed(1));
        found.push({ workflowId, task, timeout: nameOf(type), seconds, at: new Date(now).toISOString() });
      };
      const workflowTask = event.workflowTaskTimedOutEventAttributes;
      if (workflowTask) add("workflow", workflowTask.scheduledEventId, workflowTask.timeoutType);
      // Attempts that timed out have no event of their own; the next started event carries the reason.
      const again = event.activityTaskStartedEventAttributes;
      const timedOut = again?.lastFailure?.timeoutFailureInfo;
      if (again && timedOut) add("activity", again.scheduledEventId, timedOut.timeoutType);
    }
  }
  return found.sort((a, b) => b.seconds - a.seconds);
}

export const standstillText = (all: readonly Standstill[]): string =>
  all.length === 0
    ? "no task timed out"
    : `tasks that timed out: ${all
        .slice(0, 10)
        .map(({ workflowId, task, timeout, seconds, at }) => `${at} ${workflowId} ${task} ${timeout} ${seconds} s`)
        .join("; ")}`;
