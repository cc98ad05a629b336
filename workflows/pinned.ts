import { makeContinueAsNewFunc, setWorkflowOptions, type Workflow, workflowInfo } from "@temporalio/workflow";

/**
 * A run of it stays with the build that began it, so that its code may change without `patched`; it moves to the build that is current by
 * {@link continueAsPinned}. Where workers are not versioned this says nothing.
 */
export function pinned<F extends Workflow>(workflow: F): void {
  // A server refuses the word of a worker that says nothing of its build.
  const options = () =>
    workflowInfo().currentDeploymentVersion?.deploymentName ? ({ versioningBehavior: "PINNED" } as const) : {};
  setWorkflowOptions(options, workflow);
}

/** Continues as new, with the build that is current now. */
export function continueAsPinned<F extends Workflow>(...args: Parameters<F>): Promise<never> {
  const moves = workflowInfo().targetWorkerDeploymentVersionChanged;
  return makeContinueAsNewFunc<F>(moves ? { initialVersioningBehavior: "AUTO_UPGRADE" } : {})(...args);
}
