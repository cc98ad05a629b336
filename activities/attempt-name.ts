import { activityInfo } from "@temporalio/activity";

/**
 * A unique name for this attempt, stored with its deliveries: another attempt that finds them in state `sending` knows that this one was interrupted.
 */
export function attemptName(): string {
  const { workflowExecution, activityId, attempt } = activityInfo();
  return `${workflowExecution?.runId ?? ""}/${activityId}/${attempt}`;
}
