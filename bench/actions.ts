import type { Client } from "@temporalio/client";

/** What Temporal would count as Actions, from the histories of all workflows of some types. */
export interface Actions {
  workflows: number;
  /** Starts, signals, timers, activity attempts, continuations, search attributes: one each. */
  counted: number;
  /** Heartbeats are not in histories; an activity that ends within a minute sends one. */
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
      // A continuation has been counted where it began.
      if (event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId) actions.counted -= 1;
      // A retried attempt stands in the last started event, by its number.
      const attempts = event.activityTaskStartedEventAttributes?.attempt ?? 0;
      actions.counted += attempts;
      actions.heartbeats += attempts;
    }
  }
  return actions;
}
