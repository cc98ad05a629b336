import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from "@temporalio/client";
import { plannerId, queues } from "../domain/ids.ts";

/** When the planner of a shard runs each day, by the city's own clock: a calendar spec, because an interval ignores the zone. */
const daily = { hour: 0, minute: 5 } as const;

/** A Schedule a shard runs its planner each day; an outage is caught up with once, without a storm. */
export async function ensureSchedules(client: Client, shards: readonly number[], timezone: string): Promise<void> {
  for (const shard of shards) {
    try {
      await client.schedule.create({
        scheduleId: `plan-${shard}`,
        spec: { calendars: [{ ...daily, comment: "plans what comes up today and tomorrow" }], timezone },
        action: {
          type: "startWorkflow",
          workflowType: "planner",
          workflowId: plannerId(shard),
          taskQueue: queues.rounds,
          args: [{ shard }],
          staticSummary: `plans shard ${shard}`,
        },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: "1 day" },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
