import type { Client } from "@temporalio/client";

/** Number of Actions that Temporal Cloud would bill, from the histories of all workflows of some types. */
export interface Actions {
  workflows: number;
  /** Starts, signals, timers, activity attempts, continuations and search attribute updates; each counts as one. */
  counted: number;
  /** Estimated: heartbeats are not in histories, and an activity that ends within a minute sends one. */
  heartbeats: number;
}

const one = new Set([
  "workflowExecutionStartedEventAttributes",
  "workflowExecutionSignaledEventAttributes",
  "workflowExecutionContinuedAsNewEventAttributes",
  "timerStartedEventAttributes",
  "upsertWorkflowSearchAttributesEventAttributes",
] as const);

export async function actionsOf(
  client: Client,
  types: readonly string[],
  most = Number.POSITIVE_INFINITY,
): Promise<Actions> {
  const actions: Actions = { workflows: 0, counted: 0, heartbeats: 0 };
  const query = types.map((type) => `WorkflowType = "${type}"`).join(" or ");
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    if (actions.workflows >= most) break;
    actions.workflows += 1;
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const event of events ?? []) {
      for (const attributes of one) if (event[attributes]) actions.counted += 1;
      // A continuation was already counted in the run that it continues.
      if (event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId) actions.counted -= 1;
      // Retries have no event of their own; the last started event carries the number of attempts.
      const attempts = event.activityTaskStartedEventAttributes?.attempt ?? 0;
      actions.counted += attempts;
      actions.heartbeats += attempts;
    }
  }
  return actions;
}
