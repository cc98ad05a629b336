import { activityInfo } from "@temporalio/activity";

/** Names this attempt: another that finds its deliveries `sending` knows that it was cut off. */
export function attemptName(): string {
  const { workflowExecution, activityId, attempt } = activityInfo();
  return `${workflowExecution?.runId ?? ""}/${activityId}/${attempt}`;
}
